//! Hashes that other systems made: each verifies with its password, none with
//! another, and no bit of it can change unnoticed.
//!
//! `tests/vectors/passwords.json` holds published ones with their sources.
//! `tests/schemes/schemes.test.mjs` lets the real systems make others and names
//! the file in `KEYWARD_HASHES`.

use std::iter;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use base64ct::{Base64, Encoding};
use keyward::password::{
    FirebaseParameters, HashOptions, StoredHash, VerifyOptions, identify, needs_rehash, verify,
};
use serde_json::Value;

/// One stored hash with what is known of it.
struct Stored {
    source: String,
    scheme: String,
    password: Vec<u8>,
    encoded: String,
    /// It verifies only where legacy formats are allowed.
    legacy: bool,
    /// It costs little enough to try each of its bits flipped.
    flip: bool,
    options: VerifyOptions,
}

/// Unicode's NFKC, as far as the passwords of the vectors go.
fn nfkc(text: &str) -> String {
    text.replace('\u{212b}', "\u{c5}")
        .replace("a\u{308}", "\u{e4}")
        .replace('\u{fb01}', "fi")
        .replace('\u{bd}', "1\u{2044}2")
}

fn text(entry: &Value, name: &str) -> Option<String> {
    entry[name].as_str().map(str::to_owned)
}

fn read(json: &str) -> Vec<Stored> {
    let entries: Vec<Value> = serde_json::from_str(json).expect("a list of hashes");
    entries.iter().map(read_one).collect()
}

fn read_one(entry: &Value) -> Stored {
    let hex = |text: String| {
        (0..text.len())
            .step_by(2)
            .map(|i| u8::from_str_radix(&text[i..i + 2], 16).expect("hexadecimal"))
            .collect()
    };
    let base64 = |text: String| Base64::decode_vec(&text).expect("base64");
    let firebase = entry.get("firebase").map(|project| FirebaseParameters {
        signer_key: base64(text(project, "signerKey").expect("a key")).into(),
        salt_separator: base64(text(project, "saltSeparator").expect("a separator")),
        rounds: project["rounds"].as_u64().expect("rounds") as u32,
        memory_cost: project["memoryCost"].as_u64().expect("a memory cost") as u32,
    });
    Stored {
        source: text(entry, "source").expect("a source"),
        scheme: text(entry, "scheme").expect("a scheme"),
        password: match text(entry, "passwordHex") {
            Some(password) => hex(password),
            None => text(entry, "password").expect("a password").into_bytes(),
        },
        encoded: text(entry, "encoded").expect("a hash"),
        legacy: entry["legacy"] == true,
        flip: entry["flip"] == true,
        options: VerifyOptions {
            allow_legacy: entry["legacy"] == true,
            secret: text(entry, "secret").map(|secret| secret.into_bytes().into()),
            firebase,
            nfkc: Some(nfkc),
            ..VerifyOptions::default()
        },
    }
}

/// Checks one hash and counts the passwords it was tried with.
fn check(stored: &Stored) -> usize {
    let Stored {
        source,
        encoded,
        options,
        ..
    } = stored;
    let verify = |password: &[u8], encoded: &str| verify(password, encoded, options);
    assert_eq!(
        verify(&stored.password, encoded),
        Ok(true),
        "{source}: {encoded}"
    );
    let wrong = [b"not ", stored.password.as_slice()].concat();
    assert_eq!(verify(&wrong, encoded), Ok(false), "{source}: {encoded}");
    let identity = identify(encoded).expect("a known format");
    assert_eq!(identity.scheme, stored.scheme, "{source}: {encoded}");
    if stored.scheme != "argon2id" {
        let rehash = needs_rehash(encoded, &HashOptions::default());
        assert_eq!(rehash, Ok(true), "{source}: {encoded}");
    }
    if stored.legacy {
        let strict = VerifyOptions {
            allow_legacy: false,
            ..options.clone()
        };
        let refused = keyward::password::verify(&stored.password, encoded, &strict);
        let code = refused.expect_err("legacy").code();
        assert_eq!(code, "ERR_HASH_LEGACY", "{source}: {encoded}");
    }
    2 + if stored.flip { check_flips(stored) } else { 0 }
}

