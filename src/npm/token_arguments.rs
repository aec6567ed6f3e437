//! The arguments that only the functions for tokens have.

use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::arguments::taken;
use super::exception::Result;
use super::text_buffer::TextBuffer;

mod js {
    use js_sys::Uint8Array;
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/pkg-template/internal/arguments.js")]
    extern "C" {
        #[wasm_bindgen(catch, js_name = copyOf)]
        pub(super) fn copy_of(value: &JsValue, name: &str) -> Result<Option<Uint8Array>, JsValue>;
        #[wasm_bindgen(catch)]
        pub(super) fn json(value: &JsValue, name: &str, expected: &str) -> Result<String, JsValue>;
        #[wasm_bindgen(catch)]
        pub(super) fn claims(value: &JsValue) -> Result<String, JsValue>;
        #[wasm_bindgen(catch)]
        pub(super) fn token(value: &JsValue) -> Result<String, JsValue>;
        #[wasm_bindgen(catch, js_name = writeClaims)]
        pub(super) fn write_claims(value: &JsValue, memory: &mut [u8]) -> Result<i32, JsValue>;
        #[wasm_bindgen(js_name = writeToken)]
        pub(super) fn write_token(value: &JsValue, memory: &mut [u8]) -> i32;
    }
}

/// The bytes of a `Uint8Array`, `None` for anything else.
pub(super) fn uint8_array(value: &JsValue, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>> {
    Ok(js::copy_of(value, name)?.as_ref().map(taken))
}

/// The JSON text of an object; `expected` is what else would have been right.
pub(super) fn json(value: &JsValue, name: &str, expected: &str) -> Result<Zeroizing<String>> {
    Ok(Zeroizing::new(js::json(value, name, expected)?))
}

/// The JSON text of claims.
pub(super) fn claims(value: &JsValue) -> Result<TextBuffer> {
    let mut thrown = None;
    let written = TextBuffer::written(|memory| {
        js::write_claims(value, memory)
            .map_err(|exception| thrown = Some(exception))
            .ok()
            .and_then(length)
    });
    match (written, thrown) {
        (Some(text), _) => Ok(text),
        (None, Some(exception)) => Err(exception.into()),
        (None, None) => Ok(TextBuffer::of(js::claims(value)?)),
    }
}

/// A token.
pub(super) fn token(value: &JsValue) -> Result<TextBuffer> {
    match TextBuffer::written(|memory| length(js::write_token(value, memory))) {
        Some(text) => Ok(text),
        None => Ok(TextBuffer::of(js::token(value)?)),
    }
}

/// The length that `arguments.js` says it has written.
fn length(written: i32) -> Option<usize> {
    usize::try_from(written).ok()
}
