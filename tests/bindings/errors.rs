//! Every error code, and the shape of what is thrown.

use crate::support::{ARGON2, LEGACY, SECRET, forge, good, js, message, none, text, thrown};
use js_sys::{Error, Function, Reflect};
use keyward::npm::password::{hash, needs_rehash, verify, verify_and_update};
use keyward::npm::token::{decode, decode_complete, issue, peek};
use keyward::npm::{Exception, Key, error_class};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test as test;

const HS256: &str = r#"{"alg":"HS256"}"#;

/// Checks that `result` is an error of this code in the public shape.
fn code<T>(expected: &str, result: Result<T, Exception>) {
    let error = thrown(result);
    let class: Function = error_class().unchecked_into();
    assert!(error.is_instance_of::<Error>(), "{expected}");
    assert!(
        Reflect::get_prototype_of(&error).is_ok_and(|prototype| Some(JsValue::from(prototype))
            == Reflect::get(&class, &"prototype".into()).ok()),
        "{expected}: not a KeywardError but {error:?}"
    );
    assert_eq!(text(&error, "name").as_deref(), Some("KeywardError"));
    assert_eq!(
        text(&error, "code").as_deref(),
        Some(expected),
        "{}",
        message(&error)
    );
    assert!(!message(&error).is_empty());
}

fn decoded(header: &str, payload: &str, options: &str) -> Result<JsValue, Exception> {
    decode(forge(header, payload), SECRET.into(), js(options))
}

#[test]
fn hash_format() {
    code(
        "ERR_HASH_FORMAT",
        verify("x".into(), "not a hash".into(), none()),
    );
    code(
        "ERR_HASH_FORMAT",
        verify_and_update("x".into(), "$argon2id$".into(), none()),
    );
    code("ERR_HASH_FORMAT", needs_rehash(ARGON2[..40].into(), none()));
}

#[test]
fn hash_limit() {
    let huge = ARGON2.replace("m=65536", "m=4294967295");
    code("ERR_HASH_LIMIT", verify("x".into(), huge.into(), none()));
    code(
        "ERR_HASH_LIMIT",
        verify("x".into(), ARGON2.into(), js("{limits: {memory: 65535}}")),
    );
}

#[test]
fn hash_legacy() {
    code(
        "ERR_HASH_LEGACY",
        verify("password".into(), LEGACY.into(), none()),
    );
}

#[test]
fn hash_secret() {
    let made = js("{memory: 8, iterations: 1, secret: 'a pepper of some length'}");
    let encoded = good(hash("x".into(), made));
    let other = js("{secret: 'a salt of another length'}");
    code("ERR_HASH_SECRET", verify("x".into(), encoded.into(), other));
}

#[test]
fn password_length() {
    code("ERR_PASSWORD_LENGTH", hash("x".repeat(4097).into(), none()));
    code(
        "ERR_PASSWORD_LENGTH",
        verify("x".repeat(4097).into(), ARGON2.into(), none()),
    );
}

#[test]
fn option() {
    code("ERR_OPTION", hash("x".into(), js("{memry: 1}")));
    code("ERR_OPTION", hash("x".into(), js("{memory: '64'}")));
    code(
        "ERR_OPTION",
        verify("x".into(), ARGON2.into(), js("{limits: {memry: 1}}")),
    );
    code(
        "ERR_OPTION",
        issue(js("{}"), SECRET.into(), js("{expiresIn: 'soon'}")),
    );
    code(
        "ERR_OPTION",
        decode("".into(), SECRET.into(), js("{leeway: '1'}")),
    );
    code(
        "ERR_OPTION",
        issue(js("{}"), SECRET.into(), js("{header: {x: '\\ud800'}}")),
    );
    code("ERR_OPTION", Key::secret(SECRET.into(), js("{kid: 'k'}")));
}

#[test]
fn random() {
    js("crypto.getRandomValues = () => { throw new Error('no entropy') }");
    let result = hash("x".into(), js("{memory: 8, iterations: 1}"));
    js("delete crypto.getRandomValues");
    code("ERR_RANDOM", result);
}

