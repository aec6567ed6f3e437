//! What `value.js` tells about a JavaScript value.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/pkg-template/internal/value.js")]
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

    /// Writes a string's UTF-8 to the front of `memory`: its length, or -1 for
    /// what is no string and -2 for one that may not fit.
    #[wasm_bindgen(js_name = writeText)]
    pub(super) fn write_text(value: &JsValue, memory: &mut [u8]) -> i32;

    /// The same for the JSON text of an object.
    #[wasm_bindgen(catch, js_name = writeJson)]
    pub(super) fn write_json(value: &JsValue, memory: &mut [u8]) -> Result<i32, JsValue>;

    /// The own entries of a plain object, `null` where they are the same as
    /// `before`, `undefined` for anything else.
    #[wasm_bindgen(catch, js_name = newEntries)]
    pub(super) fn new_entries(value: &JsValue, before: &JsValue) -> Result<JsValue, JsValue>;

    /// Whether nothing in these entries can change.
    #[wasm_bindgen(js_name = areFixed)]
    pub(super) fn are_fixed(entries: &Array) -> bool;

    #[wasm_bindgen(js_name = typeError)]
    pub(super) fn type_error(message: &str, cause: &JsValue) -> JsValue;
}
