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

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use super::exception::Result;

/// The value as JavaScript has it, an object for a struct or a map.
pub(super) fn write(value: &impl Serialize) -> Result<JsValue> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}
