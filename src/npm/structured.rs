//! Structured values on their way out, by serde.
//!
//! Claims and headers do not come this way. They are what somebody has signed:
//! `__proto__` would become a prototype, a number would lose its digits. They
//! are JSON text until the engine's own parser makes objects of them.
//!
//! Options come in as objects that JavaScript has checked, through getters that
//! wasm-bindgen types. serde-wasm-bindgen's deserializer made `keyward.wasm`
//! 13.8 kB larger (gzip, 4.3 %): half of it for floating-point numbers in errors
//! that nobody can get, half for the derived readers.

use js_sys::JsString;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use super::exception::Result;
use crate::wipe::Wiped;

/// A text that JavaScript makes its string of here, and that is wiped then. One that
/// is returned as a `String` is given back to the allocator as it is.
pub(super) fn text(text: String) -> JsString {
    Wiped::new(text).as_str().into()
}

/// The value as JavaScript has it, an object for a struct or a map.
pub(super) fn write(value: &impl Serialize) -> Result<JsValue> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}
