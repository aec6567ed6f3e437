//! The keys of the access tokens: other algorithms, several keys, and a change
//! of key that makes no token invalid.

use crate::app::{App, NOW, claims};
use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use keyward::token::{self, Algorithm, DecodeOptions, Key, KeySet};
use serde_json::{Value, json};

const LOGIN: &str = "username=quick&password=secret";

/// A private key as JWK, with a `kid`.
fn private(algorithm: Algorithm, kid: &str) -> Value {
    let mut next = 1_u8;
    let mut random = |bytes: &mut [u8]| {
        for byte in bytes {
            *byte = next;
            next = next.wrapping_mul(5).wrapping_add(3);
        }
        Ok(())
    };
    let key = Key::generate(algorithm, &mut random).unwrap();
    let mut jwk: Value = serde_json::from_str(&key.to_jwk()).unwrap();
    jwk["kid"] = json!(kid);
    jwk
}

fn keys(keys: &[&Value]) -> String {
    json!({ "keys": keys }).to_string()
}

fn status(app: &App, token: &str) -> u16 {
    app.get("/users/me", Some(&format!("Bearer {token}")))
        .status()
}

macro_rules! pem {
    ($name:literal) => {
        include_str!(concat!("../vectors/keys/", $name, ".pem"))
    };
}

#[test]
fn a_private_key_in_secret_key_signs_with_every_asymmetric_algorithm() {
    for algorithm in Algorithm::all() {
        let pem = match algorithm.name() {
            "ES256" => pem!("p256-pkcs8"),
            "ES384" => pem!("p384-sec1"),
            "ES512" => pem!("p521-pkcs8"),
            "EdDSA" | "Ed25519" => pem!("ed25519-pkcs8"),
            "RS256" | "RS384" | "RS512" => pem!("rsa-pkcs1"),
            "PS256" | "PS384" | "PS512" => pem!("rsa-pkcs8"),
            hmac => {
                assert!(hmac.starts_with("HS"), "{hmac}");
                continue;
            }
        };
        let key = Key::from_pem(pem, Default::default()).unwrap();
        let mut jwk: Value = serde_json::from_str(&key.to_jwk()).unwrap();
        jwk["kid"] = json!("one");
        for (secret, kid) in [(pem, None), (&jwk.to_string(), Some("one"))] {
            let app = App::new(&[("ALGORITHM", algorithm.name()), ("SECRET_KEY", secret)]);
            let token = app.token(LOGIN);
            let header: Value = serde_json::from_str(&token::peek(&token).unwrap().header).unwrap();
            assert_eq!(header["alg"], algorithm.name());
            assert_eq!(header.get("kid").and_then(Value::as_str), kid);
            assert_eq!(status(&app, &token), 200);
            let published = app.get("/.well-known/jwks.json", None).json();
            let set = KeySet::from_json(&published.to_string()).unwrap();
            assert!(token::decode(&token, &set, &DecodeOptions::default(), NOW).is_ok());
            for secret in ["d", "p", "q", "k"] {
                assert_eq!(published["keys"][0].get(secret), None);
            }
        }
    }
}

#[test]
fn the_public_half_is_published_and_nothing_else() {
    let jwk = private(Algorithm::EdDSA, "one");
    let app = App::new(&[("KEYS", &keys(&[&jwk]))]);
    let answer = app.get("/.well-known/jwks.json", None);
    assert_eq!(answer.status(), 200);
    assert_eq!(
        answer.header("content-type"),
        Some("application/jwk-set+json")
    );
    let body = answer.json();
    assert_eq!(
        body["keys"].as_array().unwrap().len(),
        1,
        "no secret is among them"
    );
    assert_eq!(body["keys"][0]["x"], jwk["x"]);
    assert_eq!(body["keys"][0].get("d"), None);

    let set = KeySet::from_json(&body.to_string()).unwrap();
    let token = app.token(LOGIN);
    let options = DecodeOptions {
        algorithms: vec![Algorithm::EdDSA],
        ..DecodeOptions::default()
    };
    assert!(token::decode(&token, &set, &options, NOW).is_ok());
    let none = App::new(&[]).get("/.well-known/jwks.json", None);
    assert_eq!(none.json(), json!({"keys": []}));
}

