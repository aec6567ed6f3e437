//! The class `Key`, and the functions that take one.

use crate::support::{SECRET, get, good, js, json, message, none, text, thrown};
use js_sys::TypeError;
use keyward::npm::token::{
    decode, decode_complete_with_key, decode_complete_with_key_set, decode_with_key,
    decode_with_key_set, issue, issue_with_key,
};
use keyward::npm::{Key, KeySet};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn a_key_says_what_it_is_for() {
    let key = good(Key::secret(SECRET.into(), none()));
    assert_eq!(key.algorithm(), "HS256");
    assert_eq!(key.key_id(), None);
    assert_eq!(key.kind(), "secret");

    let options = js("{algorithm: 'HS512', keyId: '2024'}");
    let key = good(Key::secret(
        js("Uint8Array.from({ length: 64 }, (_, i) => i)"),
        options,
    ));
    assert_eq!(key.algorithm(), "HS512");
    assert_eq!(key.key_id().as_deref(), Some("2024"));
}

#[test]
fn a_key_signs_and_verifies() {
    let key = good(Key::secret(SECRET.into(), js("{keyId: 'k'}")));
    let token = JsValue::from(good(issue_with_key(js("{a: 1}"), &key, none())));
    let claims = good(decode_with_key(token.clone(), &key, none()));
    assert_eq!(claims, r#"{"a":1}"#);
    let complete = good(decode_complete_with_key(token, &key, none()));
    assert_eq!(text(&get(&complete, "header"), "kid").as_deref(), Some("k"));
    assert_eq!(json(&get(&complete, "claims")), r#"{"a":1}"#);
}

#[test]
fn a_key_is_generated_written_and_read() {
    let key = good(Key::generate("ES256".into()));
    assert_eq!(key.kind(), "private");
    let token = JsValue::from(good(issue_with_key(js("{a: 1}"), &key, none())));
    let half = good(key.public_key());
    assert_eq!(half.kind(), "public");
    assert_eq!(half.thumbprint(), key.thumbprint());
    assert_eq!(json(&good(half.to_jwk())), json(&good(key.to_public_jwk())));
    for read in [&half, &good(Key::from_jwk(good(key.to_jwk()), none()))] {
        let claims = good(decode_with_key(token.clone(), read, none()));
        assert_eq!(claims, r#"{"a":1}"#);
    }
    let claims = good(decode(token, good(key.to_public_jwk()), none()));
    assert_eq!(json(&claims), r#"{"a":1}"#);
}

#[test]
fn a_pem_is_a_key() {
    let pem = include_str!("../vectors/keys/ed25519-pkcs8.pem");
    let token = JsValue::from(good(issue(js("{a: 1}"), pem.into(), none())));
    let key = good(Key::from_pem(
        include_str!("../vectors/keys/ed25519-spki.pem").into(),
        js("{keyId: 'k'}"),
    ));
    assert_eq!(key.algorithm(), "EdDSA");
    let claims = good(decode_with_key(token, &key, none()));
    assert_eq!(claims, r#"{"a":1}"#);
}

#[test]
fn a_set_chooses_its_key() {
    let key = good(Key::generate("EdDSA".into()));
    let token = JsValue::from(good(issue_with_key(js("{a: 1}"), &key, none())));
    let jwk = json(&good(key.to_public_jwk()));
    let set = js(&format!("{{keys: [{{kty: 'unknown'}}, {jwk}]}}"));
    let claims = good(decode(token.clone(), set.clone(), none()));
    assert_eq!(json(&claims), r#"{"a":1}"#);
    let set = good(KeySet::from_jwk_set(set));
    let claims = good(decode_with_key_set(token.clone(), &set, none()));
    assert_eq!(json(&claims), r#"{"a":1}"#);
    let complete = good(decode_complete_with_key_set(token, &set, none()));
    assert_eq!(json(&get(&complete, "claims")), r#"{"a":1}"#);
}

#[test]
fn a_key_of_the_wrong_type_is_a_type_error_that_names_it() {
    let error = thrown(Key::secret(js("7"), none()));
    assert!(error.is_instance_of::<TypeError>());
    assert_eq!(
        message(&error),
        "secret: expected a string or a Uint8Array, got a number"
    );
}
