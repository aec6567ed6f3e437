//! What more than one target needs.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use http::Request;
use keyward::token::{DecodeOptions, IssueOptions, Key, KeyOptions, decode, issue};
use sha2::Sha256;

// The login of the host's tests, whose modules know each other by these names.
#[path = "../../login/app.rs"]
mod app;
#[path = "../../login/backend.rs"]
mod backend;
#[path = "../../login/status.rs"]
mod login;

const SECRET: [u8; 32] = *b"a secret of thirty-two bytes ...";

/// The time of every target.
pub const NOW: f64 = 1_800_000_000.0;

/// The key of `sign`.
pub fn key() -> Key {
    Key::from_secret(&SECRET, KeyOptions::default()).expect("32 bytes are a key")
}

/// `header`.`payload`.signature
pub fn sign(header: &[u8], payload: &[u8]) -> String {
    let [header, payload] = [header, payload].map(|part| URL_SAFE_NO_PAD.encode(part));
    let signed = format!("{header}.{payload}");
    let mut mac = Hmac::<Sha256>::new_from_slice(&SECRET).expect("any length is a key");
    mac.update(signed.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
    format!("{signed}.{signature}")
}

/// What was read as a key can be written, read again and used.
pub fn use_key(key: keyward::Result<Key>) {
    let Ok(key) = key else { return };
    // Nothing here depends on what the bytes are.
    let key = key.with_random(|bytes| {
        bytes.fill(7);
        Ok(())
    });
    let _ = key.thumbprint();
    let again = Key::from_jwk(&key.to_jwk(), KeyOptions::default());
    assert_eq!(again.expect("our own JWK").to_jwk(), key.to_jwk());
    if let Ok(token) = issue("{}", &key, &IssueOptions::default(), 1e9) {
        assert!(decode(&token, &key, &DecodeOptions::default(), 1e9).is_ok());
    }
    let _ = decode(&sign(b"{}", b"{}"), &key, &DecodeOptions::default(), 1e9);
}

/// What the login answers to a request, over a store where a login costs next to nothing.
pub fn status(request: Request<Vec<u8>>) -> u16 {
    login::status(&login::cheap_store(), request)
}