#[test]
fn a_change_from_hs256_to_eddsa_and_on_loses_no_token() {
    let (first, second) = (
        private(Algorithm::EdDSA, "1"),
        private(Algorithm::ES256, "2"),
    );
    let before = App::new(&[]).token(LOGIN);
    assert_eq!(claims(&before)["sub"], "quick");

    // The new key signs, SECRET_KEY goes on verifying.
    let during = App::new(&[("KEYS", &keys(&[&first]))]);
    let middle = during.token(LOGIN);
    assert_eq!(
        (status(&during, &before), status(&during, &middle)),
        (200, 200)
    );

    // Another key in front; the one before stays in the set.
    let after = App::new(&[("KEYS", &keys(&[&second, &first]))]);
    let last = after.token(LOGIN);
    for token in [&before, &middle, &last] {
        assert_eq!(status(&after, token), 200);
    }

    // What is taken out verifies no more.
    let end = App::new(&[("KEYS", &keys(&[&second])), ("SECRET_KEY", "")]);
    assert_eq!(status(&end, &last), 200);
    assert_eq!((status(&end, &before), status(&end, &middle)), (401, 401));
}

// WebCrypto's `exportKey("jwk", …)` writes `key_ops` so.
#[test]
fn a_private_key_that_is_for_signing_only_has_its_tokens_verified_by_its_public_half() {
    for algorithm in [Algorithm::EdDSA, Algorithm::ES256] {
        let mut jwk = private(algorithm, "one");
        jwk["key_ops"] = json!(["sign"]);
        let secret = jwk.to_string();
        for settings in [
            vec![("KEYS", keys(&[&jwk]))],
            vec![("ALGORITHM", algorithm.to_string()), ("SECRET_KEY", secret)],
        ] {
            let settings: Vec<_> = settings
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            let app = App::new(&settings);
            assert_eq!(status(&app, &app.token(LOGIN)), 200);
        }
    }
}

#[test]
fn the_other_name_of_ed25519_loses_no_token() {
    let jwk = private(Algorithm::EdDSA, "one").to_string();
    let [one, other] = ["EdDSA", "Ed25519"].map(|name| {
        let mut jwk: Value = serde_json::from_str(&jwk).unwrap();
        jwk.as_object_mut().unwrap().remove("alg");
        App::new(&[("ALGORITHM", name), ("SECRET_KEY", &jwk.to_string())])
    });
    assert_eq!(status(&other, &one.token(LOGIN)), 200);
    assert_eq!(status(&one, &other.token(LOGIN)), 200);
}

