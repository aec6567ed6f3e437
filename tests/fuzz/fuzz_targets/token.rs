//! The whole text of a token, as anybody may send it.
#![no_main]

use keyward::token::{DecodeOptions, decode, peek};
use keyward_fuzz::{NOW, key};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let _ = peek(text);
    assert!(
        decode(text, &key(), &DecodeOptions::default(), NOW).is_err(),
        "nobody else has the key"
    );
});
