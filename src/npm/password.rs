//! `hash`, `verify`, `verifyAndUpdate`, `needsRehash`, `identify`, `explain`.

use js_sys::JsString;
use serde::Serialize;
use serde_json::{Map, Value};
use wasm_bindgen::prelude::*;

use super::arguments;
use super::exception::Result;
use super::password_options::PasswordOptions;
use super::structured;
use crate::password;
use crate::wipe::Wiped;

/// Hashes a password with Argon2id.
#[wasm_bindgen(skip_typescript)]
pub fn hash(password: JsValue, options: JsValue) -> Result<JsString> {
    let password = arguments::bytes(&password, "password")?;
    let options = PasswordOptions::of_hash(&options)?;
    let encoded = password::hash(&password, &options.salt()?, &options.hash())?;
    Ok(structured::text(encoded))
}

/// Whether the password is the one that the stored hash was made from.
#[wasm_bindgen(skip_typescript)]
pub fn verify(password: JsValue, encoded: JsValue, options: JsValue) -> Result<bool> {
    let password = arguments::bytes(&password, "password")?;
    let encoded = Wiped::new(arguments::stored(&encoded)?);
    let options = PasswordOptions::of_verify(&options)?.verify();
    Ok(password::verify(&password, &encoded, &options)?)
}

/// [`verify`], and the hash to store from now on where another one is better:
/// `{ valid, updated }`.
#[wasm_bindgen(js_name = verifyAndUpdate, skip_typescript)]
pub fn verify_and_update(password: JsValue, encoded: JsValue, options: JsValue) -> Result<JsValue> {
    #[derive(Serialize)]
    struct Verification<'a> {
        valid: bool,
        updated: Option<&'a str>,
    }

    let password = arguments::bytes(&password, "password")?;
    let encoded = Wiped::new(arguments::stored(&encoded)?);
    let options = PasswordOptions::of_verify_and_update(&options)?;
    let found = password::verify_and_update(
        &password,
        &encoded,
        &options.salt()?,
        &options.verify(),
        &options.hash(),
    )?;
    let updated = found.updated.map(Wiped::new);
    structured::write(&Verification {
        valid: found.valid,
        updated: updated.as_deref().map(String::as_str),
    })
}

/// Whether the stored hash should be replaced at the next login.
#[wasm_bindgen(js_name = needsRehash, skip_typescript)]
pub fn needs_rehash(encoded: JsValue, options: JsValue) -> Result<bool> {
    let encoded = Wiped::new(arguments::stored(&encoded)?);
    let options = PasswordOptions::of_hash(&options)?.hash();
    Ok(password::needs_rehash(&encoded, &options)?)
}

/// What the stored hash says about itself, `{ scheme, parameters }`, or `null`.
#[wasm_bindgen(skip_typescript)]
pub fn identify(encoded: JsValue) -> Result<JsValue> {
    #[derive(Serialize)]
    struct Identity {
        scheme: &'static str,
        parameters: Map<String, Value>,
    }

    let encoded = Wiped::new(arguments::stored(&encoded)?);
    let identity = password::identify(&encoded).map(|identity| Identity {
        scheme: identity.scheme,
        parameters: identity.parameters,
    });
    structured::write(&identity)
}

/// Why the text is no stored hash, in words, or `null` where it can be read.
#[wasm_bindgen(skip_typescript)]
pub fn explain(encoded: JsValue) -> Result<JsValue> {
    let encoded = Wiped::new(arguments::stored(&encoded)?);
    let words = password::explain(&encoded);
    Ok(words.map_or(JsValue::NULL, JsValue::from))
}
