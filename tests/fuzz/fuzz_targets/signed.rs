//! A header, a line feed and claims, in a token that is signed.
#![no_main]

use keyward::token::{DecodeOptions, decode, peek};
use keyward_fuzz::{NOW, key, sign};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
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
});
