//! What `bridge.js` does for a request.

use worker::js_sys::{Array, Promise};
use worker::wasm_bindgen;
use worker::wasm_bindgen::prelude::*;
use worker::web_sys::Request;

#[wasm_bindgen(raw_module = "./bridge.js")]
extern "C" {
    /// The method, the URL and the headers of these names, a line each; a
    /// header that is there begins with `=`. Those of `body` are left out for
    /// a GET or HEAD.
    #[wasm_bindgen(catch)]
    pub(super) fn head(request: &Request, names: &Array, body: &Array) -> Result<String, JsValue>;

    /// The bytes under a key, an `ArrayBuffer`, `null` where there are none.
    #[wasm_bindgen(catch)]
    pub(super) fn get(namespace: &JsValue, key: &str) -> Result<Promise, JsValue>;

    /// Writes a text under a key.
    #[wasm_bindgen(catch)]
    pub(super) fn put(namespace: &JsValue, key: &str, text: &str) -> Result<Promise, JsValue>;

    /// The body's bytes, `null` if there are more than `limit`.
    pub(super) fn read(request: &Request, announced: bool, limit: u32) -> Promise;

    /// A response. `headers` are names and values, a line each.
    pub(super) fn respond(status: u16, headers: &str, request_id: &str, body: &str) -> JsValue;
}
