//! `issue`, `decode`, `decodeComplete`, `peek`.
//!
//! Claims cross the boundary as JSON text: `JSON.parse` and `JSON.stringify`
//! are the fastest way an engine has to make objects, and nothing is lost.

use js_sys::{Date, JSON};
use serde_json::{Map, Value};
use wasm_bindgen::prelude::*;

use super::argument;
use super::duration;
use super::key::{self, Given, Key, KeySet};
use super::options::{Last, Options, wrong};
use super::thrown::{Result, Thrown};
use crate::token::{self, Algorithm, DecodeOptions, Decoded, IssueOptions, IssuedAt, Keys};

const ISSUE_OPTIONS: [&str; 11] = [
    "algorithm",
    "expiresIn",
    "notBefore",
    "issuer",
    "audience",
    "subject",
    "jwtId",
    "keyId",
    "type",
    "header",
    "issuedAt",
];
const DECODE_OPTIONS: [&str; 9] = [
    "algorithms",
    "issuer",
    "audience",
    "subject",
    "type",
    "leeway",
    "requiredClaims",
    "maxAge",
    "now",
];

thread_local! {
    static LAST_ISSUE: Last<IssueOptions> = const { Last::new() };
    static LAST_DECODE: Last<Read> = const { Last::new() };
}

/// The options of `decode`.
#[derive(Default)]
struct Read {
    now: Option<f64>,
    others: DecodeOptions,
}

/// See `types/tokens.d.ts`.
#[wasm_bindgen(skip_typescript)]
pub fn issue(claims: JsValue, key: JsValue, options: JsValue) -> Result<String> {
    issued(&claims, Given::read(&key)?.one()?, &options)
}

/// `issue` where the key is a [`Key`]: `api.js` calls the right one, because
/// here a `Key` cannot be taken out of a value without consuming it.
#[wasm_bindgen(js_name = issueWithKey, skip_typescript)]
pub fn issue_with_key(claims: JsValue, key: &Key, options: JsValue) -> Result<String> {
    issued(&claims, key.inner(), &options)
}

/// See `types/tokens.d.ts`.
#[wasm_bindgen(skip_typescript)]
pub fn decode(token: JsValue, key: JsValue, options: JsValue) -> Result<JsValue> {
    parse(&verified(&token, &Given::read(&key)?, &options)?.claims)
}

/// `decode` where the key is a [`Key`]. It gives the claims' JSON text: to let
/// JavaScript parse it is one crossing less.
#[wasm_bindgen(js_name = decodeWithKey, skip_typescript)]
pub fn decode_with_key(token: JsValue, key: &Key, options: JsValue) -> Result<String> {
    Ok(verified(&token, key.inner(), &options)?.claims)
}

/// `decode` where the keys are a [`KeySet`].
#[wasm_bindgen(js_name = decodeWithKeySet, skip_typescript)]
pub fn decode_with_key_set(token: JsValue, keys: &KeySet, options: JsValue) -> Result<JsValue> {
    parse(&verified(&token, keys.inner(), &options)?.claims)
}

/// See `types/tokens.d.ts`.
#[wasm_bindgen(js_name = decodeComplete, skip_typescript)]
pub fn decode_complete(token: JsValue, key: JsValue, options: JsValue) -> Result<JsValue> {
    complete(&verified(&token, &Given::read(&key)?, &options)?)
}

/// `decodeComplete` where the key is a [`Key`].
#[wasm_bindgen(js_name = decodeCompleteWithKey, skip_typescript)]
pub fn decode_complete_with_key(token: JsValue, key: &Key, options: JsValue) -> Result<JsValue> {
    complete(&verified(&token, key.inner(), &options)?)
}

/// `decodeComplete` where the keys are a [`KeySet`].
#[wasm_bindgen(js_name = decodeCompleteWithKeySet, skip_typescript)]
pub fn decode_complete_with_key_set(
    token: JsValue,
    keys: &KeySet,
    options: JsValue,
) -> Result<JsValue> {
    complete(&verified(&token, keys.inner(), &options)?)
}