/// Schemes whose padded tag may be of any length.
const FREE_TAG_LENGTH: [&str; 6] = [
    "aspnet-identity",
    "keycloak",
    "pbkdf2",
    "scrypt",
    "scrypt-hex",
    "spring-scrypt",
];

/// No single bit of the hash can change so that the password still matches. One
/// change is none: padding that turns into a digit, or a digit into padding, makes
/// a tag of free length a byte longer or shorter. PBKDF2 and scrypt give the same
/// bytes at every length, so that such a tag is true when that byte happens to be
/// right. It is still asked to refuse another password.
fn check_flips(stored: &Stored) -> usize {
    let free = FREE_TAG_LENGTH.contains(&stored.scheme.as_str());
    let names = length_of_names(&stored.encoded);
    let mut tried = 0;
    for position in 0..stored.encoded.len() {
        for bit in 0..8 {
            let mut bytes = stored.encoded.clone().into_bytes();
            bytes[position] ^= 1 << bit;
            // What becomes white space at the end is cut off.
            let padding = [bytes[position], stored.encoded.as_bytes()[position]].contains(&b'=')
                || (bytes[position].is_ascii_whitespace() || bytes[position] == 0);
            let Ok(changed) = String::from_utf8(bytes) else {
                continue;
            };
            // Names in braces are read in any case.
            if position < names && changed.eq_ignore_ascii_case(&stored.encoded) {
                continue;
            }
            let result = verify(&stored.password, &changed, &stored.options);
            if free && padding && result == Ok(true) {
                let other = verify(b"another password", &changed, &stored.options);
                assert_eq!(other, Ok(false), "{}: {changed}", stored.source);
            } else {
                assert_ne!(result, Ok(true), "{}: {changed}", stored.source);
            }
            tried += 1;
        }
    }
    tried
}

/// How long `{name}` is at the beginning, or `{ldap}{name}`; 0 for JSON.
fn length_of_names(encoded: &str) -> usize {
    let length = |text: &str| match text.starts_with('{') && !text.starts_with("{\"") {
        true => text.find('}').map_or(0, |end| end + 1),
        false => 0,
    };
    match encoded.split_at_checked("{ldap}".len()) {
        Some((outer, inner)) if outer.eq_ignore_ascii_case("{ldap}") => outer.len() + length(inner),
        _ => length(encoded),
    }
}

fn check_all(what: &str, json: &str) {
    let stored = read(json);
    assert!(!stored.is_empty());
    // Whoever is free takes the next one: some take a second, most of them no time.
    let next = AtomicUsize::new(0);
    let take = || stored.get(next.fetch_add(1, Ordering::Relaxed));
    let check_some = || iter::from_fn(take).map(check).sum::<usize>();
    let tried: usize = thread::scope(|scope| {
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(check_some)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .sum()
    });
    println!("{} {what}, {tried} verifications", stored.len());
}

/// What is broken can be guessed too fast because it takes no time; what is not
/// takes some, and never more than the limits let pass.
#[test]
fn hashes_of_other_systems_have_an_estimated_time() {
    for stored in read(include_str!("../vectors/passwords.json")) {
        let Stored {
            source, encoded, ..
        } = &stored;
        let parsed = StoredHash::parse(encoded).expect("a known format");
        let time = parsed.estimated_time(&stored.options).expect("a time");
        assert!(time > Duration::ZERO, "{source}: {encoded}");
        assert!(time < Duration::from_secs(10), "{source}: {time:?}");
        let broken = stored.legacy && stored.scheme != "bcrypt";
        assert!(
            !broken || time < Duration::from_millis(1),
            "{source}: {time:?}"
        );
    }
}

#[test]
fn hashes_of_other_systems_verify() {
    check_all("published", include_str!("../vectors/passwords.json"));
    if let Ok(path) = std::env::var("KEYWARD_HASHES") {
        let json = std::fs::read_to_string(path).expect("the file of hashes");
        check_all("just made", &json);
    }
}
