//! Whatever a store holds as a hash: an answer or an error, never a panic, and
//! never a match that was not there.
//!
//! `PROPTEST_CASES=1000000 cargo test --release --test password never_panics`
//! runs for about half an hour instead of a few seconds.

use std::sync::LazyLock;

use keyward::password::{
    HashOptions, Limits, VerifyOptions, hash, identify, needs_rehash, verify, verify_and_update,
};
use proptest::prelude::*;
use serde_json::Value;

/// Real hashes of every format.
static HASHES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let entries: Vec<Value> =
        serde_json::from_str(include_str!("../vectors/passwords.json")).expect("a list of hashes");
    let encoded = |entry: &Value| entry["encoded"].as_str().map(str::to_owned);
    entries.iter().filter_map(encoded).collect()
});

/// What may happen to a hash in a store.
#[derive(Debug, Clone)]
enum Change {
    Replace(usize, String),
    Insert(usize, String),
    Cut(usize, usize),
    /// Puts the end of another hash in place of its own.
    Splice(usize, usize, usize),
}

/// Text with a meaning in some format, and text with none.
fn piece() -> impl Strategy<Value = String> {
    let known: Vec<&'static str> = vec![
        "$",
        "$$",
        ",",
        "=",
        ":",
        "{",
        "}",
        "\"",
        "\\",
        "0",
        "1",
        "4",
        "99",
        "4294967295",
        "4294967296",
        "18446744073709551616",
        "-1",
        "+1",
        "m=",
        "t=",
        "p=",
        "v=",
        "data=",
        "keyid=",
        "rounds=",
        "ln=",
        "i=",
        "l=",
        "A",
        "AA",
        "==",
        "é",
        "\0",
        "日",
    ];
    prop_oneof![
        3 => prop::sample::select(known).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ]
}

fn change() -> impl Strategy<Value = Change> {
    let place = 0..200usize;
    prop_oneof![
        (place.clone(), piece()).prop_map(|(at, text)| Change::Replace(at, text)),
        (place.clone(), piece()).prop_map(|(at, text)| Change::Insert(at, text)),
        (place.clone(), 1..40usize).prop_map(|(at, length)| Change::Cut(at, length)),
        (place.clone(), 0..1000usize, place)
            .prop_map(|(at, other, from)| Change::Splice(at, other, from)),
    ]
}

fn changed(encoded: &str, changes: &[Change]) -> String {
    let mut text: Vec<char> = encoded.chars().collect();
    for change in changes {
        let length = text.len();
        match change {
            Change::Replace(at, piece) if *at < length => {
                text.splice(at..=at, piece.chars());
            }
            Change::Insert(at, piece) if *at <= length => {
                text.splice(at..at, piece.chars());
            }
            Change::Cut(at, count) if *at < length => {
                text.drain(*at..length.min(at + count));
            }
            Change::Splice(at, other, from) if *at <= length => {
                text.truncate(*at);
                text.extend(HASHES[other % HASHES.len()].chars().skip(*from));
            }
            _ => (),
        }
    }
    text.into_iter().collect()
}

/// Limits under which nothing takes longer than a moment.
fn options() -> VerifyOptions {
    VerifyOptions {
        limits: Limits {
            memory: 512,
            iterations: 3,
            parallelism: 8,
            cost: 4,
            rounds: 300,
            scrypt_parallelization: 2,
            time: None,
        },
        allow_legacy: true,
        ..VerifyOptions::default()
    }
}

fn cheap() -> HashOptions {
    HashOptions {
        memory: 8,
        iterations: 1,
        ..HashOptions::default()
    }
}

/// Asks everything of a string; `password` is not the one it was made from.
fn ask(password: &[u8], encoded: &str) {
    let _ = identify(encoded);
    let _ = needs_rehash(encoded, &cheap());
    let result = verify(password, encoded, &options());
    assert_ne!(result, Ok(true), "{encoded}");
    let updated = verify_and_update(password, encoded, &[7; 16], &options(), &cheap());
    assert!(!updated.is_ok_and(|found| found.valid), "{encoded}");
}

proptest! {
    #[test]
    fn no_text_panics(password: Vec<u8>, encoded in ".{0,200}") {
        ask(&password, &encoded);
    }

    #[test]
    fn no_changed_hash_panics_or_matches(
        password in "[A-Z]{9,12}",
        which in 0..1000usize,
        changes in prop::collection::vec(change(), 0..4),
    ) {
        ask(password.as_bytes(), &changed(&HASHES[which % HASHES.len()], &changes));
    }

    #[test]
    fn no_set_of_options_panics(
        password: Vec<u8>,
        salt in prop::collection::vec(any::<u8>(), 0..80),
        (memory, iterations, parallelism) in (0..64u32, 0..3u32, 0..9u32),
        tag_length in 0..140usize,
        secret in prop::option::of(prop::collection::vec(any::<u8>(), 0..40)),
    ) {
        let options = HashOptions {
            memory,
            iterations,
            parallelism,
            tag_length,
            secret: secret.map(Into::into),
        };
        if let Ok(encoded) = hash(&password, &salt, &options) {
            let verified = VerifyOptions { secret: options.secret.clone(), ..VerifyOptions::default() };
            prop_assert_eq!(verify(&password, &encoded, &verified), Ok(true));
            prop_assert_eq!(needs_rehash(&encoded, &options), Ok(false));
        }
    }
}
