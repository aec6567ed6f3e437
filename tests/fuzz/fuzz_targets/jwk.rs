//! JSON as one key, as a set, and as the only key of a set.
#![no_main]

use keyward::token::{Key, KeyOptions, KeySet, public_jwk_set};
use keyward_fuzz::use_key;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
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
});
