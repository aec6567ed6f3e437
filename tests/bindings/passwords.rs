//! `hash`, `verify`, `verifyAndUpdate`, `needsRehash`, `identify`.

use crate::support::{ARGON2, BCRYPT, LEGACY, get, good, js, json, none, text, thrown};
use keyward::npm::password::{hash, identify, needs_rehash, verify, verify_and_update};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test as test;

fn cheap() -> JsValue {
    js("{memory: 8, iterations: 1}")
}

#[test]
fn hash_uses_the_defaults_of_owasp_and_verify_reads_it() {
    let encoded = String::from(good(hash("correct horse".into(), none())));
    assert!(
        encoded.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{encoded}"
    );
    assert!(good(verify(
        "correct horse".into(),
        encoded.as_str().into(),
        none()
    )));
    assert!(!good(verify(
        "Correct horse".into(),
        encoded.into(),
        none()
    )));
}

#[test]
fn hash_answers_as_the_reference_implementation_does() {
    // phc-winner-argon2, src/test.c: Argon2id, version 0x13, t=2, m=256, p=1.
    let options = js(
        "{memory: 256, iterations: 2, parallelism: 1, salt: new TextEncoder().encode('somesalt')}",
    );
    assert_eq!(
        good(hash("password".into(), options)),
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
    );
}

#[test]
fn bytes_and_text_are_the_same_password() {
    let encoded = good(hash("pässwörd".into(), cheap()));
    let bytes = js("new TextEncoder().encode('pässwörd')");
    assert!(good(verify(bytes, encoded.into(), none())));
}

#[test]
fn verify_reads_the_strings_of_fastapis_tutorials() {
    for encoded in [ARGON2, BCRYPT] {
        assert!(good(verify("secret".into(), encoded.into(), none())));
        assert!(!good(verify("Secret".into(), encoded.into(), none())));
    }
}

#[test]
fn a_broken_format_is_verified_where_it_is_allowed() {
    let allowed = js("{allowLegacy: true}");
    assert!(good(verify("password".into(), LEGACY.into(), allowed)));
}

#[test]
fn a_secret_is_needed_again() {
    let peppered = good(hash(
        "x".into(),
        js("{memory: 8, iterations: 1, secret: 'a pepper of some length'}"),
    ));
    let peppered = JsValue::from(peppered);
    assert!(good(verify(
        "x".into(),
        peppered.clone(),
        js("{secret: 'a pepper of some length'}")
    )));
    // The hash names its secret: without it nobody knows whether the password is wrong.
    let error = thrown(verify("x".into(), peppered, none()));
    assert_eq!(text(&error, "code").as_deref(), Some("ERR_HASH_SECRET"));
}

#[test]
fn verify_and_update_replaces_a_weak_hash() {
    let found = good(verify_and_update("secret".into(), BCRYPT.into(), cheap()));
    assert_eq!(get(&found, "valid"), JsValue::TRUE);
    let updated = text(&found, "updated").expect("a new hash");
    assert!(
        updated.starts_with("$argon2id$v=19$m=8,t=1,p=1$"),
        "{updated}"
    );

    let found = good(verify_and_update(
        "x".into(),
        updated.as_str().into(),
        cheap(),
    ));
    assert_eq!(json(&found), r#"{"valid":false,"updated":null}"#);
    let found = good(verify_and_update("secret".into(), updated.into(), cheap()));
    assert_eq!(json(&found), r#"{"valid":true,"updated":null}"#);
}

#[test]
fn needs_rehash_compares_with_the_options() {
    assert!(good(needs_rehash(BCRYPT.into(), none())));
    assert!(!good(needs_rehash(ARGON2.into(), none())));
    assert!(good(needs_rehash(ARGON2.into(), js("{iterations: 4}"))));
}

#[test]
fn identify_names_format_and_parameters() {
    let identity = good(identify(ARGON2.into()));
    assert_eq!(text(&identity, "scheme").as_deref(), Some("argon2id"));
    assert_eq!(get(&get(&identity, "parameters"), "memory"), 65536);
    assert!(good(identify("not a hash".into())).is_null());
}
