//! What somebody gives as the key, whatever it is.
#![no_main]

use keyward::token::{Key, KeyInput, KeyKind, KeyOptions};
use keyward_fuzz::use_key;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let read = KeyInput::read(data, KeyOptions::default());
    let is_key = KeyInput::is_key(data);
    assert!(!is_key || Key::from_secret(data, KeyOptions::default()).is_err());
    if let Ok(KeyInput::One(key)) = read {
        // A secret is what is no key, or what a JWK says is one.
        let is_text_of_secret = key.kind() == KeyKind::Secret && !is_key;
        assert!(is_key || is_text_of_secret);
        use_key(Ok(key));
    }
});