#[test]
fn a_key_that_is_in_both_settings_is_published_once() {
    let jwk = private(Algorithm::EdDSA, "one");
    let app = App::new(&[
        ("ALGORITHM", "EdDSA"),
        ("SECRET_KEY", &jwk.to_string()),
        ("KEYS", &keys(&[&jwk, &private(Algorithm::ES256, "two")])),
    ]);
    let published = app.get("/.well-known/jwks.json", None).json();
    let kids: Vec<_> = published["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["kid"].as_str().unwrap())
        .collect();
    assert_eq!(kids, ["one", "two"]);
}

#[test]
fn keys_that_cannot_be_used_are_named_and_not_shown() {
    let jwk = private(Algorithm::EdDSA, "one");
    let for_one_thing = |operation: &str| {
        let mut jwk = jwk.clone();
        jwk["key_ops"] = json!([operation]);
        jwk
    };
    let secret = |bytes: &[u8], operations: &[&str]| {
        let key = Key::from_secret(bytes, Default::default()).unwrap();
        let mut jwk: Value = serde_json::from_str(&key.to_jwk()).unwrap();
        jwk["key_ops"] = json!(operations);
        jwk
    };
    let tutorial = b"09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7";
    let public = json!({"kty": "OKP", "crv": "Ed25519", "x": jwk["x"]});
    let d = jwk["d"].as_str().unwrap();
    for (settings, detail) in [
        (
            vec![("KEYS", "[]".to_owned())],
            r#"KEYS cannot be used: expected a JWK Set, {"keys":[…]}"#,
        ),
        (
            vec![("KEYS", keys(&[]))],
            "KEYS has no key: expected a JWK Set whose first key signs",
        ),
        (
            vec![("KEYS", keys(&[&public]))],
            "KEYS cannot sign: expected a private key, found its public half",
        ),
        (
            vec![("KEYS", keys(&[&for_one_thing("verify")]))],
            "KEYS cannot sign: the `key_ops` of the key do not name `sign`",
        ),
        (
            vec![
                ("ALGORITHM", "EdDSA".to_owned()),
                ("SECRET_KEY", for_one_thing("verify").to_string()),
            ],
            "SECRET_KEY cannot sign: the `key_ops` of the key do not name `sign`",
        ),
        (
            vec![(
                "KEYS",
                keys(&[&secret(crate::app::SECRET.as_bytes(), &["sign"])]),
            )],
            "KEYS cannot verify: the `key_ops` of a key do not name `verify`",
        ),
        (
            vec![(
                "KEYS",
                keys(&[&jwk, &secret(tutorial, &["sign", "verify"])]),
            )],
            "KEYS has the key printed in FastAPI's tutorial: anybody can sign tokens with it",
        ),
        (
            vec![
                ("ALGORITHM", "ES256".to_owned()),
                ("SECRET_KEY", "x".repeat(64)),
            ],
            "SECRET_KEY cannot be used: ES256 needs a private key as PEM or JWK",
        ),
    ] {
        let settings: Vec<_> = settings
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let setting = detail.split(' ').next().unwrap();
        App::new(&settings).assert_unusable(setting, detail);
    }
    let app = App::new(&[("ALGORITHM", "ES256"), ("SECRET_KEY", &jwk.to_string())]);
    let other = app.login(LOGIN);
    let body = other.json().to_string();
    assert_eq!(other.status(), 503);
    let (_, line) = app.log.borrow_mut().pop().unwrap();
    for text in [body, line] {
        assert!(
            text.contains("SECRET_KEY cannot be used") && !text.contains(d),
            "{text}"
        );
    }
}

#[test]
fn a_secret_of_the_same_few_bytes_is_refused_in_every_form() {
    let jwk = |bytes: &[u8]| json!({"kty": "oct", "k": Base64UrlUnpadded::encode_string(bytes)});
    let line = "is the same few bytes over and over, so it can be guessed: make one with `openssl rand -hex 32`";
    for weak in [
        [7; 32].as_slice(),
        &[0; 64],
        b"abcdabcdabcdabcdabcdabcdabcdabcd",
    ] {
        // The reading of keys itself takes none of one byte.
        let one = "cannot be used: the secret is one byte over and over: make one with `openssl rand -hex 32`";
        let in_set = "has a key that cannot be used: the secret is one byte over and over: make one with `openssl rand -hex 32`";
        let few = "has a secret that is the same few bytes over and over: it can be guessed";
        let (jwk_line, set_line) = match weak.iter().all(|byte| *byte == weak[0]) {
            true => (one, in_set),
            false => (line, few),
        };
        let text = String::from_utf8(weak.to_vec()).unwrap();
        for (secret, line) in [(text, line), (jwk(weak).to_string(), jwk_line)] {
            App::new(&[("SECRET_KEY", &secret)])
                .assert_unusable("SECRET_KEY", &format!("SECRET_KEY {line}"));
        }
        let set = keys(&[&private(Algorithm::EdDSA, "one"), &jwk(weak)]);
        App::new(&[("KEYS", &set)]).assert_unusable("KEYS", &format!("KEYS {set_line}"));
    }
    App::new(&[("SECRET_KEY", &"abcde".repeat(7))]).token(LOGIN);
}

// RFC 8725 section 2.1: whoever has the public key could sign HS256 with its text.
#[test]
fn a_key_in_any_encoding_is_never_an_hmac_key_of_the_flow() {
    macro_rules! file {
        ($name:literal) => {
            include_str!(concat!("../vectors/keys/", $name))
        };
    }
    let jwk = private(Algorithm::EdDSA, "one").to_string();
    for text in [
        file!("rsa-spki.pem"),
        file!("rsa-pkcs8.pem"),
        file!("p256-certificate.pem"),
        file!("ed25519-pkcs8.pem"),
        file!("encrypted-pkcs8.pem"),
        file!("openssh-ed25519.pem"),
        file!("openssh-rsa.pub"),
        &jwk,
    ] {
        let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        let base64 = Base64::encode_string(text.as_bytes());
        let twice = Base64::encode_string(base64.as_bytes());
        let quoted = serde_json::to_string(text).unwrap();
        let escaped = text.replace('\n', "\\n");
        let url = Base64UrlUnpadded::encode_string(text.as_bytes());
        for secret in [text, &hex, &base64, &twice, &quoted, &escaped, &url] {
            let settings = [("SECRET_KEY", secret)];
            let set = keys(&[&json!({
                "kty": "oct",
                "k": Base64UrlUnpadded::encode_string(secret.as_bytes()),
            })]);
            for settings in [&settings[..], &[("KEYS", &set)]] {
                let app = App::new(settings);
                assert_eq!(app.login(LOGIN).status(), 503, "{}", &secret[..40]);
                let (_, line) = app.log.borrow_mut().pop().unwrap();
                assert!(line.contains("cannot be used"), "{line}");
            }
        }
    }
}

#[test]
fn a_private_key_signs_in_the_encodings_in_which_variables_have_it() {
    let pem = include_str!("../vectors/keys/p256-pkcs8.pem");
    let base64 = Base64::encode_string(pem.as_bytes());
    let quoted = serde_json::to_string(pem).unwrap();
    let set = keys(&[&private(Algorithm::EdDSA, "one")]);
    let set_in_base64 = Base64::encode_string(set.as_bytes());
    for secret in [pem, &base64, &quoted, &pem.replace('\n', "\\n")] {
        App::new(&[("ALGORITHM", "ES256"), ("SECRET_KEY", secret)]).token(LOGIN);
    }
    for text in [&set, &set_in_base64, &serde_json::to_string(&set).unwrap()] {
        App::new(&[("KEYS", text)]).token(LOGIN);
    }
}

#[test]
fn there_are_64_keys_at_most() {
    let jwk = private(Algorithm::EdDSA, "one");
    App::new(&[("KEYS", &keys(&vec![&jwk; 64]))]).token(LOGIN);
    App::new(&[("KEYS", &keys(&vec![&jwk; 65]))])
        .assert_unusable("KEYS", "KEYS has 65 keys, 64 are the most");
}

#[test]
fn the_kid_of_a_token_of_secret_key_is_not_looked_at() {
    let key = Key::from_secret(crate::app::SECRET.as_bytes(), Default::default()).unwrap();
    let options = token::IssueOptions {
        key_id: Some("any".into()),
        ..Default::default()
    };
    let options = token::IssueOptions {
        expires_in: Some(60),
        ..options
    };
    let token = token::issue(r#"{"sub":"quick"}"#, &key, &options, NOW).unwrap();
    assert_eq!(status(&App::new(&[]), &token), 200);
    let set = keys(&[&private(Algorithm::EdDSA, "one")]);
    assert_eq!(status(&App::new(&[("KEYS", &set)]), &token), 200);
}
