use base64ct::{Base64Unpadded, Encoding};
use zeroize::Zeroizing;

use super::*;
use crate::password::{Limits, StoredHash, VerifyOptions};

fn legacy() -> VerifyOptions {
    VerifyOptions {
        allow_legacy: true,
        ..VerifyOptions::default()
    }
}

fn time(encoded: &str) -> Duration {
    StoredHash::parse(encoded)
        .and_then(|stored| stored.estimated_time(&legacy()))
        .unwrap_or_else(|error| panic!("{encoded}: {error}"))
}

fn bytes(length: usize) -> String {
    Base64Unpadded::encode_string(&vec![0; length])
}

fn argon2(memory: u32, iterations: u32, lanes: u32) -> String {
    let [salt, tag] = [16, 32].map(bytes);
    format!("$argon2id$v=19$m={memory},t={iterations},p={lanes}${salt}${tag}")
}

fn pbkdf2(digest: &str, rounds: u32, length: usize) -> String {
    let [salt, tag] = [16, length].map(bytes);
    format!("$pbkdf2-{digest}$i={rounds},l={length}${salt}${tag}")
}

fn scrypt(log_n: u32, r: u32, p: u32) -> String {
    let [salt, tag] = [16, 32].map(bytes);
    format!("$scrypt$ln={log_n},r={r},p={p}${salt}${tag}")
}

fn bcrypt(cost: u32) -> String {
    format!("$2b${cost:02}$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW")
}

fn sha_crypt(kind: u32, rounds: u32) -> String {
    let length = if kind == 5 { 43 } else { 86 };
    format!("${kind}$rounds={rounds}$salt${}", ".".repeat(length))
}

fn phpass(prefix: &str, rounds: char) -> String {
    let length = if prefix == "$S$" { 43 } else { 22 };
    format!("{prefix}{rounds}saltsalt{}", ".".repeat(length))
}

/// What the machine of `docs/performance.md` was seen to take in workerd.
#[test]
fn the_estimates_are_those_of_the_machine_that_was_measured() {
    for (encoded, least, most) in [
        (argon2(65_536, 3, 4), 75, 108),
        (argon2(19_456, 2, 1), 15, 25),
        (argon2(102_400, 2, 8), 78, 115),
        (bcrypt(12), 240, 420),
    ] {
        let time = time(&encoded).as_millis();
        assert!((least..=most).contains(&time), "{encoded}: {time} ms");
    }
}

#[test]
fn each_parameter_adds_what_it_costs() {
    let argon2 = argon2 as fn(u32, u32, u32) -> String;
    for (less, more, factor) in [
        (argon2(1024, 2, 1), argon2(4096, 2, 1), 4),
        (argon2(1024, 2, 1), argon2(1024, 6, 1), 3),
        // Lanes are computed one after the other, of the same memory.
        (argon2(1024, 2, 1), argon2(1024, 2, 4), 1),
        (bcrypt(4), bcrypt(5), 2),
        (bcrypt(10), bcrypt(15), 32),
        (pbkdf2("sha1", 1000, 20), pbkdf2("sha1", 7000, 20), 7),
        (pbkdf2("sha256", 1000, 32), pbkdf2("sha256", 7000, 32), 7),
        (pbkdf2("sha512", 1000, 64), pbkdf2("sha512", 7000, 64), 7),
        // A tag of three digests.
        (pbkdf2("sha256", 1000, 32), pbkdf2("sha256", 1000, 65), 3),
        (scrypt(10, 8, 1), scrypt(14, 8, 1), 16),
        (scrypt(10, 2, 1), scrypt(10, 8, 1), 4),
        (scrypt(10, 8, 1), scrypt(10, 8, 5), 5),
        (sha_crypt(5, 1000), sha_crypt(5, 9000), 9),
        (sha_crypt(6, 1000), sha_crypt(6, 9000), 9),
        (phpass("$P$", 'B'), phpass("$P$", 'D'), 4),
        (phpass("$S$", 'B'), phpass("$S$", 'D'), 4),
    ] {
        assert_eq!(time(&less) * factor, time(&more), "{less} and {more}");
    }
}

#[test]
fn a_larger_digest_takes_longer() {
    for (less, more) in [
        (pbkdf2("sha1", 1000, 20), pbkdf2("sha256", 1000, 32)),
        (pbkdf2("sha256", 1000, 32), pbkdf2("sha512", 1000, 64)),
        (sha_crypt(5, 1000), sha_crypt(6, 1000)),
        (phpass("$P$", 'B'), phpass("$S$", 'B')),
    ] {
        assert!(time(&less) < time(&more), "{less} and {more}");
    }
}

#[test]
fn a_check_with_and_without_a_secret_takes_twice_as_long() {
    let options = |accept| VerifyOptions {
        secret: Some(Zeroizing::new(vec![7; 16])),
        accept_without_secret: accept,
        ..VerifyOptions::default()
    };
    let stored = StoredHash::parse(&argon2(1024, 2, 1)).unwrap();
    let [once, twice] = [false, true].map(|accept| stored.estimated_time(&options(accept)));
    assert_eq!(once.unwrap() * 2, twice.unwrap());
}

#[test]
fn what_no_password_matches_takes_no_time() {
    assert_eq!(time("!"), Duration::ZERO);
}

#[test]
fn what_is_not_verified_has_no_time() {
    for (encoded, code) in [
        ("{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=", "ERR_HASH_LEGACY"),
        (&argon2(102_401, 1, 1), "ERR_HASH_LIMIT"),
        (
            &argon2(8, 1, 1).replace("p=1", "p=1,keyid=a3cAAAAAAAA"),
            "ERR_HASH_SECRET",
        ),
    ] {
        let stored = StoredHash::parse(encoded).unwrap();
        let error = stored.estimated_time(&VerifyOptions::default());
        assert_eq!(error.unwrap_err().code(), code, "{encoded}");
    }
}

/// bcrypt 31 would take two days: that nothing is computed needs no clock.
#[test]
fn a_hash_that_takes_longer_than_the_limit_is_refused_before_any_work() {
    let options = |milliseconds| VerifyOptions {
        limits: Limits {
            cost: 31,
            time: Some(Duration::from_millis(milliseconds)),
            ..Limits::default()
        },
        ..legacy()
    };
    let stored = StoredHash::parse(&bcrypt(31)).unwrap();
    let error = stored.verify(b"secret", &options(1000)).unwrap_err();
    assert_eq!(error.code(), "ERR_HASH_LIMIT");
    let text = error.to_string();
    assert!(
        text.starts_with("the hash takes about ") && text.ends_with(" ms, the limit is 1000 ms"),
        "{text}"
    );
    assert_eq!(stored.estimated_time(&options(1000)), Err(error));
    // Exactly the limit is no more than it.
    let stored = StoredHash::parse(&argon2(8, 1, 1)).unwrap();
    let exactly = |time| VerifyOptions {
        limits: Limits {
            time: Some(time),
            ..Limits::default()
        },
        ..VerifyOptions::default()
    };
    let time = of(8, ARGON2_BLOCK);
    assert_eq!(stored.verify(b"secret", &exactly(time)), Ok(false));
    let less = stored.verify(b"secret", &exactly(time - Duration::from_nanos(1)));
    assert_eq!(less.unwrap_err().code(), "ERR_HASH_LIMIT");
}
