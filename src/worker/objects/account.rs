//! What decides for one account.

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use worker::worker_sys::DurableObjectState;

use super::sessions::{MIGRATIONS, SqlSessions};
use super::{Context, StorageError, step};
use crate::account::sessions::{self, Request};
use crate::store::Write;

/// What can be asked.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Call {
    /// Whether the object and its database work.
    Health,
    /// To forget what is over.
    Sweep,
    /// To note that something has reached KV.
    Written(Write),
    /// To try every clause of what sessions keep to. In a build for a test alone.
    #[cfg(feature = "store-contract")]
    Contract,
    /// About sessions.
    #[serde(untagged)]
    Sessions(Box<Request>),
}

#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Health {
        ok: bool,
        /// The version of the tables.
        schema: u32,
    },
    Sessions(Box<sessions::Answer>),
    #[cfg(feature = "store-contract")]
    Contract(Vec<crate::store::contract::Clause>),
}

/// Answers a call. `found` is a JSON list of what KV has under the keys that it reads.
#[wasm_bindgen]
#[allow(unreachable_pub, reason = "JavaScript calls it")]
pub fn account(state: DurableObjectState, call: &str, now: f64, found: &str) -> JsValue {
    step(state, &MIGRATIONS, call, now, |context, call| {
        answer(context, call, found)
    })
}

fn answer(context: &Context, call: Call, found: &str) -> Result<Answer, StorageError> {
    let rows = SqlSessions(&context.storage);
    let now = (context.now / 1000.0) as i64;
    let sessions = |answer| Answer::Sessions(Box::new(answer));
    Ok(match call {
        Call::Health => Answer::Health {
            ok: true,
            schema: context.schema,
        },
        Call::Sweep => sessions(sessions::sweep(now, &rows)?),
        Call::Written(write) => sessions(sessions::written(&write, &rows)?),
        Call::Sessions(request) => {
            let found: Vec<Option<String>> = serde_json::from_str(found)
                .map_err(|error| StorageError(format!("what was found: {error}")))?;
            sessions(sessions::answer(&request, &found, now, &rows)?)
        }
        #[cfg(feature = "store-contract")]
        Call::Contract => {
            let mut clauses = crate::store::contract::sessions::check(&rows);
            clauses.extend(crate::store::contract::writes::check(&rows));
            Answer::Contract(clauses)
        }
    })
}
