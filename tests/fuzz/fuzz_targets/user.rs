//! A user's record. It is written back as it was, but for its hash.
#![no_main]

use keyward::store::User;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(user) = User::from_json(text) else {
        return;
    };
    assert_eq!(user.to_json(), text, "to the letter");
    let hash = ("hashed_password".to_owned(), r#""$argon2id$""#.to_owned());
    let changed = user.with(&[hash]).expect("a record still");
    assert_eq!(changed.hashed_password, "$argon2id$");
    assert_eq!(changed.scopes, user.scopes);
});
