use base64ct::{Base64Unpadded, Encoding};
use proptest::prelude::*;
use zeroize::Zeroizing;

use super::*;

mod renewal;
mod spellings;

/// FastAPI's security tutorial, johndoe since it uses pwdlib; password "secret".
const JOHNDOE: &str = "$argon2id$v=19$m=65536,t=3,p=4$wagCPXjifgvUFBzq4hqe3w$CYaIb8sB+wtD+Vu/P4uod1+Qof8h+1g7bbDlBID48Rc";
/// The same before, with passlib; password "secret".
const JOHNDOE_BCRYPT: &str = "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW";

fn check(password: &str, encoded: &str) -> Result<bool> {
    verify(password.as_bytes(), encoded, &VerifyOptions::default())
}

/// Options that cost little.
fn cheap() -> HashOptions {
    HashOptions {
        memory: 8,
        iterations: 1,
        ..HashOptions::default()
    }
}

/// Secrets that are long enough.
const PEPPER: &str = "pepper that nobody guesses";
const VINEGAR: &str = "vinegar that nobody guesses";
const SEA_SALT: &str = "salt of a sea of sixteen";

/// The secret of this text, none for an empty one.
fn secret(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    (!text.is_empty()).then(|| Zeroizing::new(text.as_bytes().to_vec()))
}

fn code(result: Result<bool>) -> &'static str {
    result.unwrap_err().code()
}

#[test]
fn the_tutorials_argon2id_hash_verifies() {
    assert_eq!(check("secret", JOHNDOE), Ok(true));
    assert_eq!(check("secret2", JOHNDOE), Ok(false));
}

#[test]
fn the_older_tutorials_bcrypt_hash_verifies() {
    assert_eq!(check("secret", JOHNDOE_BCRYPT), Ok(true));
    assert_eq!(check("Secret", JOHNDOE_BCRYPT), Ok(false));
}

#[test]
fn a_new_hash_is_a_phc_string_that_verifies() {
    let encoded = hash(b"secret", &[1; 16], &cheap()).unwrap();
    assert!(encoded.starts_with("$argon2id$v=19$m=8,t=1,p=1$AQEBAQEBAQEBAQEBAQEBAQ$"));
    assert_eq!(check("secret", &encoded), Ok(true));
    assert_eq!(check("Secret", &encoded), Ok(false));
}

#[test]
fn options_out_of_range_are_refused_by_name() {
    let with = |change: fn(&mut HashOptions)| {
        let mut options = cheap();
        change(&mut options);
        hash(b"secret", &[1; 16], &options).unwrap_err()
    };
    for error in [
        with(|options| options.memory = 7),
        with(|options| options.iterations = 0),
        with(|options| options.parallelism = 0),
        with(|options| options.parallelism = 1 << 24),
        with(|options| options.tag_length = 3),
        with(|options| options.tag_length = 129),
        hash(b"secret", &[1; 7], &cheap()).unwrap_err(),
        hash(b"secret", &[1; 65], &cheap()).unwrap_err(),
    ] {
        assert_eq!(error.code(), "ERR_OPTION", "{error}");
    }
}

#[test]
fn a_password_over_4096_bytes_is_refused_before_hashing() {
    let long = vec![b'a'; MAX_PASSWORD_LENGTH + 1];
    assert_eq!(
        hash(&long, &[1; 16], &cheap()).unwrap_err().code(),
        "ERR_PASSWORD_LENGTH"
    );
    assert_eq!(
        code(verify(&long, JOHNDOE, &VerifyOptions::default())),
        "ERR_PASSWORD_LENGTH"
    );
    hash(&long[1..], &[1; 16], &cheap()).unwrap();
}

/// Hash options and verify options with this secret.
fn peppered(text: &str) -> (HashOptions, VerifyOptions) {
    let hash = HashOptions {
        secret: secret(text),
        ..cheap()
    };
    let verify = VerifyOptions {
        secret: secret(text),
        ..VerifyOptions::default()
    };
    (hash, verify)
}

#[test]
fn a_hash_names_the_secret_it_was_made_with_and_needs_it() {
    let (made, with) = peppered(PEPPER);
    let encoded = hash(b"secret", &[1; 16], &made).unwrap();
    assert!(encoded.starts_with("$argon2id$v=19$m=8,t=1,p=1,keyid="));
    assert_eq!(verify(b"secret", &encoded, &with), Ok(true));
    assert_eq!(verify(b"Secret", &encoded, &with), Ok(false));
    for (_, other) in [peppered(SEA_SALT), peppered("")] {
        assert_eq!(code(verify(b"secret", &encoded, &other)), "ERR_HASH_SECRET");
    }
    // The name is not what makes it match.
    let (plain, keyid) = (
        hash(b"secret", &[1; 16], &cheap()).unwrap(),
        &encoded[26..44],
    );
    let renamed = plain.replace("p=1", &format!("p=1{keyid}"));
    assert_eq!(verify(b"secret", &renamed, &with), Ok(false));
}