#[test]
fn token_format() {
    code(
        "ERR_TOKEN_FORMAT",
        decode("a.b".into(), SECRET.into(), none()),
    );
    code(
        "ERR_TOKEN_FORMAT",
        decode_complete("".into(), SECRET.into(), none()),
    );
    code("ERR_TOKEN_FORMAT", peek("a.b.c".into()));
    code("ERR_TOKEN_FORMAT", decoded("[]", "{}", "{}"));
}

#[test]
fn token_algorithm() {
    code(
        "ERR_TOKEN_ALGORITHM",
        decoded(r#"{"alg":"none"}"#, "{}", "{}"),
    );
    code(
        "ERR_TOKEN_ALGORITHM",
        decoded(HS256, "{}", "{algorithms: ['HS512']}"),
    );
    code(
        "ERR_TOKEN_ALGORITHM",
        issue(js("{}"), SECRET.into(), js("{algorithm: 'none'}")),
    );
}

#[test]
fn token_critical() {
    let header = r#"{"alg":"HS256","crit":["x"],"x":1}"#;
    code("ERR_TOKEN_CRITICAL", decoded(header, "{}", "{}"));
}

#[test]
fn key() {
    code("ERR_KEY", issue(js("{}"), "short".into(), none()));
    code(
        "ERR_KEY",
        decode(forge(HS256, "{}"), "short".into(), none()),
    );
    code("ERR_KEY", Key::secret("".into(), none()));
}

#[test]
fn token_signature() {
    let other = format!("{SECRET}x");
    code(
        "ERR_TOKEN_SIGNATURE",
        decode(forge(HS256, "[]"), other.into(), none()),
    );
}

#[test]
fn token_payload() {
    code("ERR_TOKEN_PAYLOAD", decoded(HS256, "[]", "{}"));
    code(
        "ERR_TOKEN_PAYLOAD",
        issue(js("{a: '\\ud800'}"), SECRET.into(), none()),
    );
}

#[test]
fn token_claim_names_the_claim() {
    code("ERR_TOKEN_CLAIM", decoded(HS256, r#"{"exp":"1"}"#, "{}"));
    let error = thrown(decoded(HS256, "{}", "{audience: 'api'}"));
    assert_eq!(text(&error, "claim").as_deref(), Some("aud"));
}

#[test]
fn a_message_says_what_was_expected_and_what_came() {
    for (payload, options, claim, expected) in [
        (
            r#"{"aud":["x","y"]}"#,
            "{audience: 'api'}",
            "aud",
            r#"claim `aud`: expected "api", found ["x", "y"]"#,
        ),
        (
            r#"{"exp":965}"#,
            "{now: 1000, leeway: 5}",
            "exp",
            "the token has expired: `exp` is 965, 35 s ago, with a leeway of 5 s",
        ),
        (
            r#"{"iat":940}"#,
            "{now: 1000, maxAge: '1m'}",
            "iat",
            "the token is at least 60 s old: `iat` is 940, 60 s ago, with a leeway of 0 s",
        ),
        (
            r#"{"nbf":1002.5}"#,
            "{now: 1000}",
            "nbf",
            "the token is not yet valid: `nbf` is 1002.5, 2.5 s from now, with a leeway of 0 s",
        ),
    ] {
        let error = thrown(decoded(HS256, payload, options));
        assert_eq!(message(&error), expected);
        assert_eq!(text(&error, "claim").as_deref(), Some(claim));
    }
}

#[test]
fn token_expired() {
    code(
        "ERR_TOKEN_EXPIRED",
        decoded(HS256, r#"{"exp":1000}"#, "{now: 1000}"),
    );
    let error = thrown(decoded(HS256, r#"{"exp":1}"#, "{}"));
    assert_eq!(text(&error, "claim").as_deref(), Some("exp"));
}

#[test]
fn token_not_yet() {
    code(
        "ERR_TOKEN_NOT_YET",
        decoded(HS256, r#"{"nbf":1001}"#, "{now: 1000}"),
    );
    code(
        "ERR_TOKEN_NOT_YET",
        decoded(HS256, r#"{"iat":1001}"#, "{now: 1000, maxAge: 60}"),
    );
}
