//! What a refused token, key or option says: what was expected and what came,
//! short, and nothing that is secret. Claims have the like beside their code.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
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

const ED25519: &str = include_str!("../vectors/keys/ed25519-pkcs8.pem");

fn ed25519() -> Key {
    Key::from_pem(ED25519, KeyOptions::default()).unwrap()
}

fn for_one(algorithm: Algorithm) -> KeyOptions {
    KeyOptions {
        algorithm: Some(algorithm),
        ..KeyOptions::default()
    }
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
        (
            Key::from_secret(SECRET.as_bytes(), for_one(Algorithm::RS256))
                .unwrap_err()
                .to_string(),
            "RS256 is not allowed here, only HS256",
        ),
        (
            Key::from_pem(ED25519, for_one(Algorithm::HS256))
                .unwrap_err()
                .to_string(),
            "HS256 is not allowed here, only EdDSA, Ed25519",
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

#[test]
fn what_is_around_a_token_is_named() {
    let key = secret(None);
    let good = token(&key);
    let (head, tail) = good.split_at(20);
    for (text, expected) in [
        (
            format!("Bearer {good}"),
            "there is `Bearer` before the token: give what comes after it",
        ),
        (
            format!("bearer  {good}\n"),
            "there is `Bearer` before the token: give what comes after it",
        ),
        (
            format!("JWT {good}"),
            "there is a word before the token: give the token alone",
        ),
        (
            format!("\"{good}\""),
            "there are quotation marks around the token: give the token alone",
        ),
        (
            format!("b'{good}'"),
            "there are quotation marks around the token: give the token alone",
        ),
        (
            format!("{good}\n"),
            "there is white space around the token: give the token alone",
        ),
        (
            format!(" {good}"),
            "there is white space around the token: give the token alone",
        ),
        (
            format!("{head}\n{tail}"),
            "there is white space in the token, such as the breaks of lines that were too long",
        ),
        (
            good.replace('.', "%2E"),
            "the token is percent-encoded: decode it first",
        ),
        (
            include_str!("../vectors/keys/ed25519-spki.pem").into(),
            "the token is the PEM of a key: the token comes first, then the key",
        ),
        (
            format!("{good}="),
            "the signature is not base64url without padding (RFC 7515 section 2): there is padding at its end, which the option `allowPadding` takes",
        ),
    ] {
        assert_eq!(refusal(&text, &key, &DecodeOptions::default()), expected);
    }
    // Whatever else is wrong is said as ever.
    assert_eq!(
        refusal("a.b", &key, &DecodeOptions::default()),
        "expected three parts separated by dots, found 2"
    );
}

/// A token that somebody else signs, with these parts as they stand.
fn signed_by(secret: &[u8], header: &str, claims: &str) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let input = format!("{header}.{claims}");
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret).unwrap();
    mac.update(input.as_bytes());
    let tag = URL_SAFE.encode(mac.finalize().into_bytes());
    format!("{input}.{tag}")
}

