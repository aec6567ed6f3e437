//! What decides whether a password may be tried, for one part of all users, and
//! checks it; and what counts the failures of one part of all networks.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::Uint8Array;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use worker::Env;
use worker::web_sys::Request;
use worker::worker_sys::DurableObjectState;

use super::counters::{MIGRATIONS, SqlCounters};
use super::step;
use super::storage::{Storage, StorageError};
use crate::account::message::{self, Received};
use crate::account::{self, Admission, NetworkReservation};
use crate::account::{throttle, uses};
use crate::oauth::MAX_BODY_LENGTH;
use crate::store::{Counters, Fresh, StoreError};
use crate::worker::kv::Kv;
use crate::worker::networks::Shards;
use crate::worker::shard::Call;
use crate::worker::{bridge, client, environment, random, task};

#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    /// The number of the failure, or why the network is blocked.
    Reserved(NetworkReservation),
    /// In how many seconds there is a use again, 0 where one was taken.
    Wait {
        seconds: i64,
    },
    Left {
        left: bool,
    },
    #[cfg(feature = "store-contract")]
    Contract(Vec<crate::store::contract::Clause>),
}

/// Answers a call.
#[wasm_bindgen]
#[allow(unreachable_pub, reason = "JavaScript calls it")]
pub fn throttle(state: DurableObjectState, call: &str, now: f64) -> JsValue {
    step(state, &MIGRATIONS, call, now, |context, call| {
        let now = (context.now / 1000.0) as i64;
        let counters = SqlCounters(&context.storage);
        Ok(answer(call, &counters, now)?)
    })
}

fn answer(call: Call, counters: &dyn Counters, now: i64) -> Result<Answer, StoreError> {
    Ok(match call {
        Call::Reserve {
            network,
            user,
            rules,
        } => {
            let reserved = throttle::reserve_network(&network, user, &rules, now, counters)?;
            Answer::Reserved(reserved)
        }
        Call::Take { subject, most } => {
            let wait = uses::take(&subject, most, now, counters)?;
            Answer::Wait {
                seconds: wait.unwrap_or(0),
            }
        }
        Call::Note { user, record } => {
            counters.put_fresh(&user, &Fresh { record, at: now })?;
            Answer::Left { left: true }
        }
        Call::Return { number } => {
            counters.remove_network_failure(number)?;
            Answer::Left { left: true }
        }
        Call::Sweep => Answer::Left {
            left: counters.sweep(&throttle::horizon(now))?,
        },
        #[cfg(feature = "store-contract")]
        Call::Contract => Answer::Contract(crate::store::contract::counters::check(counters)),
    })
}

/// Answers an attempt to log in: a `Response`, or a promise of one.
#[wasm_bindgen]
#[allow(unreachable_pub, reason = "JavaScript calls it")]
pub fn attempt(state: DurableObjectState, env: Env, request: Request) -> JsValue {
    let now = js_sys::Date::now();
    task::run(
        async move {
            let (status, text) = match verdict(state, env, request, now / 1000.0).await {
                Ok(text) => (200, text),
                Err(problem) => (500, problem),
            };
            bridge::respond(status, "", "", &text)
        },
        now,
    )
}

async fn verdict(
    state: DurableObjectState,
    env: Env,
    request: Request,
    now: f64,
) -> Result<String, String> {
    let body = bridge::read(&request, true, MAX_BODY_LENGTH as u32);
    let body = task::settled(body).await;
    let body = Uint8Array::from(body.map_err(|_| "the attempt broke off")?);
    let received = {
        let bytes = zeroize::Zeroizing::new(body.to_vec());
        // No copy of a password stays where the garbage collector leaves it.
        body.fill(0, 0, body.length());
        Received::decode(&bytes).ok_or("that is no attempt")?
    };
    let settings = environment::settings(&env, random).await;
    let config = settings
        .as_ref()
        .as_ref()
        .map_err(|error| error.to_string())?;
    let id = bridge::id_of(&state);
    let networks = Shards::new(&env, JsValue::from(&state));
    let storage = Storage::new(state);
    let upgraded = storage.upgrade(&MIGRATIONS);
    upgraded.map_err(|StorageError(problem)| problem)?;
    let admission = Queue::of(id);
    let context = account::Context {
        store: &Kv::new(&env),
        counters: Some(&SqlCounters(&storage)),
        networks: Some(&networks),
        policy: config.policy(),
        hash: &config.hash,
        verify: &config.verify,
        now,
        admission: &admission.0,
        in_turn: true,
        is_gone: &|| client::is_gone(&request),
        random: &random,
    };
    let verdict = account::authenticate(&received.attempt(), &context).await;
    Ok(message::encode_verdict(verdict))
}

/// The logins that are under way in one object. It is kept as long as there are any:
/// an object that the runtime evicts has none.
struct Queue(Rc<Admission>, String);

thread_local! {
    static QUEUES: RefCell<BTreeMap<String, Rc<Admission>>> = const { RefCell::new(BTreeMap::new()) };
}

impl Queue {
    fn of(id: String) -> Self {
        let admission = QUEUES.with_borrow_mut(|queues| {
            let queue = queues.entry(id.clone()).or_default();
            Rc::clone(queue)
        });
        Self(admission, id)
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        QUEUES.with_borrow_mut(|queues| {
            // This one, and the table's own.
            if Rc::strong_count(&self.0) == 2 {
                queues.remove(&self.1);
            }
        });
    }
}
