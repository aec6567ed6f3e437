//! Tokens: as anybody may send them, and well signed around any content.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use keyward::token::{DecodeOptions, Key, KeyOptions, decode, peek};
use sha2::Sha256;

const SECRET: [u8; 32] = [7; 32];
const NOW: f64 = 1_800_000_000.0;

fn key() -> Key {
    Key::from_secret(&SECRET, KeyOptions::default()).expect("32 bytes are a key")
}

/// `header`.`payload`.signature
pub(crate) fn sign(header: &[u8], payload: &[u8]) -> String {
    let [header, payload] = [header, payload].map(|part| URL_SAFE_NO_PAD.encode(part));
    let signed = format!("{header}.{payload}");
    let mut mac = Hmac::<Sha256>::new_from_slice(&SECRET).expect("any length is a key");
    mac.update(signed.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
    format!("{signed}.{signature}")
}

/// The whole text of a token.
pub(crate) fn token(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let _ = peek(text);
    assert!(
        decode(text, &key(), &DecodeOptions::default(), NOW).is_err(),
        "nobody else has the key"
    );
}

/// A header, a line feed and claims, in a token that is signed.
pub(crate) fn signed(data: &[u8]) {
    let mut parts = data.splitn(2, |&byte| byte == b'\n');
    let [header, payload] = [parts.next(), parts.next()].map(Option::unwrap_or_default);
    let token = sign(header, payload);
    let peeked = peek(&token);
    let strict = DecodeOptions {
        issuer: vec!["issuer".into()],
        audience: vec!["audience".into()],
        typ: Some("JWT".into()),
        leeway: 60.0,
        max_age: Some(3600.0),
        required_claims: vec!["jti".into()],
        ..DecodeOptions::default()
    };
    for options in [DecodeOptions::default(), strict] {
        let Ok(decoded) = decode(&token, &key(), &options, NOW) else {
            continue;
        };
        let claims: serde_json::Value =
            serde_json::from_str(&decoded.claims).expect("claims are JSON");
        assert!(claims.is_object());
        assert_eq!(decoded.claims.as_bytes(), payload, "to the letter");
        assert!(peeked.is_ok(), "what decodes can be looked at");
    }
}