#[test]
fn a_secret_of_less_than_16_bytes_is_refused() {
    let encoded = hash(b"secret", &[1; 16], &cheap()).unwrap();
    for length in [0, 1, 15] {
        let short = Zeroizing::new(vec![b'p'; length]);
        let made = HashOptions {
            secret: Some(short.clone()),
            ..cheap()
        };
        let with = VerifyOptions {
            secret: Some(short.clone()),
            ..VerifyOptions::default()
        };
        let previous = VerifyOptions {
            previous_secrets: vec![secret(PEPPER).unwrap(), short],
            ..VerifyOptions::default()
        };
        let update = |verify, hash| verify_and_update(b"secret", &encoded, &[1; 16], verify, hash);
        for error in [
            hash(b"secret", &[1; 16], &made).unwrap_err(),
            needs_rehash(&encoded, &made).unwrap_err(),
            verify(b"secret", &encoded, &with).unwrap_err(),
            verify(b"secret", &encoded, &previous).unwrap_err(),
            // Whatever the scheme: it is the option that is wrong.
            verify(b"secret", JOHNDOE_BCRYPT, &with).unwrap_err(),
            update(&with, &cheap()).err().unwrap(),
            update(&VerifyOptions::default(), &made).err().unwrap(),
        ] {
            assert_eq!(error.code(), "ERR_OPTION", "{length}");
            let text = error.to_string();
            assert!(
                text.contains(&format!(
                    "at least 16 bytes, this one has {length}: make one"
                )),
                "{text}"
            );
        }
    }
    let (made, with) = peppered("sixteen bytes !!");
    let encoded = hash(b"secret", &[1; 16], &made).unwrap();
    assert_eq!(verify(b"secret", &encoded, &with), Ok(true));
}

#[test]
fn a_secret_is_introduced_one_login_at_a_time() {
    let old = hash(b"secret", &[1; 16], &cheap()).unwrap();
    let (new, mut options) = peppered(PEPPER);
    assert_eq!(verify(b"secret", &old, &options), Ok(false));
    options.accept_without_secret = true;
    assert_eq!(verify(b"Secret", &old, &options), Ok(false));
    let found = verify_and_update(b"secret", &old, &[2; 16], &options, &new).unwrap();
    let updated = found.updated.unwrap();
    let again = verify_and_update(b"secret", &updated, &[3; 16], &options, &new).unwrap();
    assert!(found.valid && again.valid);
    assert_eq!(again.updated, None);
}

#[test]
fn a_hash_that_gets_a_secret_becomes_no_weaker() {
    let strong = HashOptions {
        memory: 32,
        iterations: 2,
        parallelism: 2,
        ..HashOptions::default()
    };
    let old = hash(b"secret", &[1; 16], &strong).unwrap();
    let (new, mut options) = peppered(PEPPER);
    options.accept_without_secret = true;
    let found = verify_and_update(b"secret", &old, &[2; 16], &options, &new).unwrap();
    let updated = found.updated.unwrap();
    assert!(updated.starts_with("$argon2id$v=19$m=32,t=2,p=2,keyid="));
    assert_eq!(verify(b"secret", &updated, &options), Ok(true));
}

#[test]
fn a_secret_is_changed_and_given_up_one_login_at_a_time() {
    let old = hash(b"secret", &[1; 16], &peppered(PEPPER).0).unwrap();
    for text in [SEA_SALT, ""] {
        let (new, mut options) = peppered(text);
        options.accept_without_secret = true;
        assert_eq!(code(verify(b"secret", &old, &options)), "ERR_HASH_SECRET");
        options.previous_secrets = vec![secret(VINEGAR).unwrap(), secret(PEPPER).unwrap()];
        assert_eq!(verify(b"Secret", &old, &options), Ok(false));
        let found = verify_and_update(b"secret", &old, &[2; 16], &options, &new).unwrap();
        let updated = found.updated.unwrap();
        options.previous_secrets.clear();
        let again = verify_and_update(b"secret", &updated, &[3; 16], &options, &new).unwrap();
        assert_eq!((again.valid, again.updated), (true, None));
    }
}

