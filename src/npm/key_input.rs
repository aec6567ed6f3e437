//! Every kind of key that a function for tokens takes.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::arguments;
use super::exception::Result;
use super::random;
use super::token_arguments;
use crate::Error;
use crate::token::{Key, KeyOptions, KeySet, Keys};

const EXPECTED: &str = "a Key, a KeySet, a string, a Uint8Array, a JWK or a JWK Set";

/// The key of one call: what is not a `Key` or a `KeySet` yet is read for it
/// and wiped after it.
pub(super) enum KeyInput {
    One(Key),
    Set(KeySet),
}

impl KeyInput {
    pub(super) fn read(value: &JsValue) -> Result<Self> {
        let options = KeyOptions::default();
        if value.is_string() {
            let text = Zeroizing::new(arguments::text(value, "key")?);
            return Ok(Self::One(
                match text.trim_start().starts_with("-----BEGIN ") {
                    true => Key::from_pem(&text, options)?.with_random(random::fill),
                    false => Key::from_secret(text.as_bytes(), options)?,
                },
            ));
        }
        if let Some(secret) = token_arguments::uint8_array(value, "key")? {
            return Ok(Self::One(Key::from_secret(&secret, options)?));
        }
        let text = token_arguments::json(value, "key", EXPECTED)?;
        Ok(match Reflect::has(value, &"keys".into())? {
            true => Self::Set(KeySet::from_json(&text)?),
            false => Self::One(Key::from_jwk(&text, options)?.with_random(random::fill)),
        })
    }

    /// A set has no key of its own to sign with.
    pub(super) fn one(&self) -> Result<&Key> {
        match self {
            Self::One(key) => Ok(key),
            Self::Set(_) => {
                Err(Error::Key("a JWK Set cannot sign, a single key can".into()).into())
            }
        }
    }
}

impl<'a> From<&'a KeyInput> for Keys<'a> {
    fn from(input: &'a KeyInput) -> Self {
        match input {
            KeyInput::One(key) => Self::One(key),
            KeyInput::Set(set) => Self::Set(set),
        }
    }
}
