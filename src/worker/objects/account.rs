//! What decides for one account.

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use worker::worker_sys::DurableObjectState;

use super::sessions::{MIGRATIONS, SqlSessions};
use super::{Context, StorageError, step};
use crate::account::sessions::{self, Request};

/// What can be asked.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Call {
    /// Whether the object and its database work.
    Health,
    /// To forget what is over.
    Sweep,
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

/// Answers a call.
#[wasm_bindgen]
#[allow(unreachable_pub, reason = "JavaScript calls it")]
pub fn account(state: DurableObjectState, call: &str, now: f64) -> JsValue {
    step(state, &MIGRATIONS, call, now, answer)
}

fn answer(context: &Context, call: Call) -> Result<Answer, StorageError> {
    let rows = SqlSessions(&context.storage);
    let now = (context.now / 1000.0) as i64;
    let sessions = |answer| Answer::Sessions(Box::new(answer));
    Ok(match call {
        Call::Health => Answer::Health {
            ok: true,
            schema: context.schema,
        },
        Call::Sweep => sessions(sessions::sweep(now, &rows)?),
        Call::Sessions(request) => sessions(sessions::answer(&request, now, &rows)?),
        #[cfg(feature = "store-contract")]
        Call::Contract => Answer::Contract(crate::store::contract::sessions::check(&rows)),
    })
}
