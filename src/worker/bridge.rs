//! What `bridge.js` does for a request.

use worker::js_sys::{Array, Function, Promise, Uint8Array};
use worker::wasm_bindgen;
use worker::wasm_bindgen::prelude::*;
use worker::web_sys::Request;
use worker::worker_sys::DurableObjectState;

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

    /// JSON of names and texts, some of the keys with a prefix, and of the cursor of the
    /// next ones.
    pub(super) fn page(namespace: &JsValue, prefix: &str, cursor: &str, limit: u32) -> Promise;

    /// JSON of the newest texts under keys with a prefix.
    pub(super) fn latest(namespace: &JsValue, prefix: &str) -> Promise;

    /// Keeps a text for an hour.
    #[wasm_bindgen(js_name = keepLater)]
    pub(super) fn keep_later(context: &JsValue, namespace: &JsValue, key: &str, text: &str);

    /// What a URL answers with 200; an error if that takes more than two seconds or has
    /// more than half a megabyte.
    pub(super) fn range(url: &str) -> Promise;

    /// Posts a text with these headers, names and values, a line each. The log hears what
    /// goes wrong.
    #[wasm_bindgen(js_name = postLater)]
    pub(super) fn post_later(
        context: &JsValue,
        url: &str,
        headers: &str,
        text: &str,
        request_id: &str,
    );

    /// Sends a mail, JSON, by a binding.
    #[wasm_bindgen(js_name = sendMailLater)]
    pub(super) fn send_mail_later(
        context: &JsValue,
        binding: &JsValue,
        mail: &str,
        request_id: &str,
    );

    /// Has the runtime go on with a request until what this returns is called.
    pub(super) fn keep(context: &JsValue) -> Function;

    /// Writes a text under a key.
    #[wasm_bindgen(catch)]
    pub(super) fn put(namespace: &JsValue, key: &str, text: &str) -> Result<Promise, JsValue>;

    /// The body's bytes, `null` if there are more than `limit`; `fits` says that it has
    /// announced fewer.
    pub(super) fn read(request: &Request, fits: bool, limit: u32) -> Promise;

    /// A secret of the Secrets Store.
    #[wasm_bindgen(catch)]
    pub(super) fn secret(binding: &JsValue) -> Result<Promise, JsValue>;

    /// Whether a rate limiter lets a key through.
    pub(super) fn admits(limiter: &JsValue, key: &str) -> Promise;

    /// What a Durable Object answers to a call.
    #[wasm_bindgen(catch)]
    pub(super) fn call(namespace: &JsValue, name: &str, text: &str) -> Result<Promise, JsValue>;

    /// The same of one that reads these keys of KV before.
    #[wasm_bindgen(catch, js_name = callReading)]
    pub(super) fn call_reading(
        namespace: &JsValue,
        name: &str,
        text: &str,
        keys: &Array,
    ) -> Result<Promise, JsValue>;

    /// Calls a Durable Object and waits for nothing.
    #[wasm_bindgen(catch, js_name = callLater)]
    pub(super) fn call_later(
        context: &JsValue,
        namespace: &JsValue,
        name: &str,
        text: &str,
    ) -> Result<(), JsValue>;

    /// What a Durable Object answers to bytes, which are wiped, for the client of
    /// `request`.
    pub(super) fn send(
        namespace: &JsValue,
        name: &str,
        bytes: &Uint8Array,
        request: &Request,
    ) -> Promise;

    /// Whether the client of a request has gone.
    #[wasm_bindgen(js_name = isGone)]
    pub(super) fn is_gone(request: &Request) -> Promise;

    /// Waits until a time, in milliseconds since the epoch.
    #[wasm_bindgen(js_name = waitUntil)]
    pub(super) fn wait_until(time: f64) -> Promise;

    /// Which Durable Object it is.
    #[wasm_bindgen(js_name = idOf)]
    pub(super) fn id_of(state: &DurableObjectState) -> String;

    /// A response. `headers` are names and values, a line each.
    pub(super) fn respond(status: u16, headers: &str, request_id: &str, body: &str) -> JsValue;
}
