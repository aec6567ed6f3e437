//! What decides for one account.

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use worker::worker_sys::DurableObjectState;

use super::{Context, StorageError, step};

/// Each takes the tables from one version to the next. One that was deployed is
/// never changed again.
const MIGRATIONS: [&str; 1] = ["CREATE TABLE account (opened_at INTEGER NOT NULL)"];

/// What can be asked.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Call {
    /// Whether the object and its database work.
    Health,
}

#[derive(Serialize)]
struct Health {
    ok: bool,
    /// The version of the tables.
    schema: u32,
    /// When this object was first asked, in seconds since the epoch.
    opened_at: i64,
}

/// Answers a call.
#[wasm_bindgen]
#[allow(unreachable_pub, reason = "JavaScript calls it")]
pub fn account(state: DurableObjectState, call: &str, now: f64) -> JsValue {
    step(state, &MIGRATIONS, call, now, |context, call| match call {
        Call::Health => health(context),
    })
}

fn health(context: &Context) -> Result<Health, StorageError> {
    let opened_at = match context.storage.number("SELECT opened_at FROM account")? {
        Some(opened_at) => opened_at,
        None => {
            let now = (context.now / 1000.0) as i64;
            context
                .storage
                .rows("INSERT INTO account VALUES (?)", vec![now.into()])?;
            now
        }
    };
    Ok(Health {
        ok: true,
        schema: context.schema,
        opened_at,
    })
}
