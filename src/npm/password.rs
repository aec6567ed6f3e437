//! `hash`, `verify`, `verifyAndUpdate`, `needsRehash`, `identify`.

use serde::Serialize;
use serde_json::json;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use super::argument;
use super::options::Options;
use super::thrown::{Result, Thrown};
use crate::Error;
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
const VERIFY_OPTIONS: [&str; 4] = ["limits", "allowLegacy", "secret", "firebase"];

/// See `types.d.ts`.
#[wasm_bindgen(skip_typescript)]
pub fn hash(password: JsValue, options: JsValue) -> Result<String> {
    let password = argument::bytes(&password, "password")?;
    let options = Options::read(&options, &HASH_OPTIONS)?;
    let salt = match options.bytes("salt")? {
        Some(salt) => salt.to_vec(),
        None => random_salt()?,
    };
    Ok(password::hash(&password, &salt, &hash_options(&options)?)?)
}

/// See `types.d.ts`.
#[wasm_bindgen(skip_typescript)]
pub fn verify(password: JsValue, encoded: JsValue, options: JsValue) -> Result<bool> {
    let password = argument::bytes(&password, "password")?;
    let encoded = argument::text(&encoded, "encoded")?;
    let options = verify_options(&Options::read(&options, &VERIFY_OPTIONS)?)?;
    Ok(password::verify(&password, &encoded, &options)?)
}

/// See `types.d.ts`.
#[wasm_bindgen(js_name = verifyAndUpdate, skip_typescript)]
pub fn verify_and_update(password: JsValue, encoded: JsValue, options: JsValue) -> Result<JsValue> {
    let password = argument::bytes(&password, "password")?;
    let encoded = argument::text(&encoded, "encoded")?;
    let options = Options::read(&options, &[&HASH_OPTIONS[..], &VERIFY_OPTIONS[..]].concat())?;
    let salt = match options.bytes("salt")? {
        Some(salt) => salt.to_vec(),
        None => random_salt()?,
    };
    let found = password::verify_and_update(
        &password,
        &encoded,
        &salt,
        &verify_options(&options)?,
        &hash_options(&options)?,
    )?;
    to_js(&json!({"valid": found.valid, "updated": found.updated}))
}

/// See `types.d.ts`.
#[wasm_bindgen(js_name = needsRehash, skip_typescript)]
pub fn needs_rehash(encoded: JsValue, options: JsValue) -> Result<bool> {
    let encoded = argument::text(&encoded, "encoded")?;
    let options = Options::read(&options, &HASH_OPTIONS)?;
    Ok(password::needs_rehash(&encoded, &hash_options(&options)?)?)
}

/// See `types.d.ts`.
#[wasm_bindgen(skip_typescript)]
pub fn identify(encoded: JsValue) -> Result<JsValue> {
    let encoded = argument::text(&encoded, "encoded")?;
    match password::identify(&encoded) {
        None => Ok(JsValue::NULL),
        Some(identity) => to_js(&json!({
            "scheme": identity.scheme,
            "parameters": identity.parameters,
        })),
    }
}

fn to_js(value: &impl Serialize) -> Result<JsValue> {
    value
        .serialize(&Serializer::json_compatible())
        .map_err(|error| Thrown::passed_on(error.into()))
}

fn random_salt() -> Result<Vec<u8>> {
    let mut salt = vec![0; SALT_LENGTH];
    getrandom::fill(&mut salt).map_err(|error| Error::Random(error.to_string().into()))?;
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
        firebase: firebase(options)?,
        ..default
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
    let limits = options.nested("limits", &LIMITS)?;
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

/// The project parameters as the Firebase console shows them, the two base64
/// values decoded.
fn firebase(options: &Options) -> Result<Option<FirebaseParameters>> {
    if options.get("firebase")?.is_none() {
        return Ok(None);
    }
    let firebase = options.nested("firebase", &FIREBASE)?;
    let missing = |name| Thrown::option(format!("option `firebase`: `{name}` is missing"));
    Ok(Some(FirebaseParameters {
        signer_key: firebase
            .bytes("signerKey")?
            .ok_or_else(|| missing("signerKey"))?,
        salt_separator: firebase
            .bytes("saltSeparator")?
            .ok_or_else(|| missing("saltSeparator"))?
            .to_vec(),
        rounds: firebase.whole("rounds")?.ok_or_else(|| missing("rounds"))?,
        memory_cost: firebase
            .whole("memoryCost")?
            .ok_or_else(|| missing("memoryCost"))?,
    }))
}
