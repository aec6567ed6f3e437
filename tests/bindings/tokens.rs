//! `issue`, `decode`, `decodeComplete`, `peek`.

use crate::support::{SECRET, get, good, js, json, none, text};
use js_sys::Date;
use keyward::npm::token::{decode, decode_complete, issue, peek};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test as test;

fn issued(claims: &str, options: JsValue) -> JsValue {
    good(issue(js(claims), SECRET.into(), options)).into()
}

#[test]
fn claims_come_back_as_they_went_in() {
    let claims = r#"{"sub":"ü✓😀","n":1.5,"no":null,"list":[1,[2]],"deep":{"a":{"b":""}}}"#;
    let back = good(decode(issued(claims, none()), SECRET.into(), none()));
    assert_eq!(json(&back), claims);
}

#[test]
fn every_option_of_issue_is_written() {
    let token = issued(
        "{a: 1}",
        js(
            "{issuer: 'i', subject: 's', audience: ['x', 'y'], expiresIn: '30m', notBefore: 10,
             issuedAt: 1000, jwtId: 'j', keyId: 'k', type: 't', header: {cty: 'c'}}",
        ),
    );
    let seen = good(peek(token));
    assert_eq!(
        json(&get(&seen, "header")),
        r#"{"alg":"HS256","typ":"t","kid":"k","cty":"c"}"#
    );
    let claims = get(&seen, "claims");
    for (name, value) in [
        ("a", "1"),
        ("iss", "\"i\""),
        ("sub", "\"s\""),
        ("aud", "[\"x\",\"y\"]"),
        ("exp", "2800"),
        ("nbf", "1010"),
        ("iat", "1000"),
        ("jti", "\"j\""),
    ] {
        assert_eq!(json(&get(&claims, name)), value, "{name}");
    }
}

#[test]
fn the_clock_is_the_systems() {
    let token = issued("{}", js("{issuedAt: true, expiresIn: 60}"));
    let claims = good(decode(token, SECRET.into(), none()));
    let issued_at = get(&claims, "iat").as_f64().expect("a number");
    assert!((Date::now() / 1000.0 - issued_at).abs() < 60.0);
}

#[test]
fn decode_complete_has_the_header_too() {
    let complete = good(decode_complete(issued("{}", none()), SECRET.into(), none()));
    assert_eq!(
        text(&get(&complete, "header"), "alg").as_deref(),
        Some("HS256")
    );
}

#[test]
fn every_option_of_decode_can_be_met() {
    let token = issued(
        "{}",
        js("{issuer: 'i', subject: 's', audience: 'a', type: 'x', issuedAt: 1000, expiresIn: 60}"),
    );
    let options = js(
        "{issuer: ['h', 'i'], subject: 's', audience: ['a', 'b'], type: 'x', maxAge: '1m',
          requiredClaims: ['exp', 'iat'], leeway: 1, now: 1060, algorithms: ['HS256', 'HS384']}",
    );
    let claims = good(decode(token, SECRET.into(), options));
    assert_eq!(text(&claims, "sub").as_deref(), Some("s"));
}
