//! libFuzzer over every parser: one program, and `KEYWARD_FUZZ` says which
//! target it runs. `npm run fuzz` builds it with coverage, gives it seeds and
//! runs the targets one after the other.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

mod keys;
mod passwords;
mod requests;
mod settings;
mod tokens;

/// What a target does with bytes of any kind: whatever it may, except panic.
type Target = fn(&[u8]);

/// The targets; scripts/fuzz.mjs has seeds for each.
const TARGETS: [(&str, Target); 9] = [
    ("password", passwords::password),
    ("token", tokens::token),
    ("signed", tokens::signed),
    ("pem", keys::pem),
    ("jwk", keys::jwk),
    ("form", requests::form),
    ("request", requests::request),
    ("user", settings::user),
    ("config", settings::config),
];

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let wanted = std::env::var("KEYWARD_FUZZ").unwrap_or_default();
    let found = TARGETS.iter().find(|(name, _)| *name == wanted);
    found.expect("KEYWARD_FUZZ names a target").1
});

fuzz_target!(|data: &[u8]| TARGET(data));
