//! What JavaScript catches.

use wasm_bindgen::prelude::*;

use crate::Error;

#[wasm_bindgen(module = "/pkg-template/internal/error.js")]
extern "C" {
    type KeywardError;

    #[wasm_bindgen(constructor)]
    fn new(code: &str, message: &str, claim: Option<&str>) -> KeywardError;

    #[wasm_bindgen(js_name = keywardErrorClass)]
    fn class() -> JsValue;
}

/// The class of the errors that are thrown, which the package exports.
pub fn error_class() -> JsValue {
    class()
}

/// A JavaScript exception on its way out.
pub struct Exception {
    inner: JsValue,
}

/// The result of a binding.
pub(super) type Result<T> = std::result::Result<T, Exception>;

impl From<Error> for Exception {
    fn from(error: Error) -> Self {
        let message = error.to_string();
        let inner = KeywardError::new(error.code(), &message, error.claim()).into();
        Self { inner }
    }
}

/// What JavaScript itself threw: a check, or the value's own code.
impl From<JsValue> for Exception {
    fn from(inner: JsValue) -> Self {
        Self { inner }
    }
}

/// A value of ours that JavaScript has no form for.
impl From<serde_wasm_bindgen::Error> for Exception {
    fn from(error: serde_wasm_bindgen::Error) -> Self {
        Self {
            inner: error.into(),
        }
    }
}

impl From<Exception> for JsValue {
    fn from(exception: Exception) -> Self {
        exception.inner
    }
}
