//! What JavaScript catches.

use wasm_bindgen::prelude::*;

use super::value;
use crate::Error;

#[wasm_bindgen(module = "/pkg-template/internal/error.js")]
extern "C" {
    type KeywardError;

    #[wasm_bindgen(constructor)]
    fn new(code: &str, message: &str, claim: Option<&str>) -> KeywardError;

    #[wasm_bindgen(js_name = keywardErrorClass)]
    pub(super) fn class() -> JsValue;
}

/// A JavaScript exception on its way out.
pub struct Thrown(JsValue);

/// What the functions of this face return.
pub(super) type Result<T> = std::result::Result<T, Thrown>;

impl Thrown {
    /// A `TypeError`: the caller's code is wrong, not its data.
    pub(super) fn type_error(message: &str, cause: &JsValue) -> Self {
        Self(value::type_error(message, cause))
    }

    /// An option that does not exist or has the wrong type or range.
    pub(super) fn option(message: String) -> Self {
        Error::Option(message.into()).into()
    }

    /// What JavaScript itself threw, say from a getter or a `toJSON`.
    pub(super) fn passed_on(exception: JsValue) -> Self {
        Self(exception)
    }
}

impl From<Error> for Thrown {
    fn from(error: Error) -> Self {
        let message = error.to_string();
        Self(KeywardError::new(error.code(), &message, error.claim()).into())
    }
}

impl From<Thrown> for JsValue {
    fn from(thrown: Thrown) -> Self {
        thrown.0
    }
}
