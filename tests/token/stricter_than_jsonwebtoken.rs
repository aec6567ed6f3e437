//! What `jsonwebtoken::decode` 11.1 lets pass, `keyward::token::decode` refuses.
//! Each test shows both, with our cryptography under either, so that whoever
//! updates `jsonwebtoken` sees what has changed.

use jsonwebtoken::crypto::CryptoProvider;
use jsonwebtoken::{DecodingKey, EncodingKey, Header, Validation};
use keyward::token::provider::{RandomSource, provider};
use keyward::token::{DecodeOptions, Key, KeyOptions, decode};
use serde_json::{Value, json};

const SECRET: [u8; 32] = *b"a secret of thirty-two bytes ...";

fn now() -> f64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs_f64()
}

struct System;

impl RandomSource for System {
    fn fill(bytes: &mut [u8]) -> keyward::Result<()> {
        crate::random(bytes)
    }
}

static PROVIDER: CryptoProvider = provider::<System>();

fn install() {
    // The second test that comes here finds it installed.
    let _ = PROVIDER.install_default();
}

fn sign(header: &Header, payload: &Value) -> String {
    install();
    jsonwebtoken::encode(header, payload, &EncodingKey::from_secret(&SECRET)).unwrap()
}

/// `exp` is not asked for where a test is about something else.
fn without_exp() -> Validation {
    let mut validation = Validation::default();
    validation.required_spec_claims.clear();
    validation
}

fn theirs(token: &str, validation: &Validation) -> bool {
    install();
    let key = DecodingKey::from_secret(&SECRET);
    jsonwebtoken::decode::<Value>(token, &key, validation).is_ok()
}

fn ours(token: &str, options: &DecodeOptions) -> Option<String> {
    let key = Key::from_secret(&SECRET, KeyOptions::default()).unwrap();
    decode(token, &key, options, now())
        .err()
        .map(|error| [error.code(), error.claim().unwrap_or_default()].join(" "))
}

fn refused(code: &str) -> Option<String> {
    Some(code.to_owned())
}

#[test]
fn an_audience_of_another_type_or_missing_passes_a_configured_check() {
    let mut validation = without_exp();
    validation.set_audience(&["me"]);
    let options = DecodeOptions {
        audience: vec!["me".into()],
        ..DecodeOptions::default()
    };
    for payload in [json!({"aud": 1}), json!({"aud": {"me": 1}}), json!({})] {
        let token = sign(&Header::default(), &payload);
        assert!(theirs(&token, &validation), "{payload}");
        assert_eq!(ours(&token, &options), refused("ERR_TOKEN_CLAIM aud"));
    }
}

#[test]
fn an_issuer_of_another_type_or_missing_passes_a_configured_check() {
    let mut validation = without_exp();
    validation.set_issuer(&["me"]);
    let options = DecodeOptions {
        issuer: vec!["me".into()],
        ..DecodeOptions::default()
    };
    for payload in [json!({"iss": 1}), json!({"iss": {"me": 1}}), json!({})] {
        let token = sign(&Header::default(), &payload);
        assert!(theirs(&token, &validation), "{payload}");
        assert_eq!(ours(&token, &options), refused("ERR_TOKEN_CLAIM iss"));
    }
}

#[test]
fn an_array_passes_as_payload() {
    // Its places are taken for exp, nbf, sub, iss and aud.
    let payload = json!([9_999_999_999_u64, 0, null, null, null]);
    let token = sign(&Header::default(), &payload);
    assert!(theirs(&token, &Validation::default()));
    let options = DecodeOptions::default();
    assert_eq!(ours(&token, &options), refused("ERR_TOKEN_PAYLOAD "));
}

#[test]
fn critical_extensions_are_not_looked_at() {
    let mut header = Header::default();
    header.extras.insert("crit", json!(["must-understand"]));
    header.extras.insert("must-understand", json!(true));
    let token = sign(&header, &json!({}));
    assert!(theirs(&token, &without_exp()));
    let options = DecodeOptions::default();
    assert_eq!(ours(&token, &options), refused("ERR_TOKEN_CRITICAL "));
}

#[test]
fn an_expired_token_passes_for_a_minute() {
    let token = sign(&Header::default(), &json!({"exp": now() as u64 - 30}));
    assert!(theirs(&token, &Validation::default()));
    let options = DecodeOptions::default();
    assert_eq!(ours(&token, &options), refused("ERR_TOKEN_EXPIRED exp"));
}

#[test]
fn a_token_passes_before_its_time() {
    let token = sign(&Header::default(), &json!({"nbf": now() as u64 + 3600}));
    assert!(theirs(&token, &without_exp()));
    let options = DecodeOptions::default();
    assert_eq!(ours(&token, &options), refused("ERR_TOKEN_NOT_YET nbf"));
}

#[test]
fn a_time_in_a_string_passes() {
    let token = sign(&Header::default(), &json!({"nbf": "tomorrow"}));
    assert!(theirs(&token, &without_exp()));
    let options = DecodeOptions::default();
    assert_eq!(ours(&token, &options), refused("ERR_TOKEN_CLAIM nbf"));
}

#[test]
fn a_leeway_longer_than_the_time_itself_is_no_trap() {
    let options = DecodeOptions {
        leeway: 1e15,
        ..DecodeOptions::default()
    };
    let token = sign(&Header::default(), &json!({"exp": 1, "nbf": 1e15}));
    assert_eq!(ours(&token, &options), None);
}

