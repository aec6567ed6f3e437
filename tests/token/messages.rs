//! What a refused token, key or option says: what was expected and what came,
//! short, and nothing that is secret. Claims have the like beside their code.

use keyward::token::{
    Algorithm, DecodeOptions, IssueOptions, IssuedAt, Key, KeyOptions, KeySet, Keys, decode, issue,
};

const NOW: f64 = 1_700_000_000.0;
const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn secret(key_id: Option<&str>) -> Key {
    let options = KeyOptions {
        key_id: key_id.map(str::to_owned),
        ..KeyOptions::default()
    };
    Key::from_secret(SECRET.as_bytes(), options).unwrap()
}

fn ed25519() -> Key {
    let pem = include_str!("../vectors/keys/ed25519-pkcs8.pem");
    Key::from_pem(pem, KeyOptions::default()).unwrap()
}

fn token(key: &Key) -> String {
    issue("{}", key, &IssueOptions::default(), NOW).unwrap()
}

fn refusal<'a>(token: &str, keys: impl Into<Keys<'a>>, options: &DecodeOptions) -> String {
    decode(token, keys, options, NOW).unwrap_err().to_string()
}

#[test]
fn an_algorithm_that_is_not_allowed_is_named_beside_those_that_are() {
    let only = |algorithms: &[Algorithm]| DecodeOptions {
        algorithms: algorithms.to_vec(),
        ..DecodeOptions::default()
    };
    let hs256 = token(&secret(None));
    for (found, expected) in [
        (
            refusal(&hs256, &ed25519(), &only(&[])),
            "HS256 is not allowed here, only EdDSA, Ed25519",
        ),
        (
            refusal(
                &hs256,
                &secret(None),
                &only(&[Algorithm::HS384, Algorithm::HS512]),
            ),
            "HS256 is not allowed here, only HS384, HS512",
        ),
        (
            refusal(&token(&ed25519()), &secret(None), &only(&[])),
            "EdDSA is not allowed here, only HS256",
        ),
        (
            refusal(
                // {"alg":"none"}
                "eyJhbGciOiJub25lIn0.e30.",
                &secret(None),
                &only(&[]),
            ),
            r#"unknown algorithm "none", expected one of HS256, HS384, HS512, ES256, ES384, ES512, EdDSA, Ed25519, RS256, RS384, RS512, PS256, PS384, PS512"#,
        ),
    ] {
        assert_eq!(found, expected);
    }
}

#[test]
fn a_kid_that_is_not_in_the_set_is_shown_beside_those_that_are() {
    let options = DecodeOptions::default();
    let asked = token(&secret(Some("2026-1\n")));
    let names =
        |names: &[Option<&str>]| KeySet::new(names.iter().map(|key_id| secret(*key_id)).collect());
    for (set, expected) in [
        (
            names(&[Some("2026-2"), None, Some("2026-3")]),
            r#"no key of the set has the token's `kid` "2026-1\u000a": it has "2026-2", "2026-3""#,
        ),
        (
            names(&[None]),
            r#"no key of the set has the token's `kid` "2026-1\u000a": none of its keys has one"#,
        ),
        (
            names(&[Some("1"), Some("2"), Some("3"), Some("4"), Some("5")]),
            r#"no key of the set has the token's `kid` "2026-1\u000a": it has "1", "2", "3", "4", … (1 more)"#,
        ),
    ] {
        assert_eq!(refusal(&asked, &set, &options), expected);
    }
    let nameless = token(&secret(None));
    for (keys, expected) in [
        (
            r#"[{"kty":"future"},{"kty":"RSA"}]"#,
            "none of the set's 2 keys can be used, the first because the JWK's `kty` is none of oct, EC, OKP, RSA",
        ),
        (
            r#"[{"kty":"RSA"}]"#,
            "the set's only key cannot be used: the JWK has no `n`",
        ),
    ] {
        let unusable = KeySet::from_json(&format!(r#"{{"keys":{keys}}}"#)).unwrap();
        assert_eq!(refusal(&nameless, &unusable, &options), expected);
    }
    assert_eq!(
        refusal(&nameless, &KeySet::new(Vec::new()), &options),
        "the set has no key"
    );
}

#[test]
fn a_weak_key_is_measured_and_not_shown() {
    let short = "a secret that is too short";
    let rsa = include_str!("../vectors/keys/rsa-1024-pkcs8.pem");
    for (found, expected) in [
        (
            Key::from_secret(short.as_bytes(), KeyOptions::default()),
            "the secret is 26 bytes long, HS256 needs at least 32",
        ),
        (
            Key::from_secret(
                SECRET.as_bytes(),
                KeyOptions {
                    algorithm: Some(Algorithm::HS512),
                    ..KeyOptions::default()
                },
            ),
            "the secret is 32 bytes long, HS512 needs at least 64",
        ),
        (
            Key::from_pem(rsa, KeyOptions::default()),
            "the RSA key has 1024 bits, at least 2048 are needed",
        ),
    ] {
        assert_eq!(found.unwrap_err().to_string(), expected);
    }
}

#[test]
fn an_option_that_cannot_be_is_shown_beside_what_can() {
    let options = |leeway, max_age| DecodeOptions {
        leeway,
        max_age,
        ..DecodeOptions::default()
    };
    let key = secret(None);
    let token = token(&key);
    for (options, now, expected) in [
        (
            options(-1.0, None),
            NOW,
            "the leeway is -1, expected a number of seconds from 0 on",
        ),
        (
            options(0.0, Some(f64::INFINITY)),
            NOW,
            "the maximum age is Infinity, expected a number of seconds from 0 on",
        ),
        (
            options(0.0, None),
            f64::NAN,
            "the current time is NaN, expected a number of seconds",
        ),
    ] {
        let error = decode(&token, &key, &options, now).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    let far = IssueOptions {
        issued_at: Some(IssuedAt::At(1e17)),
        ..IssueOptions::default()
    };
    assert_eq!(
        issue("{}", &key, &far, NOW).unwrap_err().to_string(),
        "the time of issue is 1e+17, expected seconds from the epoch that fit into 53 bits"
    );
}

#[test]
fn a_token_that_is_too_long_is_measured() {
    let long = "x".repeat(1024 * 1024 + 1);
    assert_eq!(
        refusal(&long, &secret(None), &DecodeOptions::default()),
        "the token is 1048577 bytes long, 1048576 are allowed"
    );
}
