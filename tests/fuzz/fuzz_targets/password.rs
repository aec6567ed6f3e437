//! Stored hashes of every scheme, as a store may hold them, under limits that keep
//! every run short.
#![no_main]

use keyward::password::{
    HashOptions, Limits, VerifyOptions, explain, identify, needs_rehash, verify, verify_and_update,
};
use libfuzzer_sys::fuzz_target;

/// Made no hash that anything could start from.
const PASSWORD: &[u8] = b"no hash was ever made from this";

fuzz_target!(|data: &[u8]| {
    let Ok(encoded) = std::str::from_utf8(data) else {
        return;
    };
    let options = VerifyOptions {
        limits: Limits {
            memory: 64,
            iterations: 2,
            parallelism: 8,
            cost: 4,
            rounds: 1100,
            scrypt_parallelization: 2,
            time: None,
        },
        allow_legacy: true,
        nfkc: Some(str::to_lowercase),
        ..VerifyOptions::default()
    };
    let cheap = HashOptions {
        memory: 8,
        iterations: 1,
        ..HashOptions::default()
    };
    let identity = identify(encoded);
    assert_eq!(explain(encoded).is_none(), identity.is_some());
    let _ = needs_rehash(encoded, &cheap);
    let verified = verify(PASSWORD, encoded, &options);
    assert_ne!(verified, Ok(true), "a password that made no hash");
    if verified.is_ok() {
        assert!(identity.is_some(), "what verifies can be named");
    }
    let updated = verify_and_update(PASSWORD, encoded, &[7; 16], &options, &cheap);
    assert!(!updated.is_ok_and(|found| found.valid));
});
