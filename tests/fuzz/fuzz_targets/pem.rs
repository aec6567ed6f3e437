//! The text of a PEM file; or a byte that chooses a label, and DER.
#![no_main]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use keyward::token::{Key, KeyOptions};
use keyward_fuzz::use_key;
use libfuzzer_sys::fuzz_target;

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

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        use_key(Key::from_pem(text, KeyOptions::default()));
    }
    if let [label, der @ ..] = data {
        let label = LABELS[usize::from(*label) % LABELS.len()];
        let body = STANDARD.encode(der);
        let text = format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n");
        use_key(Key::from_pem(&text, KeyOptions::default()));
    }
});
