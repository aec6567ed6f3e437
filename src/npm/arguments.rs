//! The arguments of the exports, which `arguments.js` checks for every entry
//! point of the package.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::exception::Result;

mod js {
    use js_sys::Uint8Array;
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/pkg-template/internal/arguments.js")]
    extern "C" {
        #[wasm_bindgen(catch)]
        pub(super) fn text(value: &JsValue, name: &str) -> Result<String, JsValue>;
        #[wasm_bindgen(catch)]
        pub(super) fn bytes(value: &JsValue, name: &str) -> Result<Uint8Array, JsValue>;
    }
}

/// The text of a string.
pub(super) fn text(value: &JsValue, name: &str) -> Result<String> {
    Ok(js::text(value, name)?)
}

/// The text of a stored hash: none for `null`, which a column has of an account
/// without a password.
#[cfg(feature = "npm-schemes")]
pub(super) fn stored(value: &JsValue) -> Result<String> {
    match value.is_null() {
        true => Ok(String::new()),
        false => text(value, "encoded"),
    }
}

/// The bytes of a password or secret: a string's UTF-8, or the bytes given.
pub(super) fn bytes(value: &JsValue, name: &str) -> Result<Zeroizing<Vec<u8>>> {
    Ok(taken(&js::bytes(value, name)?))
}

/// Takes the bytes of an array that is not the caller's, and wipes it.
pub(super) fn taken(copy: &Uint8Array) -> Zeroizing<Vec<u8>> {
    let bytes = Zeroizing::new(copy.to_vec());
    copy.fill(0, 0, copy.length());
    bytes
}