// "This payload … includes padding characters at the end": AWS, Authenticate users using an Application Load Balancer.
#[test]
fn the_padded_tokens_of_load_balancers_are_taken_where_that_is_asked_for() {
    let padded = DecodeOptions {
        allow_padding: true,
        ..DecodeOptions::default()
    };
    for claims in [r#"{"sub":"a"}"#, r#"{"sub":"ab"}"#, r#"{"sub":"abc"}"#] {
        let header = URL_SAFE.encode(r#"{"alg":"HS256","kid":"k1"}"#);
        let token = signed_by(SECRET.as_bytes(), &header, &URL_SAFE.encode(claims));
        assert!(token.ends_with('='));
        assert_eq!(
            decode(&token, &secret(None), &padded, NOW).unwrap().claims,
            claims
        );
        assert_eq!(keyward::token::peek(&token).unwrap().claims, claims);
        assert!(refusal(&token, &secret(None), &DecodeOptions::default()).contains("allowPadding"));
        // Not more of it than belongs there.
        assert!(decode(&format!("{token}="), &secret(None), &padded, NOW).is_err());
        assert!(decode(&token.replace('=', ""), &secret(None), &padded, NOW).is_err());
    }
    let own = token(&secret(None));
    assert!(decode(&own, &secret(None), &padded, NOW).is_ok());
}

// jjwt, Spring and .NET decode a secret that is kept as base64.
#[test]
fn a_secret_that_the_issuer_decodes_is_named() {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256"}"#);
    let bytes: [u8; 33] = crate::secret(200);
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    for text in [
        STANDARD.encode(bytes),
        URL_SAFE.encode(bytes),
        URL_SAFE_NO_PAD.encode(bytes),
        hex.clone(),
        hex.to_uppercase(),
    ] {
        let key = Key::from_secret(text.as_bytes(), KeyOptions::default()).unwrap();
        let token = signed_by(&bytes, &header, "e30").replace('=', "");
        let said = refusal(&token, &key, &DecodeOptions::default());
        assert!(
            said.starts_with("the signature does not match: the signature is that of the bytes"),
            "{said}"
        );
        assert!(said.contains("base64"), "{said}");
        let key = Key::from_secret(&bytes, KeyOptions::default()).unwrap();
        assert!(decode(&token, &key, &DecodeOptions::default(), NOW).is_ok());
    }
    // Of another issuer it is not known, and a secret that is no base64 is no reason.
    let other = token(&secret(None));
    let with = |secret: &[u8]| {
        let key = Key::from_secret(secret, KeyOptions::default()).unwrap();
        refusal(&other, &key, &DecodeOptions::default())
    };
    let perhaps = with(STANDARD.encode(crate::secret::<32>(1)).as_bytes());
    assert!(
        perhaps.starts_with("the signature does not match: the secret is base64: if"),
        "{perhaps}"
    );
    for plain in [
        &b"a secret of thirty-two bytes, or more"[..],
        hex.as_bytes(),
        &bytes,
    ] {
        assert_eq!(with(plain), "the signature does not match");
    }
}

// X.509 and TLS have such signatures (RFC 3279 section 2.2.3), and so has `crypto.sign` of Node by default.
#[test]
fn a_signature_in_der_is_named() {
    for (private, public) in [
        (
            include_str!("../vectors/keys/p256-pkcs8.pem"),
            include_str!("../vectors/keys/p256-spki.pem"),
        ),
        (
            include_str!("../vectors/keys/p384-pkcs8.pem"),
            include_str!("../vectors/keys/p384-spki.pem"),
        ),
        (
            include_str!("../vectors/keys/p521-pkcs8.pem"),
            include_str!("../vectors/keys/p521-spki.pem"),
        ),
    ] {
        let read = |pem| Key::from_pem(pem, KeyOptions::default()).unwrap();
        let good = token(&read(private));
        let (input, signature) = good.rsplit_once('.').unwrap();
        let raw = URL_SAFE_NO_PAD.decode(signature).unwrap();
        let (r, s) = raw.split_at(raw.len() / 2);
        let integer = |number: &[u8]| {
            let zeros = number.iter().take_while(|byte| **byte == 0).count();
            let number = &number[zeros..];
            let sign = if number[0] >= 0x80 { &[0][..] } else { &[] };
            let length = (sign.len() + number.len()) as u8;
            [&[2, length], sign, number].concat()
        };
        let content = [integer(r), integer(s)].concat();
        let head = match content.len() {
            short @ ..=0x7f => vec![0x30, short as u8],
            long => vec![0x30, 0x81, long as u8],
        };
        let der = URL_SAFE_NO_PAD.encode([head, content].concat());
        let said = refusal(
            &format!("{input}.{der}"),
            &read(public),
            &DecodeOptions::default(),
        );
        assert!(
            said.starts_with("the signature does not match: it is in DER,"),
            "{said}"
        );
        let set = KeySet::new(vec![read(public)]);
        assert!(
            refusal(&format!("{input}.{der}"), &set, &DecodeOptions::default()).contains("DER")
        );
    }
}

#[test]
fn a_text_that_is_taken_for_a_secret_is_called_that_with_what_it_is_long_enough_for() {
    use keyward::token::KeyInput;
    let given = |text: &str| KeyInput::read(text.as_bytes(), KeyOptions::default()).unwrap();
    let es256 = token(
        &Key::from_pem(
            include_str!("../vectors/keys/p256-pkcs8.pem"),
            KeyOptions::default(),
        )
        .unwrap(),
    );
    let only = |algorithms: &[Algorithm]| DecodeOptions {
        algorithms: algorithms.to_vec(),
        ..DecodeOptions::default()
    };
    let short = KeyInput::read(b"keys/public.pem", KeyOptions::default()).unwrap_err();
    assert_eq!(
        short.to_string(),
        "the secret is 15 bytes long, HS256 needs at least 32; what is no key in any form is taken for a secret"
    );
    let long = "a text that is the path of no file, and no key in any form: 64 bytes";
    for (text, options, expected) in [
        (SECRET, only(&[]), "HS256"),
        (long, only(&[]), "HS256"),
        (SECRET, only(&[Algorithm::ES256]), "HS256"),
        (&long[..48], only(&[Algorithm::ES256]), "HS256, HS384"),
        (long, only(&[Algorithm::ES256]), "HS256, HS384, HS512"),
    ] {
        let said = decode(&es256, &given(text), &options, NOW).unwrap_err();
        assert_eq!(said.code(), "ERR_TOKEN_ALGORITHM");
        let begin = format!(
            "ES256 is not allowed here, only {expected}: the key is a text, taken for an HMAC secret"
        );
        assert!(said.to_string().starts_with(&begin), "{said}");
    }
}
