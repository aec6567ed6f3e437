//! A user's record. It is written back as it was, but for its hash.
#![no_main]

use keyward::store::User;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(mut user) = User::from_json(text) else {
        return;
    };
    assert_eq!(user.to_json(), text, "to the letter");
    let scopes = user.scopes.clone();
    user.set_hashed_password("$argon2id$".into());
    let renewed = User::from_json(&user.to_json()).expect("our own record");
    assert_eq!(renewed.hashed_password, "$argon2id$");
    assert_eq!(renewed.scopes, scopes);
});
