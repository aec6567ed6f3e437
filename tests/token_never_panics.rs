//! No text makes `issue`, `decode` or `peek` panic.
// wasm-pack builds every test for the browser; this one is the host's.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use keyward::token::{DecodeOptions, IssueOptions, IssuedAt, Key, KeyOptions, decode, issue, peek};
use proptest::prelude::*;
use sha2::Sha256;

const SECRET: [u8; 32] = [7; 32];

fn key() -> Key {
    Key::from_secret(&SECRET, KeyOptions::default()).unwrap()
}

fn sign(header: &[u8], payload: &[u8]) -> String {
    let signed = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header),
        URL_SAFE_NO_PAD.encode(payload)
    );
    let mut mac = Hmac::<Sha256>::new_from_slice(&SECRET).unwrap();
    mac.update(signed.as_bytes());
    format!(
        "{signed}.{}",
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    )
}

/// JSON, and text that is nearly JSON, around the names that matter.
fn nearly_json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("\"\"".to_owned()),
        Just("[\"a\"]".to_owned()),
        any::<f64>().prop_map(|number| number.to_string()),
        any::<i64>().prop_map(|number| number.to_string()),
        Just("-0".to_owned()),
        Just("1e400".to_owned()),
        "\"\\PC{0,8}\"",
        "\\PC{0,8}",
    ];
    let value = leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[{}]", items.join(","))),
            ("[a-c]", inner).prop_map(|(name, value)| format!("{{\"{name}\":{value}}}")),
        ]
    });
    let name = prop_oneof![
        Just("alg"),
        Just("crit"),
        Just("kid"),
        Just("typ"),
        Just("b64"),
        Just("exp"),
        Just("nbf"),
        Just("iat"),
        Just("aud"),
        Just("iss"),
        Just("sub"),
        Just("jti"),
        Just("x"),
    ];
    prop::collection::vec((name, value), 0..6).prop_map(|members| {
        let members: Vec<_> = members
            .into_iter()
            .map(|(name, value)| format!("\"{name}\":{value}"))
            .collect();
        format!("{{{}}}", members.join(","))
    })
}

fn header() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(r#"{"alg":"HS256"}"#.to_owned()),
        1 => nearly_json(),
        1 => "\\PC*",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn on_any_text_as_token(token in ".*", now in any::<f64>(), leeway in any::<f64>()) {
        let options = DecodeOptions { leeway, ..DecodeOptions::default() };
        let _ = decode(&token, &key(), &options, now);
        let _ = peek(&token);
    }

    #[test]
    fn on_any_three_parts(
        header in prop::collection::vec(any::<u8>(), 0..64),
        payload in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        let token = sign(&header, &payload);
        let _ = decode(&token, &key(), &DecodeOptions::default(), 1e9);
        let _ = peek(&token);
    }

    #[test]
    fn on_any_header_and_claims_that_are_well_signed(
        header in header(),
        claims in prop_oneof![nearly_json(), "\\PC*"],
        now in any::<f64>(),
        leeway in 0.0..1e300,
        max_age in prop::option::of(0.0..1e300),
        audience in prop::collection::vec("[a-b]?", 0..3),
    ) {
        let token = sign(header.as_bytes(), claims.as_bytes());
        let options = DecodeOptions {
            leeway,
            max_age,
            audience,
            required_claims: vec!["x".into()],
            ..DecodeOptions::default()
        };
        let _ = decode(&token, &key(), &options, now);
        let _ = peek(&token);
    }

    #[test]
    fn on_any_claims_to_issue(
        claims in prop_oneof![nearly_json(), "\\PC*"],
        expires_in in prop::option::of(any::<i64>()),
        not_before in prop::option::of(any::<i64>()),
        issued_at in prop::option::of(any::<f64>()),
        text in prop::option::of("\\PC*"),
        audience in prop::collection::vec("\\PC*", 0..3),
        now in any::<f64>(),
    ) {
        let options = IssueOptions {
            expires_in,
            not_before,
            issued_at: issued_at.map(IssuedAt::At),
            issuer: text.clone(),
            subject: text.clone(),
            jwt_id: text.clone(),
            key_id: text.clone(),
            typ: text,
            audience,
            ..IssueOptions::default()
        };
        if let Ok(token) = issue(&claims, &key(), &options, now) {
            // Whatever is issued can be read again.
            prop_assert!(peek(&token).is_ok());
        }
    }
}
