//! Keys: PEM, and JWK alone and in a set.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use keyward::token::{
    DecodeOptions, IssueOptions, Key, KeyOptions, KeySet, decode, issue, public_jwk_set,
};

use crate::tokens::sign;

/// The labels of RFC 7468, and those that OpenSSL wrote before it.
const LABELS: [&str; 7] = [
    "PRIVATE KEY",
    "PUBLIC KEY",
    "RSA PRIVATE KEY",
    "RSA PUBLIC KEY",
    "EC PRIVATE KEY",
    "CERTIFICATE",
    "ENCRYPTED PRIVATE KEY",
];

/// The text of a PEM file; or a byte that chooses a label, and DER.
pub(crate) fn pem(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        use_key(Key::from_pem(text, KeyOptions::default()));
    }
    if let [label, der @ ..] = data {
        let label = LABELS[usize::from(*label) % LABELS.len()];
        let body = STANDARD.encode(der);
        let text = format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n");
        use_key(Key::from_pem(&text, KeyOptions::default()));
    }
}

/// JSON as one key, as a set, and as the only key of a set.
pub(crate) fn jwk(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    use_key(Key::from_jwk(text, KeyOptions::default()));
    for set in [text, &format!(r#"{{"keys":[{text}]}}"#)] {
        if let Ok(set) = KeySet::from_json(set) {
            let public = public_jwk_set(set.keys());
            assert!(KeySet::from_json(&public).is_ok() || set.keys().count() == 0);
        }
    }
}

/// What was read as a key can be written, read again and used.
fn use_key(key: keyward::Result<Key>) {
    let Ok(key) = key else { return };
    let _ = key.thumbprint();
    let again = Key::from_jwk(&key.to_jwk(), KeyOptions::default());
    assert_eq!(again.expect("our own JWK").to_jwk(), key.to_jwk());
    if let Ok(token) = issue("{}", &key, &IssueOptions::default(), 1e9) {
        assert!(decode(&token, &key, &DecodeOptions::default(), 1e9).is_ok());
    }
    let _ = decode(&sign(b"{}", b"{}"), &key, &DecodeOptions::default(), 1e9);
}
