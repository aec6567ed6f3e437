//! The way from the shard of a user to the one that counts for a network.

use worker::Env;
use worker::js_sys::Reflect;
use worker::wasm_bindgen::JsValue;

use super::kv::unavailable;
use super::shard::{Call, SHARDS, is_overload, name};
use super::{bridge, task};
use crate::account::{Block, NetworkReservation, Networks, Rules, message};
use crate::oauth::LocalFuture;
use crate::store::{Reference, StoreError};

/// When to come again after an overload, in seconds.
const SOON: i64 = 5;

/// The shards, as one of them sees them.
pub(super) struct Shards {
    namespace: JsValue,
    /// The runtime's `DurableObjectState` of the one that asks.
    state: JsValue,
}

impl Shards {
    pub(super) fn new(env: &Env, state: JsValue) -> Self {
        Self {
            namespace: Reflect::get(env, &JsValue::from(SHARDS)).unwrap_or_default(),
            state,
        }
    }
}

impl Networks for Shards {
    fn reserve(
        &self,
        network: &Reference,
        user: &Reference,
        rules: &Rules,
    ) -> LocalFuture<Result<NetworkReservation, StoreError>> {
        let call = Call::Reserve {
            network: *network,
            user: *user,
            rules: rules.clone(),
        };
        let called = bridge::call(&self.namespace, &name(network), &call.text());
        Box::pin(async move {
            let called = match called {
                Ok(promise) => task::settled(promise).await,
                Err(thrown) => Err(thrown),
            };
            match called {
                Ok(answer) => {
                    let reserved = answer
                        .as_string()
                        .and_then(|text| serde_json::from_str(&text).ok());
                    reserved.ok_or_else(message::unexpected)
                }
                Err(thrown) if is_overload(&thrown) => Ok(Err(Block {
                    retry_after: SOON,
                    until_reset: false,
                })),
                Err(thrown) => Err(unavailable(thrown)),
            }
        })
    }

    fn give_back(&self, network: &Reference, number: i64) {
        let text = Call::Return { number }.text();
        // It fails only where the runtime is about to end: the failure then counts.
        let _ = bridge::call_later(&self.state, &self.namespace, &name(network), &text);
    }
}
