//! No text makes `issue`, `decode`, `peek` or the reading of keys panic.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use keyward::token::{
    DecodeOptions, IssueOptions, IssuedAt, Key, KeyOptions, KeySet, decode, issue, peek,
};
use proptest::prelude::*;
use sha2::Sha256;

const SECRET: [u8; 32] = *b"a secret of thirty-two bytes ...";

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
    #[test]
    fn on_any_text_as_key(text in "\\PC*", bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = Key::from_pem(&text, KeyOptions::default());
        let _ = Key::from_jwk(&text, KeyOptions::default());
        let _ = KeySet::from_json(&text);
        let _ = Key::from_secret(&bytes, KeyOptions::default());
    }

    #[test]
    fn on_any_jwk(
        kty in prop::sample::select(&["oct", "EC", "OKP", "RSA"][..]),
        crv in prop::sample::select(&["P-256", "P-384", "P-521", "Ed25519", "X25519"][..]),
        members in prop::collection::vec(
            (
                prop::sample::select(&["x", "y", "d", "k", "n", "e", "p", "q", "dp", "dq", "qi"][..]),
                prop_oneof![
                    prop::collection::vec(any::<u8>(), 0..70),
                    prop::collection::vec(any::<u8>(), 256..260),
                    prop::sample::select(&[32_usize, 48, 66, 256][..])
                        .prop_flat_map(|length| prop::collection::vec(any::<u8>(), length)),
                ],
            ),
            0..11,
        ),
    ) {
        let mut jwk = serde_json::json!({"kty": kty, "crv": crv});
        for (name, bytes) in members {
            jwk[name] = URL_SAFE_NO_PAD.encode(bytes).into();
        }
        use_key(Key::from_jwk(&jwk.to_string(), KeyOptions::default()));
        let _ = KeySet::from_json(&format!(r#"{{"keys":[{jwk}]}}"#));
    }

    #[test]
    fn on_a_pem_with_changed_bytes(
        pem in prop::sample::select(&PEMS[..]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let label = pem.lines().next().unwrap();
        let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let mut der = STANDARD.decode(body).unwrap();
        for (at, byte) in changes {
            let at = at.index(der.len());
            der[at] = byte;
        }
        if let Some(cut) = cut {
            der.truncate(cut.index(der.len()));
        }
        let text = format!("{label}\n{}\n{}", STANDARD.encode(der), label.replace("BEGIN", "END"));
        use_key(Key::from_pem(&text, KeyOptions::default()));
    }

    #[test]
    fn on_a_private_rsa_jwk_with_changed_numbers(
        changes in prop::collection::vec(
            (
                prop::sample::select(&["n", "e", "d", "p", "q", "dp", "dq", "qi"][..]),
                any::<prop::sample::Index>(),
                any::<u8>(),
            ),
            1..4,
        ),
        swap in any::<bool>(),
    ) {
        let key = Key::from_pem(PEMS[0], KeyOptions::default()).unwrap();
        let mut jwk: serde_json::Value = serde_json::from_str(&key.to_jwk()).unwrap();
        if swap {
            let p = jwk["p"].take();
            jwk["p"] = jwk["q"].take();
            jwk["q"] = p;
        }
        for (name, at, byte) in changes {
            let mut bytes = URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            jwk[name] = URL_SAFE_NO_PAD.encode(bytes).into();
        }
        use_key(Key::from_jwk(&jwk.to_string(), KeyOptions::default()));
    }
}

const PEMS: [&str; 9] = [
    include_str!("../vectors/keys/rsa-pkcs8.pem"),
    include_str!("../vectors/keys/rsa-pkcs1.pem"),
    include_str!("../vectors/keys/rsa-spki.pem"),
    include_str!("../vectors/keys/p256-pkcs8.pem"),
    include_str!("../vectors/keys/p256-spki-compressed.pem"),
    include_str!("../vectors/keys/p384-spki.pem"),
    include_str!("../vectors/keys/p521-pkcs8.pem"),
    include_str!("../vectors/keys/ed25519-pkcs8.pem"),
    include_str!("../vectors/keys/ed25519-spki.pem"),
];

/// Whatever was read as a key can be used like one.
fn use_key(key: keyward::Result<Key>) {
    let Ok(key) = key else { return };
    let key = key.with_random(crate::random);
    let _ = key.thumbprint();
    let _ = Key::from_jwk(&key.to_jwk(), KeyOptions::default()).unwrap();
    if let Ok(token) = issue("{}", &key, &IssueOptions::default(), 1e9) {
        assert!(decode(&token, &key, &DecodeOptions::default(), 1e9).is_ok());
    }
    let _ = decode(&sign(b"{}", b"{}"), &key, &DecodeOptions::default(), 1e9);
}