#[test]
fn what_a_jwk_says_it_is_for_is_not_looked_at() {
    let token = sign(&Header::default(), &json!({"sub": "a"}));
    let secret = Key::from_secret(&SECRET, KeyOptions::default()).unwrap();
    let plain: Value = serde_json::from_str(&secret.to_jwk()).unwrap();
    for (member, value, code) in [
        ("use", json!("enc"), Some("ERR_KEY")),
        ("key_ops", json!(["sign"]), Some("ERR_KEY")),
        ("key_ops", json!(["encrypt", "decrypt"]), Some("ERR_KEY")),
        ("alg", json!("HS384"), Some("ERR_KEY")),
        ("alg", json!("HS256"), None),
    ] {
        let mut jwk = plain.clone();
        jwk[member] = value;
        install();
        let parsed: jsonwebtoken::jwk::Jwk = serde_json::from_value(jwk.clone()).unwrap();
        let theirs = DecodingKey::from_jwk(&parsed).unwrap();
        assert!(jsonwebtoken::decode::<Value>(&token, &theirs, &without_exp()).is_ok());

        let ours = Key::from_jwk(&jwk.to_string(), KeyOptions::default())
            .and_then(|key| decode(&token, &key, &DecodeOptions::default(), now()));
        assert_eq!(ours.err().map(|error| error.code()), code, "{jwk}");
    }
}

/// The rules about keys hold under `jsonwebtoken` too, through the provider.
#[test]
fn the_provider_refuses_weak_and_malformed_keys() {
    install();
    let refuses = |algorithm, key: &DecodingKey| {
        jsonwebtoken::crypto::verify("AAAA", b"message", key, algorithm).is_err()
    };
    use jsonwebtoken::Algorithm::{ES256, EdDSA, HS256, RS256};
    for secret in [&b""[..], b"secret", &[7; 31]] {
        assert!(refuses(HS256, &DecodingKey::from_secret(secret)));
        let key = EncodingKey::from_secret(secret);
        assert!(jsonwebtoken::encode(&Header::default(), &json!({}), &key).is_err());
    }
    // `x` of one byte made the default provider of `jsonwebtoken` panic.
    assert!(refuses(
        EdDSA,
        &DecodingKey::from_ed_components("AA").unwrap()
    ));
    assert!(refuses(EdDSA, &DecodingKey::from_ed_der(&[0; 32])));
    assert!(refuses(ES256, &DecodingKey::from_ec_der(&[4; 65])));
    let small = DecodingKey::from_rsa_raw_components(&[0xff; 128], &[1, 0, 1]);
    assert!(refuses(RS256, &small));
    let exponent_one = DecodingKey::from_rsa_raw_components(&[0xff; 256], &[1]);
    assert!(refuses(RS256, &exponent_one));
    assert!(!refuses(HS256, &DecodingKey::from_secret(&SECRET)));
}

#[test]
fn jsonwebtoken_signs_and_verifies_through_the_provider() {
    install();
    use jsonwebtoken::Algorithm::{ES256, ES384, EdDSA, PS256, PS384, PS512, RS256, RS384, RS512};
    macro_rules! der {
        ($name:literal) => {
            &base64(include_str!(concat!("../vectors/keys/", $name, ".pem")))
        };
    }
    let public = |pem: &str| {
        let key = Key::from_pem(pem, KeyOptions::default()).unwrap();
        let jwk: jsonwebtoken::jwk::Jwk = serde_json::from_str(&key.to_jwk()).unwrap();
        (DecodingKey::from_jwk(&jwk).unwrap(), jwk, key.thumbprint())
    };
    let rsa = EncodingKey::from_rsa_der(der!("rsa-pkcs1"));
    for (algorithm, private, pem) in [
        (RS256, &rsa, include_str!("../vectors/keys/rsa-spki.pem")),
        (RS384, &rsa, include_str!("../vectors/keys/rsa-spki.pem")),
        (RS512, &rsa, include_str!("../vectors/keys/rsa-spki.pem")),
        (PS256, &rsa, include_str!("../vectors/keys/rsa-spki.pem")),
        (PS384, &rsa, include_str!("../vectors/keys/rsa-spki.pem")),
        (PS512, &rsa, include_str!("../vectors/keys/rsa-spki.pem")),
        (
            ES256,
            &EncodingKey::from_ec_der(der!("p256-pkcs8")),
            include_str!("../vectors/keys/p256-spki.pem"),
        ),
        (
            ES384,
            &EncodingKey::from_ec_der(der!("p384-pkcs8")),
            include_str!("../vectors/keys/p384-spki.pem"),
        ),
        (
            EdDSA,
            &EncodingKey::from_ed_der(der!("ed25519-pkcs8")),
            include_str!("../vectors/keys/ed25519-spki.pem"),
        ),
    ] {
        let (key, jwk, thumbprint) = public(pem);
        let token = jsonwebtoken::encode(&Header::new(algorithm), &json!({}), private).unwrap();
        let mut validation = Validation::new(algorithm);
        validation.required_spec_claims.clear();
        assert!(jsonwebtoken::decode::<Value>(&token, &key, &validation).is_ok());
        // Its JWK functions work through ours as well.
        let hash = jsonwebtoken::jwk::ThumbprintHash::SHA256;
        assert_eq!(jwk.thumbprint(hash.clone()).unwrap(), thumbprint);
        let made = jsonwebtoken::jwk::Jwk::from_encoding_key(private, algorithm).unwrap();
        assert_eq!(made.thumbprint(hash).unwrap(), thumbprint);
        // And our own `decode` agrees.
        let ours = Key::from_pem(pem, KeyOptions::default()).unwrap();
        assert!(decode(&token, &ours, &DecodeOptions::default(), now()).is_ok());
    }
}

/// The bytes between the lines of a PEM text.
fn base64(pem: &str) -> Vec<u8> {
    use base64::Engine;
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    base64::engine::general_purpose::STANDARD
        .decode(body)
        .unwrap()
}
