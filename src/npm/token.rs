//! `issue`, `decode`, `decodeComplete`, `peek`.
//!
//! Claims cross the boundary as JSON text: `JSON.parse` and `JSON.stringify`
//! are the fastest way an engine has to make objects, nothing is lost, and
//! `__proto__` is a claim like any other.

use js_sys::{Date, JSON, JsString};
use wasm_bindgen::prelude::*;

use super::exception::Result;
use super::key::{Key, KeySet};
use super::key_input;
use super::structured;
use super::token_arguments;
use super::token_options::{self, Decode, OptionsCache};
use crate::token::{self, Decoded, IssueOptions, IssuedAt, Keys};
use crate::wipe::Wiped;

thread_local! {
    static LAST_ISSUE: OptionsCache<IssueOptions> = const { OptionsCache::new() };
    static LAST_DECODE: OptionsCache<Decode> = const { OptionsCache::new() };
}

/// Signs claims into a token.
#[wasm_bindgen(skip_typescript)]
pub fn issue(claims: JsValue, key: JsValue, options: JsValue) -> Result<JsString> {
    issued(&claims, key_input::read(&key)?.one()?, &options)
}

/// `issue` where the key is a [`Key`]: `pkg-template/token/keys.js` calls the right
/// one, because here a `Key` cannot be taken out of a value without consuming it.
#[wasm_bindgen(js_name = issueWithKey, skip_typescript)]
pub fn issue_with_key(claims: JsValue, key: &Key, options: JsValue) -> Result<JsString> {
    issued(&claims, &key.inner, &options)
}

/// Verifies a token and returns its claims.
#[wasm_bindgen(skip_typescript)]
pub fn decode(token: JsValue, key: JsValue, options: JsValue) -> Result<JsValue> {
    parse(verified(&token, &key_input::read(&key)?, &options)?.claims)
}

/// `decode` where the key is a [`Key`]. It gives the claims' JSON text: to let
/// JavaScript parse it is one crossing less.
#[wasm_bindgen(js_name = decodeWithKey, skip_typescript)]
pub fn decode_with_key(token: JsValue, key: &Key, options: JsValue) -> Result<JsString> {
    let decoded = verified(&token, &key.inner, &options)?;
    Ok(structured::text(decoded.claims))
}

/// `decode` where the keys are a [`KeySet`].
#[wasm_bindgen(js_name = decodeWithKeySet, skip_typescript)]
pub fn decode_with_key_set(token: JsValue, keys: &KeySet, options: JsValue) -> Result<JsValue> {
    parse(verified(&token, &keys.inner, &options)?.claims)
}

/// `decode`, with the header as well: `{ header, claims }`.
#[wasm_bindgen(js_name = decodeComplete, skip_typescript)]
pub fn decode_complete(token: JsValue, key: JsValue, options: JsValue) -> Result<JsValue> {
    complete(verified(&token, &key_input::read(&key)?, &options)?)
}

/// `decodeComplete` where the key is a [`Key`].
#[wasm_bindgen(js_name = decodeCompleteWithKey, skip_typescript)]
pub fn decode_complete_with_key(token: JsValue, key: &Key, options: JsValue) -> Result<JsValue> {
    complete(verified(&token, &key.inner, &options)?)
}

/// `decodeComplete` where the keys are a [`KeySet`].
#[wasm_bindgen(js_name = decodeCompleteWithKeySet, skip_typescript)]
pub fn decode_complete_with_key_set(
    token: JsValue,
    keys: &KeySet,
    options: JsValue,
) -> Result<JsValue> {
    complete(verified(&token, &keys.inner, &options)?)
}

/// What a token says, not verified: `{ header, claims }`.
#[wasm_bindgen(skip_typescript)]
pub fn peek(token: JsValue) -> Result<JsValue> {
    complete(token::peek(token_arguments::token(&token)?.as_str())?)
}

fn issued(claims: &JsValue, key: &token::Key, options: &JsValue) -> Result<JsString> {
    let claims = token_arguments::claims(claims)?;
    let claims = claims.as_str();
    LAST_ISSUE.with(|last| {
        last.with(options, token_options::issue, |options| {
            // Spans count from the time of issue, where one is given. To ask for
            // the time costs something, and most tokens bring their own.
            let start = match options.issued_at {
                Some(IssuedAt::At(time)) => time,
                None if options.expires_in.is_none() && options.not_before.is_none() => 0.0,
                _ => now(),
            };
            Ok(structured::text(token::issue(claims, key, options, start)?))
        })
    })
}

fn verified<'a>(token: &JsValue, keys: impl Into<Keys<'a>>, options: &JsValue) -> Result<Decoded> {
    let token = token_arguments::token(token)?;
    let token = token.as_str();
    LAST_DECODE.with(|last| {
        last.with(options, Decode::read, |options| {
            let now = options.now.unwrap_or_else(now);
            Ok(token::decode(token, keys, &options.inner, now)?)
        })
    })
}

/// Seconds since the epoch.
fn now() -> f64 {
    Date::now() / 1000.0
}

/// The value of a JSON text, which is wiped.
fn parse(text: String) -> Result<JsValue> {
    Ok(JSON::parse(&Wiped::new(text))?)
}

fn complete(Decoded { header, claims }: Decoded) -> Result<JsValue> {
    let claims = Wiped::new(claims);
    parse(format!(
        r#"{{"header":{header},"claims":{}}}"#,
        claims.as_str()
    ))
}