/// See `types/tokens.d.ts`.
#[wasm_bindgen(skip_typescript)]
pub fn peek(token: JsValue) -> Result<JsValue> {
    complete(&token::peek(argument::token(&token)?.as_str())?)
}

fn issued(claims: &JsValue, key: &token::Key, options: &JsValue) -> Result<String> {
    let claims = argument::scratch_json(claims, "claims", "a plain object")?;
    let claims = claims.as_str();
    LAST_ISSUE.with(|last| {
        last.with(options, &ISSUE_OPTIONS, issue_options, |options| {
            // Spans count from the time of issue, where one is given. To ask for
            // the time costs something, and most tokens bring their own.
            let start = match options.issued_at {
                Some(IssuedAt::At(time)) => time,
                None if options.expires_in.is_none() && options.not_before.is_none() => 0.0,
                _ => now(),
            };
            Ok(token::issue(claims, key, options, start)?)
        })
    })
}

fn verified<'a>(token: &JsValue, keys: impl Into<Keys<'a>>, options: &JsValue) -> Result<Decoded> {
    let token = argument::token(token)?;
    let token = token.as_str();
    LAST_DECODE.with(|last| {
        last.with(options, &DECODE_OPTIONS, decode_options, |options| {
            let now = options.now.unwrap_or_else(now);
            Ok(token::decode(token, keys, &options.others, now)?)
        })
    })
}

/// Seconds since the epoch.
fn now() -> f64 {
    Date::now() / 1000.0
}

fn parse(text: &str) -> Result<JsValue> {
    JSON::parse(text).map_err(Thrown::passed_on)
}

fn complete(decoded: &Decoded) -> Result<JsValue> {
    parse(&format!(
        r#"{{"header":{},"claims":{}}}"#,
        decoded.header, decoded.claims
    ))
}

fn issue_options(options: &Options) -> Result<IssueOptions> {
    Ok(IssueOptions {
        algorithm: key::algorithm(options)?,
        expires_in: duration::seconds(options, "expiresIn")?,
        not_before: duration::seconds(options, "notBefore")?,
        issuer: options.text("issuer")?,
        audience: options.texts("audience")?,
        subject: options.text("subject")?,
        jwt_id: options.text("jwtId")?,
        key_id: options.text("keyId")?,
        typ: options.text("type")?,
        header: header(options)?,
        issued_at: issued_at(options)?,
    })
}

/// JSON.stringify writes what is no JSON of ours: half a surrogate pair, a
/// number beyond a double (`JSON.rawJSON`), more than 127 objects in each other.
fn header(options: &Options) -> Result<Option<Map<String, Value>>> {
    let Some(text) = options.json("header")? else {
        return Ok(None);
    };
    serde_json::from_str(&text).map(Some).map_err(|_| {
        Thrown::option(
            "option `header`: expected well-formed text, numbers that fit into a double, and no more than 127 levels"
                .into(),
        )
    })
}

/// `true` for now, or seconds since the epoch.
fn issued_at(options: &Options) -> Result<Option<IssuedAt>> {
    let Some(value) = options.get("issuedAt") else {
        return Ok(None);
    };
    match (value.as_bool(), value.as_f64()) {
        (Some(true), _) => Ok(Some(IssuedAt::Now)),
        (Some(false), _) => Ok(None),
        (_, Some(seconds)) => Ok(Some(IssuedAt::At(seconds))),
        _ => Err(wrong("issuedAt", value, "true, or seconds since the epoch")),
    }
}

fn decode_options(options: &Options) -> Result<Read> {
    let names = options.texts("algorithms")?;
    let algorithms: crate::Result<Vec<Algorithm>> = names.iter().map(|name| name.parse()).collect();
    Ok(Read {
        now: options.number("now")?,
        others: DecodeOptions {
            algorithms: algorithms?,
            issuer: options.texts("issuer")?,
            audience: options.texts("audience")?,
            subject: options.text("subject")?,
            typ: options.text("type")?,
            leeway: options.number("leeway")?.unwrap_or_default(),
            required_claims: options.texts("requiredClaims")?,
            max_age: duration::seconds(options, "maxAge")?.map(|seconds| seconds as f64),
        },
    })
}
