//! The settings: they are good, or the error names one and keeps secrets to itself.
#![no_main]

use keyward::oauth::Config;
use libfuzzer_sys::fuzz_target;

/// The values of all settings, in this order, each ended by a zero byte.
const SETTINGS: [&str; 14] = [
    "ALGORITHM",
    "SECRET_KEY",
    "KEYS",
    "ACCESS_TOKEN_EXPIRE_MINUTES",
    "SUBJECT_PREFIX",
    "REQUIRE_SCOPES",
    "CORS_ALLOW_ORIGINS",
    "LOGIN_QUEUE",
    "PASSWORD_SECRET",
    "PASSWORD_SECRET_PREVIOUS",
    "ALLOW_LEGACY_HASHES",
    "ACCESS_TOKEN_MAX_MINUTES",
    "ISSUER",
    "AUDIENCE",
];

/// What no message may show.
const MARK: &str = "top secret";

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let values: Vec<&str> = text.split('\0').collect();
    let value = |name: &str| {
        let place = SETTINGS.iter().position(|setting| *setting == name)?;
        values.get(place).map(|value| (*value).to_owned())
    };
    let marked = |name: &str| {
        let secret = name == "KEYS" || name.contains("SECRET");
        value(name).map(|value| if secret { value + MARK } else { value })
    };
    let none = |_: &mut [u8]| Ok(());
    for error in [
        Config::read(|name| Ok(value(name)), none).err(),
        Config::read(|name| Ok(marked(name)), none).err(),
    ] {
        let Some(error) = error else { continue };
        assert!(SETTINGS.contains(&error.setting));
        assert!(text.contains(MARK) || !error.to_string().contains(MARK));
    }
});
