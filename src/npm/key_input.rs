//! Every kind of key that a function for tokens takes.

use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::arguments;
use super::exception::Result;
use super::random;
use super::token_arguments;
use crate::token::{KeyInput, KeyOptions};

const EXPECTED: &str =
    "a Key, a KeySet, a string, a Uint8Array, a JWK, a JWK Set or a KeyObject of Node";

/// The key of one call: what is not a `Key` or a `KeySet` yet is read for it and
/// wiped after it.
pub(super) fn read(value: &JsValue) -> Result<KeyInput> {
    let options = KeyOptions::default();
    let input = if value.is_string() {
        let text = Zeroizing::new(arguments::text(value, "key")?);
        KeyInput::read(text.as_bytes(), options)?
    } else if let Some(bytes) = token_arguments::uint8_array(value, "key")? {
        KeyInput::read(&bytes, options)?
    } else {
        KeyInput::from_json(&token_arguments::json(value, "key", EXPECTED)?, options)?
    };
    Ok(input.with_random(random::fill))
}
