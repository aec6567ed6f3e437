//! The Durable Objects.
//!
//! A call is one synchronous step in one transaction: load, decide, save. No
//! state is kept in Rust between two calls, because an object that the runtime
//! evicts would leave it behind (workers-rs issue 722).
//!
//! A login is no call: [`throttle`] answers it in several steps, between which it
//! waits for KV and for the logins before it. An object's queue of logins is kept in
//! Rust for as long as there are any.
//!
//! A new class is a file in here with its migrations, its calls and the function
//! that JavaScript gets ([`account`] is one), its body in `objects.js`, a line in
//! `entry.js`, and its binding and migration in `wrangler.toml`. `exports.test.mjs`
//! lists them.

mod account;
mod counters;
mod rows;
mod sessions;
mod storage;
mod throttle;
mod writes;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use worker::worker_sys::DurableObjectState;

use storage::{Storage, StorageError};

/// What an object has at hand for a call.
struct Context {
    storage: Storage,
    /// The version of the tables.
    schema: u32,
    /// In milliseconds since the epoch.
    now: f64,
}

/// Answers a call: both are JSON. What goes wrong is an `Error`, returned
/// and not thrown; `objects.js` throws it, and the transaction is taken back.
fn step<Call: DeserializeOwned, Answer: Serialize>(
    state: DurableObjectState,
    migrations: &[&str],
    call: &str,
    now: f64,
    answer: impl FnOnce(&Context, Call) -> Result<Answer, StorageError>,
) -> JsValue {
    let answered = || {
        let call = serde_json::from_str(call)
            .map_err(|error| StorageError(format!("the call: {error}")))?;
        let storage = Storage::new(state);
        let schema = storage.upgrade(migrations)?;
        let answer = answer(
            &Context {
                storage,
                schema,
                now,
            },
            call,
        )?;
        serde_json::to_string(&answer).map_err(|error| StorageError(format!("the answer: {error}")))
    };
    match answered() {
        Ok(text) => text.into(),
        Err(StorageError(message)) => js_sys::Error::new(&message).into(),
    }
}
