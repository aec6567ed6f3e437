//! The arguments of the exports, which `arguments.js` checks for every entry point
//! of the package.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::exception::Result;
use super::text_buffer::TextBuffer;

mod js {
    use js_sys::Uint8Array;
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/pkg-template/internal/arguments.js")]
    extern "C" {
        #[wasm_bindgen(catch)]
        pub(super) fn text(value: &JsValue, name: &str) -> Result<String, JsValue>;
        #[wasm_bindgen(catch)]
        pub(super) fn bytes(value: &JsValue, name: &str) -> Result<Uint8Array, JsValue>;
        #[cfg(feature = "npm-token")]
        #[wasm_bindgen(catch, js_name = copyOf)]
        pub(super) fn copy_of(value: &JsValue, name: &str) -> Result<Option<Uint8Array>, JsValue>;
        #[cfg(feature = "npm-token")]
        #[wasm_bindgen(catch)]
        pub(super) fn json(value: &JsValue, name: &str, expected: &str) -> Result<String, JsValue>;
        #[cfg(feature = "npm-token")]
        #[wasm_bindgen(catch)]
        pub(super) fn claims(value: &JsValue) -> Result<String, JsValue>;
        #[cfg(feature = "npm-token")]
        #[wasm_bindgen(catch)]
        pub(super) fn token(value: &JsValue) -> Result<String, JsValue>;
        #[cfg(feature = "npm-token")]
        #[wasm_bindgen(catch, js_name = writeClaims)]
        pub(super) fn write_claims(value: &JsValue, memory: &mut [u8]) -> Result<i32, JsValue>;
        #[cfg(feature = "npm-token")]
        #[wasm_bindgen(js_name = writeToken)]
        pub(super) fn write_token(value: &JsValue, memory: &mut [u8]) -> i32;
    }
}

/// The text of a string.
pub(super) fn text(value: &JsValue, name: &str) -> Result<String> {
    Ok(js::text(value, name)?)
}

/// The bytes of a password or secret: a string's UTF-8, or the bytes given.
pub(super) fn bytes(value: &JsValue, name: &str) -> Result<Zeroizing<Vec<u8>>> {
    Ok(taken(&js::bytes(value, name)?))
}

/// The bytes of a `Uint8Array`, `None` for anything else.
#[cfg(feature = "npm-token")]
pub(super) fn uint8_array(value: &JsValue, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>> {
    Ok(js::copy_of(value, name)?.as_ref().map(taken))
}

/// The JSON text of an object; `expected` is what else would have been right.
#[cfg(feature = "npm-token")]
pub(super) fn json(value: &JsValue, name: &str, expected: &str) -> Result<Zeroizing<String>> {
    Ok(Zeroizing::new(js::json(value, name, expected)?))
}

/// The JSON text of claims.
#[cfg(feature = "npm-token")]
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
#[cfg(feature = "npm-token")]
pub(super) fn token(value: &JsValue) -> Result<TextBuffer> {
    match TextBuffer::written(|memory| length(js::write_token(value, memory))) {
        Some(text) => Ok(text),
        None => Ok(TextBuffer::of(js::token(value)?)),
    }
}

/// The length that `arguments.js` says it has written.
#[cfg(feature = "npm-token")]
fn length(written: i32) -> Option<usize> {
    usize::try_from(written).ok()
}

/// Takes the bytes of an array that is not the caller's, and wipes it.
fn taken(copy: &Uint8Array) -> Zeroizing<Vec<u8>> {
    let bytes = Zeroizing::new(copy.to_vec());
    copy.fill(0, 0, copy.length());
    bytes
}