/// The argon2 crate makes it as other software would: with a secret, and with
/// no name for it or one of its own.
#[test]
fn a_hash_that_other_software_made_with_the_secret_is_verified() {
    let params = ::argon2::Params::new(8, 1, 1, Some(32)).unwrap();
    let (kind, version) = (::argon2::Algorithm::Argon2id, ::argon2::Version::V0x13);
    let argon2 =
        ::argon2::Argon2::new_with_secret(PEPPER.as_bytes(), kind, version, params).unwrap();
    let mut tag = [0; 32];
    argon2
        .hash_password_into(b"secret", &[1; 16], &mut tag)
        .unwrap();
    let [salt, tag] = [&[1; 16][..], &tag].map(Base64Unpadded::encode_string);
    let (new, mut options) = peppered(PEPPER);
    for keyid in ["", ",keyid=Hj5+dsK0"] {
        let encoded = format!("$argon2id$v=19$m=8,t=1,p=1{keyid}${salt}${tag}");
        for accept in [false, true] {
            options.accept_without_secret = accept;
            assert_eq!(verify(b"secret", &encoded, &options), Ok(true));
            assert_eq!(verify(b"Secret", &encoded, &options), Ok(false));
        }
        assert_eq!(needs_rehash(&encoded, &new), Ok(true));
    }
}

#[test]
fn only_argon2id_of_enough_cost_needs_no_rehash() {
    let options = HashOptions::default();
    for (encoded, expected) in [
        (JOHNDOE, false),
        (JOHNDOE_BCRYPT, true),
        (
            "$argon2i$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
            true,
        ),
        (
            "$argon2id$v=16$m=65536,t=3,p=4$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
            true,
        ),
        (
            "$argon2id$v=19$m=19455,t=3,p=4$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
            true,
        ),
        (
            "$argon2id$v=19$m=65536,t=1,p=4$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
            true,
        ),
        (
            "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xA",
            true,
        ),
    ] {
        assert_eq!(needs_rehash(encoded, &options), Ok(expected), "{encoded}");
    }
}

#[test]
fn a_right_password_over_an_old_hash_gets_a_new_one() {
    let update = |password: &[u8]| {
        verify_and_update(
            password,
            JOHNDOE_BCRYPT,
            &[1; 16],
            &VerifyOptions::default(),
            &cheap(),
        )
        .unwrap()
    };
    let found = update(b"secret");
    assert!(found.valid);
    assert_eq!(check("secret", &found.updated.unwrap()), Ok(true));
    let found = update(b"wrong");
    assert!(!found.valid && found.updated.is_none());
}

#[test]
fn what_bcrypt_does_not_read_goes_into_no_new_hash() {
    // 72 times "p", made with PHP 8.2's password_hash at cost 4.
    let bcrypt = "$2y$04$pT668eujiseF/moUhaFRzurKiNprXEr8KL/7LZWV5MTjh93iFHdmy";
    let password = "p".repeat(72);
    let typo = format!("{password}typo");
    for outside in ["", "bcrypt$", "{CRYPT}", "{bcrypt}"] {
        let stored = StoredHash::parse(&format!("{outside}{bcrypt}")).unwrap();
        let rehash = |password: &str| {
            let right = stored.verify(password.as_bytes(), &VerifyOptions::default());
            assert_eq!(right, Ok(true));
            stored.rehash(password.as_bytes(), &[1; 16], &cheap())
        };
        assert_eq!(rehash(&typo), Ok(None), "{outside}");
        let new = rehash(&password).unwrap().unwrap();
        assert_eq!(check(&password, &new), Ok(true), "{outside}");
    }
}

#[test]
fn a_current_hash_has_no_rehash() {
    let stored = StoredHash::parse(JOHNDOE).unwrap();
    let options = HashOptions::default();
    assert!(stored.is_current(&options));
    assert_eq!(stored.rehash(b"secret", &[1; 16], &options), Ok(None));
}

#[test]
fn a_stored_hash_shows_nothing_but_its_scheme() {
    let stored = StoredHash::parse(JOHNDOE).unwrap();
    assert_eq!(
        format!("{stored:?}"),
        r#"StoredHash { scheme: "argon2id", .. }"#
    );
}

#[test]
fn a_bcrypt_cost_over_the_limit_is_refused_in_words() {
    let error = check("secret", &JOHNDOE_BCRYPT.replace("$12$", "$20$")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "bcrypt cost 20 is over the limit of 15: each step doubles the work; \
         `limits.cost`, `--cost-limit` or, in the Worker, `LOGIN_HASH_MS` moves it"
    );
}

