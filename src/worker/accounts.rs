//! The way to the objects of the accounts.

use worker::js_sys::Array;
use worker::wasm_bindgen::JsValue;

use super::kv::unavailable;
use super::throttle::Edge;
use super::{bridge, task};
use crate::account::sessions::{Accounts, Outcome, Request};
use crate::store::StoreError;

/// The Durable Objects, as `wrangler.toml` binds them.
const ACCOUNTS: &str = "ACCOUNTS";

impl Accounts for Edge<'_> {
    fn accounts_enabled(&self) -> bool {
        self.binding(ACCOUNTS, "there are no sessions").is_some()
    }

    async fn ask(&self, request: &Request) -> Result<Outcome, StoreError> {
        let objects = self.binding(ACCOUNTS, "there are no sessions");
        let missing = || StoreError::Unavailable(format!("there is no binding {ACCOUNTS}"));
        let objects = objects.ok_or_else(missing)?;
        // Serializing to memory cannot fail for the plain types used here.
        let reads: Array = request.reads().into_iter().map(JsValue::from).collect();
        let text = serde_json::to_string(request).unwrap_or_default();
        let asked = bridge::call_reading(&objects, &request.object(), &text, &reads)
            .map_err(unavailable)?;
        let answer = task::settled(asked).await.map_err(unavailable)?;
        let outcome = answer
            .as_string()
            .and_then(|text| serde_json::from_str(&text).ok());
        outcome.ok_or_else(|| StoreError::Unavailable("it gave no answer that can be read".into()))
    }
}
