//! The way to the throttle: the limit in front, and the shards behind it.
//!
//! There are 256 Durable Objects, each for the users, and the networks, whose
//! references begin with its byte.

use std::cell::RefCell;
use std::collections::BTreeSet;

use worker::Env;
use worker::js_sys::{Reflect, Uint8Array};
use worker::wasm_bindgen::JsValue;
use worker::web_sys::Request;

use super::kv::{Kv, unavailable};
use super::log::Log;
use super::shard::{Call, SHARDS, Wait, is_overload, name};
use super::{bridge, task};
use crate::account::message;
use crate::account::{Attempt, Facts, Network, Outcome, Throttle, Verdict};
use crate::oauth::{Level, Who};
use crate::store::{Ended, Page, Reference, RenewedHash, StoreError, User, Users};

/// The limit in front of them.
const RATE: &str = "LOGIN_RATE";

/// What it means that one of them is missing.
const UNLIMITED: &str = "failed logins are not limited by it";

/// What a request may use of Cloudflare.
pub(super) struct Edge<'a> {
    pub(super) kv: Kv,
    pub(super) env: &'a Env,
    /// The runtime's `ExecutionContext`.
    pub(super) context: &'a JsValue,
    /// Whose client may go away.
    pub(super) request: &'a Request,
    pub(super) log: &'a Log<'a>,
}

impl Users for Edge<'_> {
    async fn user(&self, username: &str) -> Result<Option<User>, StoreError> {
        self.kv.user(username).await
    }

    async fn renewed_hash(&self, username: &str) -> Result<Option<RenewedHash>, StoreError> {
        self.kv.renewed_hash(username).await
    }

    async fn put_renewed_hash(
        &self,
        username: &str,
        renewed: &RenewedHash,
    ) -> Result<(), StoreError> {
        self.kv.put_renewed_hash(username, renewed).await
    }

    async fn username_of(&self, address: &str) -> Result<Option<String>, StoreError> {
        self.kv.username_of(address).await
    }

    async fn username_by_id(&self, id: &str) -> Result<Option<String>, StoreError> {
        self.kv.username_by_id(id).await
    }

    async fn page(&self, after: Option<&str>, limit: usize) -> Result<Page, StoreError> {
        self.kv.page(after, limit).await
    }

    async fn ended(&self, username: &str) -> Result<Ended, StoreError> {
        self.kv.ended(username).await
    }
}

impl Throttle for Edge<'_> {
    fn is_on(&self) -> bool {
        self.binding(SHARDS, UNLIMITED).is_some()
    }

    async fn admit(&self, network: Option<&Network>) -> Result<bool, StoreError> {
        let (Some(limiter), Some(network)) = (self.binding(RATE, UNLIMITED), network) else {
            return Ok(true);
        };
        let admitted = bridge::admits(&limiter, &network.to_string());
        let admitted = task::settled(admitted).await.map_err(unavailable)?;
        Ok(admitted.as_bool() != Some(false))
    }

    async fn take(&self, subject: &Reference, most: u32) -> Result<Option<i64>, StoreError> {
        let call = Call::Take {
            subject: *subject,
            most,
        };
        let answer = self.ask_shard(subject, &call).await?;
        let wait: Wait = serde_json::from_str(&answer).map_err(|_| message::unexpected())?;
        Ok((wait.seconds > 0).then_some(wait.seconds))
    }

    async fn note(&self, user: &Reference, record: Option<&str>) -> Result<(), StoreError> {
        let call = Call::Note {
            user: *user,
            record: record.map(str::to_owned),
        };
        self.ask_shard(user, &call).await.map(|_| ())
    }

    async fn authenticate(
        &self,
        user: &Reference,
        attempt: &Attempt<'_>,
    ) -> Result<Verdict, StoreError> {
        let bytes = message::encode(attempt);
        // JavaScript wipes its copy.
        let bytes = Uint8Array::from(bytes.as_slice());
        let sent = bridge::send(&self.shards()?, &name(user), &bytes, self.request);
        match task::settled(sent).await {
            Ok(answer) => message::decode_verdict(&answer.as_string().unwrap_or_default()),
            Err(thrown) if is_overload(&thrown) => Ok(Verdict {
                outcome: Outcome::Busy,
                facts: Facts::default(),
            }),
            Err(thrown) => Err(unavailable(thrown)),
        }
    }
}

impl Edge<'_> {
    /// A binding; the log says once in the life of an isolate that it is missing, and
    /// what that means.
    pub(super) fn binding(&self, name: &'static str, means: &str) -> Option<JsValue> {
        thread_local! {
            static SAID: RefCell<BTreeSet<&'static str>> = const { RefCell::new(BTreeSet::new()) };
        }
        let binding = Reflect::get(self.env, &JsValue::from(name)).ok();
        let binding = binding.filter(JsValue::is_object);
        if binding.is_none() && SAID.with_borrow_mut(|said| said.insert(name)) {
            let line =
                format!("there is no binding {name}: {means}; wrangler.toml of keyward has it");
            self.log.message(Level::Warning, &line, &Who::default());
        }
        binding
    }

    async fn ask_shard(&self, subject: &Reference, call: &Call) -> Result<String, StoreError> {
        let called = bridge::call(&self.shards()?, &name(subject), &call.text());
        let answer = match called {
            Ok(promise) => task::settled(promise).await,
            Err(thrown) => Err(thrown),
        };
        let answer = answer.map_err(unavailable)?;
        answer.as_string().ok_or_else(message::unexpected)
    }

    fn shards(&self) -> Result<JsValue, StoreError> {
        let missing = || StoreError::Unavailable(format!("there is no binding {SHARDS}"));
        self.binding(SHARDS, UNLIMITED).ok_or_else(missing)
    }
}