#[test]
fn identify_names_the_scheme_and_its_parameters() {
    let identity = identify(JOHNDOE).unwrap();
    assert_eq!(identity.scheme, "argon2id");
    assert_eq!(
        Value::Object(identity.parameters),
        serde_json::json!({"algorithm": "argon2id", "version": 19, "memory": 65536, "iterations": 3, "parallelism": 4})
    );
    let identity = identify(JOHNDOE_BCRYPT).unwrap();
    assert_eq!(identity.scheme, "bcrypt");
    assert_eq!(
        Value::Object(identity.parameters),
        serde_json::json!({"cost": 12})
    );
    assert_eq!(identify("secret"), None);
    assert_eq!(identify("$").map(|identity| identity.scheme), None);
}

#[test]
fn an_argon2_string_that_departs_from_the_reference_is_refused() {
    let tag = "CYaIb8sB+wtD+Vu/P4uod1+Qof8h+1g7bbDlBID48Rc";
    for encoded in [
        format!("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ${tag}$"),
        format!("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ==${tag}"),
        format!("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHR${tag}"), // left-over bits
        format!("$argon2id$v=19$m=08,t=1,p=1$c29tZXNhbHQ${tag}"),
        format!("$argon2id$v=19$m=+8,t=1,p=1$c29tZXNhbHQ${tag}"),
        format!("$argon2id$v=19$t=1,m=8,p=1,m=8$c29tZXNhbHQ${tag}"),
        format!("$argon2id$v=19$m=8,t=1$c29tZXNhbHQ${tag}"),
        format!("$argon2id$v=19$m=8,t=1,p=1,x=1$c29tZXNhbHQ${tag}"),
        format!("$argon2id$v=19$m=8,t=1,p=1,data=AQ,data=AQ$c29tZXNhbHQ${tag}"),
        format!("$argon2id$v=19$m=8,t=1,p=1,$c29tZXNhbHQ${tag}"),
        format!("$argon2id$v=20$m=8,t=1,p=1$c29tZXNhbHQ${tag}"),
        format!("$argon2id$v=019$m=8,t=1,p=1$c29tZXNhbHQ${tag}"),
        format!("$argon2id$v=19$m=8,t=1,p=0$c29tZXNhbHQ${tag}"),
        format!("$argon2id$v=19$m=8,t=0,p=1$c29tZXNhbHQ${tag}"),
        format!("$argon2id$v=19$m=7,t=1,p=1$c29tZXNhbHQ${tag}"),
        format!("$argon2id$v=19$m=4294967296,t=1,p=1$c29tZXNhbHQ${tag}"),
        format!("$argon2id$v=19$m=8,t=1,p=1$c2FsdA${tag}"),
        format!("$argon2xd$v=19$m=8,t=1,p=1$c29tZXNhbHQ${tag}"),
        "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAA".to_owned(),
        "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$".to_owned(),
        "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ".to_owned(),
    ] {
        assert_eq!(
            code(check("secret", &encoded)),
            "ERR_HASH_FORMAT",
            "{encoded}"
        );
    }
}

#[test]
fn a_bcrypt_string_that_departs_from_the_format_is_refused() {
    for encoded in [
        "$2b$12$EixZaYVK1fsbw1ZfbX3OXfPaWxn96p36WQoeG6Lruj3vjPGga31lW", // left-over bits
        "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lX",
        "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31l",
        "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW.",
        "$2b$32$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW",
        "$2b$03$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW",
        "$2b$5$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW",
        "$2c$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW",
        "$2$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW",
        "$2b$12$é",
    ] {
        assert_eq!(
            code(check("secret", encoded)),
            "ERR_HASH_FORMAT",
            "{encoded}"
        );
    }
}

#[test]
fn what_costs_too_much_is_refused_with_both_numbers() {
    let salt_and_tag = "c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8";
    for (encoded, needed) in [
        (
            format!("$argon2id$v=19$m=102401,t=1,p=1${salt_and_tag}"),
            "102401",
        ),
        (
            format!("$argon2id$v=19$m=4294967295,t=1,p=1${salt_and_tag}"),
            "4294967295",
        ),
        (format!("$argon2id$v=19$m=8,t=17,p=1${salt_and_tag}"), "17"),
        (
            format!("$argon2id$v=19$m=102400,t=1,p=256${salt_and_tag}"),
            "256",
        ),
        (JOHNDOE_BCRYPT.replace("$12$", "$16$"), "16"),
    ] {
        let error = check("secret", &encoded).unwrap_err();
        assert_eq!(error.code(), "ERR_HASH_LIMIT", "{encoded}");
        assert!(error.to_string().contains(needed), "{error}");
    }
    let long = format!("$argon2id${}", "a".repeat(4096));
    assert_eq!(code(check("secret", &long)), "ERR_HASH_LIMIT");
}

