//! The arguments of the exports: strict about types, because a password that
//! was silently turned into another is worse than an error.

use js_sys::{JSON, JsString, Uint8Array};
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::thrown::{Result, Thrown};

/// The bytes of a password or secret: a string's UTF-8, or the bytes given.
pub(super) fn bytes(value: &JsValue, name: &str) -> Result<Zeroizing<Vec<u8>>> {
    if let Some(string) = value.dyn_ref::<JsString>() {
        return Ok(Zeroizing::new(well_formed(string, name)?.into_bytes()));
    }
    if let Some(array) = value.dyn_ref::<Uint8Array>() {
        return Ok(Zeroizing::new(array.to_vec()));
    }
    Err(wrong(value, name, "a string or a Uint8Array"))
}

/// The text of a string.
pub(super) fn text(value: &JsValue, name: &str) -> Result<String> {
    match value.dyn_ref::<JsString>() {
        Some(string) => well_formed(string, name),
        None => Err(wrong(value, name, "a string")),
    }
}

/// The JSON text of an object.
pub(super) fn json(value: &JsValue, name: &str) -> Result<String> {
    if !value.is_object() || js_sys::Array::is_array(value) || value.is_instance_of::<Uint8Array>()
    {
        return Err(wrong(value, name, "a plain object"));
    }
    let text = JSON::stringify(value).map_err(Thrown::passed_on)?;
    // An object whose toJSON answers undefined has no JSON text.
    match text.as_string() {
        Some(text) => Ok(text),
        None => Err(wrong(&text, name, "an object that JSON can express")),
    }
}

/// A lone surrogate has no UTF-8; taking a replacement character for it would
/// make different passwords equal.
fn well_formed(string: &JsString, name: &str) -> Result<String> {
    if !string.is_valid_utf16() {
        return Err(Thrown::wrong_type(&format!(
            "{name}: expected well-formed Unicode, got a string with a lone surrogate"
        )));
    }
    Ok(String::from(string))
}

/// A `TypeError` that names the argument and never its value.
pub(super) fn wrong(value: &JsValue, name: &str, expected: &str) -> Thrown {
    Thrown::wrong_type(&format!("{name}: expected {expected}, got {}", kind(value)))
}

/// What a value is, in a word.
pub(super) fn kind(value: &JsValue) -> String {
    if value.is_null() {
        "null".into()
    } else if js_sys::Array::is_array(value) {
        "an array".into()
    } else {
        value.js_typeof().as_string().unwrap_or_default()
    }
}
