//! `hash`, `verify`, `verifyAndUpdate`, `needsRehash`, `identify`.

use base64ct::{Base64, Encoding};
use js_sys::JSON;
use serde_json::json;
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::argument;
use super::options::Options;
use super::random;
use super::thrown::{Result, Thrown};
use crate::password::{self, FirebaseParameters, HashOptions, Limits, VerifyOptions};

/// The bytes of a random salt (RFC 9106 section 3.1 asks for 16).
const SALT_LENGTH: usize = 16;

const HASH_OPTIONS: [&str; 6] = [
    "memory",
    "iterations",
    "parallelism",
    "tagLength",
    "salt",
    "secret",
];
const VERIFY_OPTIONS: [&str; 6] = [
    "limits",
    "allowLegacy",
    "secret",
    "previousSecrets",
    "acceptWithoutSecret",
    "firebase",
];

/// See `types`.
#[wasm_bindgen(skip_typescript)]
pub fn hash(password: JsValue, options: JsValue) -> Result<String> {
    let password = argument::bytes(&password, "password")?;
    let options = Options::read(&options, &HASH_OPTIONS)?;
    let salt = salt(&options)?;
    Ok(password::hash(&password, &salt, &hash_options(&options)?)?)
}

/// See `types`.
#[wasm_bindgen(skip_typescript)]
pub fn verify(password: JsValue, encoded: JsValue, options: JsValue) -> Result<bool> {
    let password = argument::bytes(&password, "password")?;
    let encoded = argument::text(&encoded, "encoded")?;
    let options = verify_options(&Options::read(&options, &VERIFY_OPTIONS)?)?;
    Ok(password::verify(&password, &encoded, &options)?)
}

/// See `types`.
#[wasm_bindgen(js_name = verifyAndUpdate, skip_typescript)]
pub fn verify_and_update(password: JsValue, encoded: JsValue, options: JsValue) -> Result<JsValue> {
    let password = argument::bytes(&password, "password")?;
    let encoded = argument::text(&encoded, "encoded")?;
    let options = Options::read(&options, &[&HASH_OPTIONS[..], &VERIFY_OPTIONS[..]].concat())?;
    let salt = salt(&options)?;
    let found = password::verify_and_update(
        &password,
        &encoded,
        &salt,
        &verify_options(&options)?,
        &hash_options(&options)?,
    )?;
    parse(&json!({"valid": found.valid, "updated": found.updated}))
}

/// See `types`.
#[wasm_bindgen(js_name = needsRehash, skip_typescript)]
pub fn needs_rehash(encoded: JsValue, options: JsValue) -> Result<bool> {
    let encoded = argument::text(&encoded, "encoded")?;
    let options = Options::read(&options, &HASH_OPTIONS)?;
    Ok(password::needs_rehash(&encoded, &hash_options(&options)?)?)
}

/// See `types`.
#[wasm_bindgen(skip_typescript)]
pub fn identify(encoded: JsValue) -> Result<JsValue> {
    let encoded = argument::text(&encoded, "encoded")?;
    match password::identify(&encoded) {
        None => Ok(JsValue::NULL),
        Some(identity) => parse(&json!({
            "scheme": identity.scheme,
            "parameters": identity.parameters,
        })),
    }
}

fn parse(value: &serde_json::Value) -> Result<JsValue> {
    JSON::parse(&value.to_string()).map_err(Thrown::passed_on)
}

/// The salt that is given, or a random one.
fn salt(options: &Options) -> Result<Vec<u8>> {
    if let Some(salt) = options.raw_bytes("salt")? {
        return Ok(salt);
    }
    let mut salt = vec![0; SALT_LENGTH];
    random::fill(&mut salt)?;
    Ok(salt)
}

fn hash_options(options: &Options) -> Result<HashOptions> {
    let default = HashOptions::default();
    let tag_length = options.whole("tagLength")?;
    Ok(HashOptions {
        memory: options.whole("memory")?.unwrap_or(default.memory),
        iterations: options.whole("iterations")?.unwrap_or(default.iterations),
        parallelism: options.whole("parallelism")?.unwrap_or(default.parallelism),
        tag_length: tag_length.map_or(default.tag_length, |length| length as usize),
        secret: options.bytes("secret")?,
    })
}

fn verify_options(options: &Options) -> Result<VerifyOptions> {
    let default = VerifyOptions::default();
    Ok(VerifyOptions {
        limits: limits(options)?,
        allow_legacy: options.flag("allowLegacy")?.unwrap_or(default.allow_legacy),
        secret: options.bytes("secret")?,
        previous_secrets: options.bytes_list("previousSecrets")?,
        accept_without_secret: options
            .flag("acceptWithoutSecret")?
            .unwrap_or(default.accept_without_secret),
        firebase: firebase(options)?,
    })
}

const LIMITS: [&str; 6] = [
    "memory",
    "iterations",
    "parallelism",
    "cost",
    "rounds",
    "scryptParallelization",
];

fn limits(options: &Options) -> Result<Limits> {
    let limits = options.nested("limits", &LIMITS)?.unwrap_or_default();
    let default = Limits::default();
    let read = |name, default| Ok::<_, Thrown>(limits.whole(name)?.unwrap_or(default));
    Ok(Limits {
        memory: read("memory", default.memory)?,
        iterations: read("iterations", default.iterations)?,
        parallelism: read("parallelism", default.parallelism)?,
        cost: read("cost", default.cost)?,
        rounds: read("rounds", default.rounds)?,
        scrypt_parallelization: read("scryptParallelization", default.scrypt_parallelization)?,
    })
}

const FIREBASE: [&str; 4] = ["signerKey", "saltSeparator", "rounds", "memoryCost"];

/// The project parameters as the Firebase console shows them.
fn firebase(options: &Options) -> Result<Option<FirebaseParameters>> {
    let Some(firebase) = options.nested("firebase", &FIREBASE)? else {
        return Ok(None);
    };
    let missing = |name| Thrown::option(format!("option `firebase`: `{name}` is missing"));
    let bytes = |name| base64(&firebase, name)?.ok_or_else(|| missing(name));
    let whole = |name| firebase.whole(name)?.ok_or_else(|| missing(name));
    Ok(Some(FirebaseParameters {
        signer_key: bytes("signerKey")?,
        salt_separator: bytes("saltSeparator")?.to_vec(),
        rounds: whole("rounds")?,
        memory_cost: whole("memoryCost")?,
    }))
}

/// Bytes, or the base64 text that Firebase writes them in.
fn base64(options: &Options, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>> {
    let Some(text) = options.get(name).and_then(JsValue::as_string) else {
        return Ok(options.raw_bytes(name)?.map(Zeroizing::new));
    };
    let text = Zeroizing::new(text);
    match Base64::decode_vec(&text) {
        Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
        Err(_) => Err(Thrown::option(format!(
            "option `{name}`: expected base64 with padding, or a Uint8Array"
        ))),
    }
}
