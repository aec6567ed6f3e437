//! The arguments of the exports: strict about types, because a password that
//! was silently turned into another is worse than an error.

use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::scratch::Text;
use super::thrown::{Result, Thrown};
use super::value;

/// The bytes of a password or secret: a string's UTF-8, or the bytes given.
pub(super) fn bytes(value: &JsValue, name: &str) -> Result<Zeroizing<Vec<u8>>> {
    if value.is_string() {
        return Ok(Zeroizing::new(text(value, name)?.into_bytes()));
    }
    uint8_array(value, name)?.ok_or_else(|| wrong(value, name, "a string or a Uint8Array"))
}

/// The bytes of a `Uint8Array`, `None` for anything else.
pub(super) fn uint8_array(value: &JsValue, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>> {
    let copy = value::bytes(value).map_err(|cause| {
        Thrown::type_error(
            &format!("{name}: expected bytes, got a Uint8Array whose buffer is detached"),
            &cause,
        )
    })?;
    Ok(copy.map(|copy| {
        let bytes = Zeroizing::new(copy.to_vec());
        copy.fill(0, 0, copy.length());
        bytes
    }))
}

/// The text of a string.
///
/// A lone surrogate has no UTF-8; taking a replacement character for it would
/// make different passwords equal.
pub(super) fn text(value: &JsValue, name: &str) -> Result<String> {
    let Some(text) = value.as_string() else {
        return Err(wrong(value, name, "a string"));
    };
    // Only where the text has a replacement character can there have been one.
    if text.contains('\u{fffd}') && !value::is_well_formed(value) {
        return Err(Thrown::type_error(
            &format!("{name}: expected well-formed Unicode, got a string with a lone surrogate"),
            &JsValue::UNDEFINED,
        ));
    }
    Ok(text)
}

/// A token, in memory that is kept between calls.
///
/// It comes from anybody, so that a lone surrogate in it is not the caller's
/// mistake: it is read as a replacement character, which is in no token.
pub(super) fn token(value: &JsValue) -> Result<Text> {
    let written = Text::written(|memory| length(value::write_text(value, memory)));
    // What was not written is too long for it, or no string.
    written
        .or_else(|| value.as_string().map(Text::of))
        .ok_or_else(|| wrong(value, "token", "a string"))
}

/// [`json`] in memory that is kept between calls.
pub(super) fn scratch_json(value: &JsValue, name: &str, expected: &str) -> Result<Text> {
    let mut thrown = None;
    let written = Text::written(|memory| match value::write_json(value, memory) {
        Ok(written) => length(written),
        Err(cause) => {
            thrown = Some(cause);
            None
        }
    });
    match (written, thrown) {
        (Some(text), _) => Ok(text),
        (None, Some(cause)) => Err(not_json(name, &cause)),
        // It says what is wrong, or makes room for a long text.
        (None, None) => json(value, name, expected).map(|text| Text::of(text.to_string())),
    }
}

/// The length that `value.js` says it has written.
fn length(written: i32) -> Option<usize> {
    usize::try_from(written).ok()
}

/// The JSON text of an object; `expected` is what else would have been right.
pub(super) fn json(value: &JsValue, name: &str, expected: &str) -> Result<Zeroizing<String>> {
    match value::json(value) {
        Ok(Some(text)) => Ok(Zeroizing::new(text)),
        Ok(None) => Err(wrong(value, name, expected)),
        Err(cause) => Err(not_json(name, &cause)),
    }
}

fn not_json(name: &str, cause: &JsValue) -> Thrown {
    Thrown::type_error(
        &format!("{name}: expected an object that JSON can express, see the cause"),
        cause,
    )
}

/// A `TypeError` that names the argument and never its value.
pub(super) fn wrong(value: &JsValue, name: &str, expected: &str) -> Thrown {
    Thrown::type_error(
        &format!("{name}: expected {expected}, got {}", value::kind(value)),
        &JsValue::UNDEFINED,
    )
}