#[test]
fn no_password_matches_an_unusable_one() {
    // Django's make_password(None): `!` and 40 random characters.
    let unusable = "!wZ3pWzHvkAkLpI0d1bJmRrUoKb5k0nEJ7Qyq8XvB";
    for encoded in [unusable, "!"] {
        assert_eq!(check("secret", encoded), Ok(false));
        assert_eq!(check("", encoded), Ok(false));
        assert_eq!(check(encoded, encoded), Ok(false));
        assert_eq!(identify(encoded).unwrap().scheme, "django-unusable");
    }
    for encoded in ["", "*", "*LK*", "x", "*0", "!!", " \n", "!$6$salt$tag"] {
        for password in ["", "x", "secret", encoded] {
            assert_eq!(check(password, encoded), Ok(false), "{encoded}");
            let update = verify_and_update(
                password.as_bytes(),
                encoded,
                &[1; 16],
                &VerifyOptions::default(),
                &cheap(),
            );
            assert!(update.unwrap().updated.is_none());
        }
        assert!(is_unusable(encoded), "{encoded}");
        assert_eq!(needs_rehash(encoded, &cheap()), Ok(true));
    }
    for encoded in ["X", "xx", "LK", JOHNDOE] {
        assert!(!is_unusable(encoded), "{encoded}");
    }
}

#[test]
fn passwords_in_clear_and_md4_are_refused_even_where_legacy_is_allowed() {
    let options = VerifyOptions {
        allow_legacy: true,
        ..VerifyOptions::default()
    };
    for encoded in [
        "{noop}secret",
        "{PLAIN}secret",
        "{CLEARTEXT}secret",
        "plain$secret",
        // Dovecot 2.3.19, doveadm pw.
        "{PLAIN-TRUNC}secret",
        "{PLAIN-MD4}67d3dafef63ff00603aeef3769cfbf0d",
        // Spring Security, PasswordEncoderFactoriesTests.java.
        "{MD4}{KYp8/QErWyQemYazZQ8UnWWfbGbkYkVC8qMi0duoA84=}152ce09d3261d2b53cac55b2ea4d1c7a",
    ] {
        let result = verify(b"secret", encoded, &options);
        assert_eq!(code(result), "ERR_HASH_LEGACY", "{encoded}");
    }
    // Without a prefix it is no format at all.
    assert_eq!(
        code(verify(b"secret", "secret", &options)),
        "ERR_HASH_FORMAT"
    );
}

#[test]
fn a_firebase_hash_without_its_project_says_what_is_missing() {
    // firebase/scrypt, README.md.
    let encoded = "$fbscrypt$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==";
    let error = check("user1password", encoded).unwrap_err();
    assert_eq!(error.code(), "ERR_OPTION");
    assert!(error.to_string().contains("`firebase`"), "{error}");
}

#[test]
fn a_short_tag_is_refused_because_it_would_match_by_chance() {
    for encoded in [
        "$scrypt$ln=4,r=8,p=1$c29tZXNhbHQ$AAAA",
        "$pbkdf2-sha256$i=1,l=3$c29tZXNhbHQ$AAAA",
        "scrypt:16:8:1$salt$00",
        "scrypt$16$salt$8$1$",
    ] {
        assert_eq!(
            code(check("secret", encoded)),
            "ERR_HASH_FORMAT",
            "{encoded}"
        );
    }
}

#[test]
fn a_keycloak_credential_may_hold_nothing_that_is_not_read() {
    let credential = |more: &str| {
        format!(
            r#"{{"secretData":{{"value":"iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8=","salt":"c29tZXNhbHQ="{more}}},"credentialData":{{"hashIterations":1,"algorithm":"pbkdf2-sha256"}}}}"#
        )
    };
    assert_eq!(check("secret", &credential("")), Ok(false));
    for more in [r#","pepper":"x""#, r#","additionalParameters":{"x":["y"]}"#] {
        assert_eq!(code(check("secret", &credential(more))), "ERR_HASH_FORMAT");
    }
}

proptest! {
    #[test]
    fn no_stored_string_panics(encoded in ".*") {
        let _ = identify(&encoded);
        let _ = check("secret", &encoded);
    }

    #[test]
    fn no_byte_of_an_argon2_hash_can_change_unnoticed(position in 0..88usize, flip in 1..=255u8) {
        let encoded = hash(b"secret", &[1; 16], &cheap()).unwrap();
        let mut bytes = encoded.into_bytes();
        let position = position % bytes.len();
        bytes[position] ^= flip;
        if let Ok(changed) = String::from_utf8(bytes) {
            prop_assert_ne!(check("secret", &changed), Ok(true));
        }
    }
}
