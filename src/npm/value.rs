//! What `value.js` tells about a JavaScript value.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/npm/value.js")]
extern "C" {
    /// What the value is, in a word.
    pub(super) fn kind(value: &JsValue) -> String;

    /// Whether a string has a UTF-8 form.
    #[wasm_bindgen(js_name = isWellFormed)]
    pub(super) fn is_well_formed(string: &JsValue) -> bool;

    /// A copy of a `Uint8Array`.
    #[wasm_bindgen(catch)]
    pub(super) fn bytes(value: &JsValue) -> Result<Option<Uint8Array>, JsValue>;

    /// The JSON text of an object.
    #[wasm_bindgen(catch)]
    pub(super) fn json(value: &JsValue) -> Result<Option<String>, JsValue>;

    /// The own entries of a plain object, name and value in turn.
    #[wasm_bindgen(catch)]
    pub(super) fn entries(value: &JsValue) -> Result<Option<Array>, JsValue>;

    #[wasm_bindgen(js_name = typeError)]
    pub(super) fn type_error(message: &str, cause: &JsValue) -> JsValue;
}
