//! The shards of the throttle: how one is found, and what it can be asked.

use serde::{Deserialize, Serialize};
use worker::js_sys::Reflect;
use worker::wasm_bindgen::JsValue;

use crate::account::Rules;
use crate::store::Reference;

/// The Durable Objects, as `wrangler.toml` binds them.
pub(super) const SHARDS: &str = "THROTTLE";

/// What can be asked of the counts alone.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Call {
    /// To count a failure of a network in advance.
    Reserve {
        network: Reference,
        user: Reference,
        rules: Rules,
    },
    /// To count a use.
    Take { subject: Reference, most: u32 },
    /// To note the record of a user.
    Note {
        user: Reference,
        record: Option<String>,
    },
    /// To take the failure of this number back.
    Return { number: i64 },
    /// To forget what is old.
    Sweep,
    /// To try every clause of what counters keep to. In a build for a test alone.
    #[cfg(feature = "store-contract")]
    Contract,
}

impl Call {
    pub(super) fn text(&self) -> String {
        // Serializing to memory cannot fail for the plain types used here.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// What is answered to [`Call::Take`].
#[derive(Deserialize)]
pub(super) struct Wait {
    pub(super) seconds: i64,
}

/// Whether an object has more to do than it can, which the runtime says of its error.
/// That is no defect that should leave the login open: it is what guessing without an
/// end would bring about.
pub(super) fn is_overload(thrown: &JsValue) -> bool {
    let overloaded = Reflect::get(thrown, &JsValue::from("overloaded"));
    overloaded.is_ok_and(|overloaded| overloaded.is_truthy())
}

/// The name of the object that a user or a network belongs to.
pub(super) fn name(reference: &Reference) -> String {
    format!("{:02x}", reference.bytes()[0])
}
