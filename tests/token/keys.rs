//! Keys are read from every usual form, written back, and refused when they are
//! weak, malformed, or meant for something else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use keyward::token::{
    Algorithm, DecodeOptions, IssueOptions, Key, KeyKind, KeyOptions, KeySet, decode, issue,
    public_jwk_set,
};
use serde_json::{Value, json};

const NOW: f64 = 1_700_000_000.0;

macro_rules! pem {
    ($name:literal) => {
        include_str!(concat!("../vectors/keys/", $name, ".pem"))
    };
}

/// A modulus that is a power of 65537 modulo every prime of the ROCA test.
const ROCA: &str = "7jQLnP-zepicpUTmu3gKLHiQHT-zNzh2hRGjBhevoB1L9RIvNEVUxTveLruM0rfj0WAK1jHDhaXXzOI8d4VFmtvBtMkA_-SNV1tdpcY4BAEl9l2w_j4kSUt26phkV9mGCE_tCLl4r019GWp0RqhrWACeY2thHbFiEbZamq3_KcXlLZxQjFAjRzRNjAetkcvWBor8df9ikvBioJyjgcieced7mprp4wsNvbb1EKJk753ngVAde2uSronrBZxat0PbZ1humPrSfaC5lovAOaHvNMk5ubjlI6i--J1HhgjF7PbKNYdY9tJ-bPRScpN5d6dI_Yg5LMfhfq4C8Apzvl3XoQ";

fn from_pem(text: &str) -> Key {
    let key = Key::from_pem(text, KeyOptions::default()).unwrap();
    key.with_random(crate::random)
}

fn from_jwk(jwk: &Value) -> keyward::Result<Key> {
    let key = Key::from_jwk(&jwk.to_string(), KeyOptions::default())?;
    Ok(key.with_random(crate::random))
}

fn jwk_of(key: &Key) -> Value {
    serde_json::from_str(&key.to_jwk()).unwrap()
}

/// What a private key signs is good under the public one, and says so.
fn pair_works(private: &Key, public: &Key) {
    assert_eq!(private.kind(), KeyKind::Private);
    assert_eq!(public.kind(), KeyKind::Public);
    assert_eq!(private.thumbprint(), public.thumbprint());
    let token = issue(r#"{"sub":"a"}"#, private, &IssueOptions::default(), NOW).unwrap();
    let decoded = decode(&token, public, &DecodeOptions::default(), NOW).unwrap();
    assert_eq!(decoded.claims, r#"{"sub":"a"}"#);
    let error = issue("{}", public, &IssueOptions::default(), NOW).unwrap_err();
    assert_eq!(error.code(), "ERR_KEY");
}

#[test]
fn every_pem_structure_is_read() {
    for (privates, publics, algorithm) in [
        (
            &[pem!("rsa-pkcs8"), pem!("rsa-pkcs1")][..],
            &[pem!("rsa-spki"), pem!("rsa-pkcs1-public")][..],
            Algorithm::RS256,
        ),
        (
            &[
                pem!("p256-pkcs8"),
                pem!("p256-sec1"),
                pem!("p256-sec1-no-public"),
            ][..],
            &[pem!("p256-spki"), pem!("p256-spki-compressed")][..],
            Algorithm::ES256,
        ),
        (
            &[pem!("p384-pkcs8"), pem!("p384-sec1")][..],
            &[pem!("p384-spki")][..],
            Algorithm::ES384,
        ),
        (
            &[pem!("p521-pkcs8"), pem!("p521-sec1")][..],
            &[pem!("p521-spki")][..],
            Algorithm::ES512,
        ),
        (
            &[pem!("ed25519-pkcs8")][..],
            &[pem!("ed25519-spki")][..],
            Algorithm::EdDSA,
        ),
    ] {
        for private in privates {
            for public in publics {
                let (private, public) = (from_pem(private), from_pem(public));
                assert_eq!(private.algorithm(), algorithm);
                assert_eq!(public.algorithm(), algorithm);
                pair_works(&private, &public);
            }
        }
    }
}

#[test]
fn white_space_around_and_in_a_pem_is_nothing() {
    let key = pem!("ed25519-spki");
    let expected = from_pem(key).thumbprint();
    for text in [
        key.replace('\n', "\r\n"),
        key.replace('\n', "\n    "),
        format!("a comment\n\n{key}\nand more"),
        format!("{key}{}", pem!("p256-spki")),
    ] {
        assert_eq!(from_pem(&text).thumbprint(), expected);
    }
}

#[test]
fn a_pem_that_is_no_usable_key_is_refused_with_the_reason() {
    let spki = pem!("p256-spki");
    for (text, reason) in [
        (pem!("rsa-1024-spki"), "1024 bits, at least 2048"),
        (pem!("rsa-1024-pkcs8"), "1024 bits, at least 2048"),
        (pem!("rsa-three-primes"), "structure"),
        (pem!("x25519-pkcs8"), "neither RSA, nor EC, nor Ed25519"),
        (pem!("secp256k1-spki"), "not on P-256, P-384 or P-521"),
        (pem!("encrypted-pkcs8"), "encrypted"),
        (pem!("encrypted-pkcs1"), "encrypted"),
        (pem!("p384-request"), "a request for a certificate"),
        ("", "not PEM"),
        ("-----BEGIN PUBLIC KEY-----", "not PEM"),
        (&spki.replace("END PUBLIC", "END PRIVATE"), "not PEM"),
        (&spki.replace("PUBLIC", "PRIVATE"), "structure"),
        (&spki.replace("PUBLIC KEY", "RSA PUBLIC KEY"), "structure"),
        (
            &spki.replace("PUBLIC KEY", "NONSENSE"),
            "the PEM label is none of",
        ),
        (&spki.replace("M", "!"), "not base64"),
        (&spki.replace("MFkw", "MFkx"), "structure"),
        (&"x".repeat(70_000), "64 KiB"),
    ] {
        let error = Key::from_pem(text, KeyOptions::default()).unwrap_err();
        assert_eq!(error.code(), "ERR_KEY", "{reason}");
        assert!(error.to_string().contains(reason), "{error} / {reason}");
    }
}

#[test]
fn every_key_survives_the_way_through_its_jwk() {
    for pem in [
        pem!("rsa-pkcs8"),
        pem!("p256-pkcs8"),
        pem!("p384-pkcs8"),
        pem!("p521-pkcs8"),
        pem!("ed25519-pkcs8"),
    ] {
        let key = from_pem(pem);
        let jwk = jwk_of(&key);
        assert_eq!(jwk["use"], "sig");
        let again = from_jwk(&jwk).unwrap();
        assert_eq!(again.to_jwk(), key.to_jwk());

        let public = key.to_public_jwk().unwrap();
        for member in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert!(!public.contains(&format!("\"{member}\":")), "{public}");
        }
        pair_works(
            &key,
            &from_jwk(&serde_json::from_str(&public).unwrap()).unwrap(),
        );
        assert_eq!(key.public_key().unwrap().to_jwk(), public);
    }
}

#[test]
fn a_secret_has_a_jwk_and_no_public_half() {
    let options = KeyOptions {
        algorithm: Some(Algorithm::HS256),
        key_id: Some("\"1\"".into()),
    };
    let key = Key::from_secret(&crate::secret::<32>(0), options).unwrap();
    let expected = json!({
        "kty": "oct", "k": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
        "kid": "\"1\"", "alg": "HS256", "use": "sig",
    });
    assert_eq!(jwk_of(&key), expected);
    assert_eq!(jwk_of(&from_jwk(&expected).unwrap()), expected);
    assert_eq!(key.to_public_jwk().unwrap_err().code(), "ERR_KEY");
    assert_eq!(key.public_key().unwrap_err().code(), "ERR_KEY");
}

#[test]
fn a_jwk_secret_without_alg_is_for_every_hash_it_is_long_enough_for() {
    let jwk = json!({"kty": "oct", "k": "AQID".repeat(16)});
    let key = from_jwk(&jwk).unwrap();
    for (algorithm, outcome) in [
        (Algorithm::HS256, Ok(())),
        (Algorithm::HS384, Ok(())),
        (Algorithm::HS512, Err("ERR_KEY")),
        (Algorithm::RS256, Err("ERR_TOKEN_ALGORITHM")),
    ] {
        let options = IssueOptions {
            algorithm: Some(algorithm),
            ..IssueOptions::default()
        };
        let issued = issue("{}", &key, &options, NOW)
            .and_then(|token| decode(&token, &key, &DecodeOptions::default(), NOW));
        assert_eq!(issued.map(|_| ()).map_err(|error| error.code()), outcome);
    }
}

/// The JWK of a test key with one member changed, removed or added.
fn bent(pem: &str, member: &str, value: Value) -> Value {
    let mut jwk = jwk_of(&from_pem(pem));
    if value.is_null() {
        jwk.as_object_mut().unwrap().remove(member);
    } else {
        jwk[member] = value;
    }
    jwk
}

#[test]
fn a_jwk_that_is_weak_malformed_or_not_for_signatures_is_refused() {
    let ec = pem!("p256-pkcs8");
    let ed = pem!("ed25519-pkcs8");
    let rsa = pem!("rsa-pkcs8");
    let zeros = |length: usize| "A".repeat(length);
    let other_ec = jwk_of(&from_pem(pem!("p384-pkcs8")));
    for (jwk, reason) in [
        (json!({}), "no `kty`"),
        (json!({"kty": "AKP"}), "none of oct, EC, OKP, RSA"),
        (json!({"kty": 1}), "expected a string"),
        (json!({"kty": "oct"}), "no `k`"),
        (json!({"kty": "oct", "k": "AAAA"}), "3 bytes long"),
        (
            json!({"kty": "oct", "k": zeros(42) + "=="}),
            "31 bytes long",
        ),
        (json!({"kty": "oct", "k": zeros(43) + "=="}), "base64url"),
        (json!({"kty": "oct", "k": zeros(42) + " "}), "base64url"),
        (json!({"kty": "oct", "k": zeros(42) + "B"}), "base64url"),
        (bent(ec, "crv", "P-384".into()), "shorter or longer"),
        (bent(ec, "crv", "secp256k1".into()), "P-256, P-384, P-521"),
        (bent(ec, "crv", Value::Null), "P-256, P-384, P-521"),
        (bent(ec, "x", Value::Null), "no `x`"),
        (bent(ec, "y", Value::Null), "no `y`"),
        (bent(ec, "x", zeros(43).into()), "not a point on its curve"),
        (bent(ec, "x", zeros(42).into()), "shorter or longer"),
        (bent(ec, "y", zeros(40).into()), "shorter or longer"),
        (bent(ec, "d", zeros(43).into()), "length or range"),
        (bent(ec, "d", "_".repeat(42).into()), "base64url"),
        (
            bent(ec, "d", ("_".repeat(42) + "8").into()),
            "length or range",
        ),
        (bent(ec, "d", (zeros(42) + "E").into()), "does not belong"),
        (bent(ec, "d", other_ec["d"].clone()), "shorter or longer"),
        (bent(ed, "crv", "X25519".into()), "not Ed25519"),
        (bent(ed, "crv", "Ed448".into()), "not Ed25519"),
        (bent(ed, "x", Value::Null), "no `x`"),
        (
            bent(pem!("ed25519-spki"), "x", zeros(43).into()),
            "small order",
        ),
        (bent(ed, "x", zeros(44).into()), "32 bytes"),
        (bent(ed, "x", "AAAA".into()), "32 bytes"),
        (bent(ed, "d", "AAAA".into()), "32 bytes"),
        (bent(ed, "d", zeros(43).into()), "does not belong"),
        (bent(rsa, "n", zeros(342).into()), "0 bits"),
        (bent(rsa, "n", "_".repeat(340).into()), "2040 bits"),
        (bent(rsa, "n", "_".repeat(1368).into()), "8208 bits"),
        (bent(rsa, "n", "____".repeat(100).into()), "does not belong"),
        (bent(rsa, "e", "AQ".into()), "even or 1"),
        (bent(rsa, "e", "AAAB".into()), "even or 1"),
        (bent(rsa, "e", "AQAA".into()), "even or 1"),
        (bent(rsa, "e", "".into()), "even or 1"),
        (bent(rsa, "e", "_______".into()), "base64url"),
        (bent(rsa, "e", "________".into()), "malformed"),
        (bent(rsa, "e", "Aw".into()), "does not belong"),
        (bent(rsa, "d", "AQAB".into()), "does not belong"),
        (bent(rsa, "d", "".into()), "empty"),
        (bent(rsa, "p", "AQAB".into()), "does not belong"),
        (bent(rsa, "p", Value::Null), "no `p`"),
        (bent(rsa, "q", Value::Null), "no `q`"),
        (bent(rsa, "dp", "AQAB".into()), "CRT"),
        (bent(rsa, "dq", "AQAB".into()), "CRT"),
        (bent(rsa, "qi", "AQAB".into()), "CRT"),
        (bent(rsa, "oth", json!([])), "more than two primes"),
        (json!({"kty": "RSA", "n": ROCA, "e": "AQAB"}), "ROCA"),
        (bent(ec, "use", "enc".into()), "not `sig`"),
        (bent(ec, "use", "SIG".into()), "not `sig`"),
        (bent(ec, "use", 1.into()), "expected a string"),
        (
            bent(ec, "key_ops", json!(["encrypt"])),
            "neither `sign` nor `verify`",
        ),
        (bent(ec, "key_ops", json!(["sign", "sign"])), "twice"),
        (
            bent(
                ec,
                "key_ops",
                json!((0..33).map(|n| n.to_string()).collect::<Vec<_>>()),
            ),
            "more than 32",
        ),
        (bent(ec, "key_ops", json!("sign")), "not a list of strings"),
        (bent(ec, "key_ops", json!([1])), "not a list of strings"),
        (
            bent(ec, "alg", "ES256K".into()),
            "not a signature algorithm known",
        ),
        (
            bent(ec, "alg", "none".into()),
            "not a signature algorithm known",
        ),
        (
            bent(rsa, "alg", "RSA-OAEP".into()),
            "not a signature algorithm known",
        ),
        (bent(ec, "alg", 1.into()), "expected a string"),
        (bent(ec, "kid", 1.into()), "expected a string"),
    ] {
        let error = from_jwk(&jwk).expect_err(reason);
        assert_eq!(error.code(), "ERR_KEY", "{error}");
        assert!(error.to_string().contains(reason), "{error} / {reason}");
    }
    for text in ["", "[]", "{", r#"{"kty":"oct","kty":"oct"}"#] {
        let error = Key::from_jwk(text, KeyOptions::default()).unwrap_err();
        assert_eq!(error.code(), "ERR_KEY");
    }
}

#[test]
fn an_alg_that_does_not_fit_the_key_is_an_algorithm_error() {
    for jwk in [
        bent(pem!("p256-pkcs8"), "alg", "ES384".into()),
        bent(pem!("p256-pkcs8"), "alg", "HS256".into()),
        bent(pem!("rsa-spki"), "alg", "HS256".into()),
        bent(pem!("rsa-spki"), "alg", "EdDSA".into()),
        json!({"kty": "oct", "k": "AQID".repeat(25), "alg": "RS256"}),
    ] {
        assert_eq!(from_jwk(&jwk).unwrap_err().code(), "ERR_TOKEN_ALGORITHM");
    }
    let options = |algorithm| KeyOptions {
        algorithm: Some(algorithm),
        key_id: None,
    };
    let jwk = bent(pem!("rsa-pkcs8"), "alg", "RS256".into()).to_string();
    let error = Key::from_jwk(&jwk, options(Algorithm::PS256)).unwrap_err();
    assert_eq!(error.code(), "ERR_TOKEN_ALGORITHM");
    let error = Key::from_pem(pem!("rsa-spki"), options(Algorithm::ES256)).unwrap_err();
    assert_eq!(error.code(), "ERR_TOKEN_ALGORITHM");
}

#[test]
fn a_key_bound_to_one_algorithm_refuses_the_others_of_its_family() {
    let bound = from_jwk(&bent(pem!("rsa-pkcs8"), "alg", "PS256".into())).unwrap();
    assert_eq!(bound.algorithm(), Algorithm::PS256);
    let free = from_pem(pem!("rsa-pkcs8"));
    for algorithm in Algorithm::all().filter(|one| one.name().contains('S')) {
        let options = IssueOptions {
            algorithm: Some(algorithm),
            ..IssueOptions::default()
        };
        let of_family = algorithm.name().starts_with(['R', 'P']);
        let token = issue("{}", &free, &options, NOW);
        assert_eq!(token.is_ok(), of_family, "{algorithm}");
        if let Ok(token) = token {
            let decoded = decode(&token, &bound, &DecodeOptions::default(), NOW);
            assert_eq!(decoded.is_ok(), algorithm == Algorithm::PS256);
            assert!(decode(&token, &free, &DecodeOptions::default(), NOW).is_ok());
        }
        let refused = issue("{}", &bound, &options, NOW);
        assert_eq!(refused.is_ok(), algorithm == Algorithm::PS256);
    }
}

// RFC 9864 section 2.2
#[test]
fn eddsa_and_ed25519_are_two_names_of_one_algorithm() {
    let key = from_pem(pem!("ed25519-pkcs8"));
    for algorithm in [Algorithm::EdDSA, Algorithm::Ed25519] {
        let options = IssueOptions {
            algorithm: Some(algorithm),
            ..IssueOptions::default()
        };
        let token = issue("{}", &key, &options, NOW).unwrap();
        let decoded = decode(&token, &key, &DecodeOptions::default(), NOW).unwrap();
        assert!(decoded.header.contains(algorithm.name()));
        let named = from_jwk(&bent(pem!("ed25519-spki"), "alg", "EdDSA".into())).unwrap();
        assert!(decode(&token, &named, &DecodeOptions::default(), NOW).is_ok());
    }
}

// RFC 7517 section 4.3
#[test]
fn what_is_allowed_may_have_either_name_of_ed25519() {
    let key = from_pem(pem!("ed25519-pkcs8"));
    for (written, allowed) in [
        (Algorithm::EdDSA, Algorithm::Ed25519),
        (Algorithm::Ed25519, Algorithm::EdDSA),
    ] {
        let options = IssueOptions {
            algorithm: Some(written),
            ..IssueOptions::default()
        };
        let token = issue("{}", &key, &options, NOW).unwrap();
        let allow = |algorithm| DecodeOptions {
            algorithms: vec![algorithm],
            ..DecodeOptions::default()
        };
        assert!(decode(&token, &key, &allow(allowed), NOW).is_ok());
        assert!(decode(&token, &key, &allow(Algorithm::ES256), NOW).is_err());
    }
}

/// The DER of a PEM text.
fn der_of(pem: &str) -> Vec<u8> {
    let body: String = pem.lines().filter(|line| !line.contains('-')).collect();
    STANDARD.decode(body).unwrap()
}

fn public_pem(der: &[u8]) -> String {
    format!(
        "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
        STANDARD.encode(der)
    )
}

fn refused(pem: &str) -> String {
    Key::from_pem(pem, KeyOptions::default())
        .unwrap_err()
        .to_string()
}

// RFC 5480 section 2.2: the first byte is 2, 3 or 4. SEC 1 has 5 for a point of which
// only x is there.
#[test]
fn a_point_of_which_only_x_is_there_is_refused() {
    let der = der_of(pem!("p256-spki"));
    let (algorithm, point) = (&der[2..23], &der[27..]);
    let spki = |form: u8, coordinates: &[u8]| {
        let bits = coordinates.len() + 2;
        let length = algorithm.len() + 2 + bits;
        let lengths = [length as u8, bits as u8];
        let head = [&[0x30, lengths[0]], algorithm, &[0x03, lengths[1], 0, form]].concat();
        public_pem(&[&head, coordinates].concat())
    };
    let whole = spki(4, point);
    assert_eq!(
        from_pem(&whole).thumbprint(),
        from_pem(pem!("p256-spki")).thumbprint()
    );
    let half = spki(2 + (point[63] & 1), &point[..32]);
    assert_eq!(from_pem(&half).thumbprint(), from_pem(&whole).thumbprint());
    for form in [0, 1, 5, 6] {
        assert_eq!(
            refused(&spki(form, &point[..32])),
            "the public point of the EC key is neither uncompressed nor compressed"
        );
    }
}

// RFC 8410 section 3.
#[test]
fn an_ed25519_key_with_parameters_is_refused() {
    let der = der_of(pem!("ed25519-spki"));
    assert_eq!(der[..5], [0x30, 0x2a, 0x30, 0x05, 0x06]);
    let spki = [
        &[0x30, 0x2c, 0x30, 0x07],
        &der[4..9],
        &[0x05, 0x00],
        &der[9..],
    ]
    .concat();
    assert!(refused(&public_pem(&spki)).contains("not the structure"));

    let der = der_of(pem!("ed25519-pkcs8"));
    assert_eq!(der[..7], [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05]);
    let pkcs8 = [
        &[0x30, 0x30, 0x02, 0x01, 0x00, 0x30, 0x07],
        &der[7..12],
        &[0x05, 0x00],
        &der[12..],
    ]
    .concat();
    let pem = public_pem(&pkcs8).replace("PUBLIC", "PRIVATE");
    assert!(refused(&pem).contains("not the structure"));
}

// RFC 8725 section 2.1.
#[test]
fn a_public_key_in_any_spelling_is_no_secret() {
    let jwk = from_pem(pem!("rsa-spki")).to_jwk();
    let mut spellings = vec![
        jwk.clone().into_bytes(),
        format!("\u{feff}{jwk}").into_bytes(),
        format!("[{jwk}]").into_bytes(),
        format!("{{\"keys\":[{jwk}]}}").into_bytes(),
    ];
    for pem in [
        pem!("rsa-spki"),
        pem!("rsa-pkcs1-public"),
        pem!("p256-spki"),
        pem!("p256-spki-compressed"),
        pem!("p521-spki"),
        pem!("ed25519-spki"),
        pem!("certificate"),
    ] {
        let der = der_of(pem);
        spellings.push(pem.as_bytes().to_vec());
        spellings.push(STANDARD.encode(&der).into_bytes());
        spellings.push(
            pem.lines()
                .filter(|line| !line.contains('-'))
                .collect::<Vec<_>>()
                .join("\n")
                .into_bytes(),
        );
        spellings.push(der);
    }
    for secret in spellings {
        let error = Key::from_secret(&secret, KeyOptions::default()).unwrap_err();
        assert!(
            error.to_string().contains("read it as that kind of key"),
            "{}: {error}",
            String::from_utf8_lossy(&secret)
        );
    }
    // Bytes and texts that only look a little like one are secrets like any other.
    for secret in [
        &[0x30, 0x1e].repeat(16)[..],
        &[0x30, 0x82, 0x01, 0x00, 7, 7, 7, 7].repeat(8),
        b"MCowBQYDK2VwAyEAMCowBQYDK2VwAyEA",
        b"[0123456789012345678901234567890]",
    ] {
        assert!(Key::from_secret(secret, KeyOptions::default()).is_ok());
    }
}

#[test]
fn key_ops_are_enforced() {
    let token = issue(
        "{}",
        &from_pem(pem!("p256-pkcs8")),
        &IssueOptions::default(),
        NOW,
    )
    .unwrap();
    for (operations, signs, verifies) in [
        (json!(["sign"]), true, false),
        (json!(["verify"]), false, true),
        (json!(["verify", "sign", "encrypt"]), true, true),
    ] {
        let key = from_jwk(&bent(pem!("p256-pkcs8"), "key_ops", operations)).unwrap();
        let signed = issue("{}", &key, &IssueOptions::default(), NOW);
        let verified = decode(&token, &key, &DecodeOptions::default(), NOW);
        assert_eq!(signed.map(|_| ()).map_err(|e| e.code()), outcome(signs));
        assert_eq!(
            verified.map(|_| ()).map_err(|e| e.code()),
            outcome(verifies)
        );
        // The restriction survives being written, and does not bind the public half.
        let again = from_jwk(&jwk_of(&key)).unwrap();
        assert_eq!(
            issue("{}", &again, &IssueOptions::default(), NOW).is_ok(),
            signs
        );
        let public = key.public_key().unwrap();
        assert!(decode(&token, &public, &DecodeOptions::default(), NOW).is_ok());
    }
}

fn outcome(allowed: bool) -> Result<(), &'static str> {
    if allowed { Ok(()) } else { Err("ERR_KEY") }
}

// RFC 8725 section 2.1
#[test]
fn a_public_key_never_verifies_an_hmac() {
    let public = from_pem(pem!("rsa-spki"));
    // The attacker signs with the text of the public key as the secret, which
    // he can only do without this crate.
    assert!(Key::from_secret(pem!("rsa-spki").as_bytes(), KeyOptions::default()).is_err());
    let secret = Key::from_secret(&crate::secret::<32>(1), KeyOptions::default()).unwrap();
    let token = issue("{}", &secret, &IssueOptions::default(), NOW).unwrap();
    let allowed = DecodeOptions {
        algorithms: vec![Algorithm::HS256, Algorithm::RS256],
        ..DecodeOptions::default()
    };
    for options in [DecodeOptions::default(), allowed] {
        let error = decode(&token, &public, &options, NOW).unwrap_err();
        assert_eq!(error.code(), "ERR_TOKEN_ALGORITHM");
    }
}

#[test]
fn a_new_key_is_different_every_time_and_works() {
    let mut counter = 0_u8;
    let mut random = |bytes: &mut [u8]| {
        counter = counter.wrapping_add(1);
        bytes.fill(counter);
        Ok(())
    };
    for algorithm in Algorithm::all() {
        let rsa = algorithm.name().starts_with(['R', 'P']);
        let key = Key::generate(algorithm, &mut random);
        if rsa {
            assert_eq!(key.unwrap_err().code(), "ERR_TOKEN_ALGORITHM");
            continue;
        }
        let (key, other) = (key.unwrap(), Key::generate(algorithm, &mut random).unwrap());
        assert_eq!(key.algorithm(), algorithm);
        assert_ne!(key.thumbprint(), other.thumbprint());
        let token = issue("{}", &key, &IssueOptions::default(), NOW).unwrap();
        assert!(decode(&token, &key, &DecodeOptions::default(), NOW).is_ok());
        let error = decode(&token, &other, &DecodeOptions::default(), NOW).unwrap_err();
        assert_eq!(error.code(), "ERR_TOKEN_SIGNATURE");
    }
}

#[test]
fn random_bytes_that_fail_or_never_change_make_no_key() {
    let error = keyward::Error::Random("none".into());
    let failing = Key::generate(Algorithm::HS256, &mut |_| Err(error.clone()));
    assert_eq!(failing.unwrap_err(), error);
    for byte in [0, 0xff] {
        let constant = Key::generate(Algorithm::ES256, &mut |bytes| {
            bytes.fill(byte);
            Ok(())
        });
        assert_eq!(constant.unwrap_err().code(), "ERR_RANDOM");
    }
}

#[test]
fn a_set_is_read_with_the_keys_it_cannot_use_set_aside() {
    let named = |jwk: Value, kid: &str| {
        let mut jwk = jwk;
        jwk["kid"] = kid.into();
        jwk
    };
    let ed = jwk_of(&from_pem(pem!("ed25519-spki")));
    let ec = jwk_of(&from_pem(pem!("p256-spki")));
    let set = json!({
        "keys": [
            {"kty": "future", "kid": "future"},
            named(json!({"kty": "RSA", "n": "AQAB", "e": "AQAB"}), "weak"),
            named(bent(pem!("p256-spki"), "use", "enc".into()), "encryption"),
            "nonsense",
            named(ed, "ed"),
            named(ec, "ec"),
        ],
        "more": {"a": []},
    });
    let set = KeySet::from_json(&set.to_string()).unwrap();
    let ids: Vec<_> = set.keys().filter_map(Key::key_id).collect();
    assert_eq!(ids, ["ed", "ec"]);

    let issued = |pem: &str, kid: Option<&str>| {
        let options = IssueOptions {
            key_id: kid.map(Into::into),
            ..IssueOptions::default()
        };
        let token = issue("{}", &from_pem(pem), &options, NOW).unwrap();
        decode(&token, &set, &DecodeOptions::default(), NOW)
            .map(|_| "accepted")
            .unwrap_or_else(|error| error.code())
    };
    assert_eq!(issued(pem!("ed25519-pkcs8"), Some("ed")), "accepted");
    assert_eq!(issued(pem!("p256-pkcs8"), Some("ec")), "accepted");
    assert_eq!(issued(pem!("p256-pkcs8"), None), "accepted");
    assert_eq!(
        issued(pem!("p256-pkcs8"), Some("ed")),
        "ERR_TOKEN_ALGORITHM"
    );
    assert_eq!(issued(pem!("p256-pkcs8"), Some("unknown")), "ERR_KEY");
    assert_eq!(issued(pem!("rsa-pkcs8"), Some("weak")), "ERR_KEY");
    assert_eq!(issued(pem!("p256-pkcs8"), Some("encryption")), "ERR_KEY");
    assert_eq!(issued(pem!("p384-pkcs8"), None), "ERR_TOKEN_ALGORITHM");
}

#[test]
fn a_text_that_is_no_set_is_refused() {
    for text in [
        "",
        "[]",
        "{}",
        r#"{"keys":{}}"#,
        r#"{"keys":null}"#,
        r#"{"keys":[],"keys":[]}"#,
        r#"{"keys":[{"kty":"oct","kty":"oct"}]}"#,
    ] {
        assert_eq!(
            KeySet::from_json(text).unwrap_err().code(),
            "ERR_KEY",
            "{text}"
        );
    }
    let empty = KeySet::from_json(r#"{"keys":[]}"#).unwrap();
    let token = issue(
        "{}",
        &from_pem(pem!("p256-pkcs8")),
        &IssueOptions::default(),
        NOW,
    )
    .unwrap();
    let error = decode(&token, &empty, &DecodeOptions::default(), NOW).unwrap_err();
    assert_eq!(error.code(), "ERR_KEY");
}

#[test]
fn a_published_set_holds_public_halves_only() {
    let secret = Key::from_secret(&crate::secret::<32>(7), KeyOptions::default()).unwrap();
    let set = KeySet::new(vec![secret, from_pem(pem!("ed25519-pkcs8"))]);
    let published: Value = serde_json::from_str(&public_jwk_set(set.keys())).unwrap();
    let expected: Value = serde_json::from_str(&from_pem(pem!("ed25519-spki")).to_jwk()).unwrap();
    assert_eq!(published, json!({"keys": [expected]}));
}

#[test]
fn debug_output_shows_no_key() {
    for key in [
        from_pem(pem!("rsa-pkcs8")),
        from_pem(pem!("p256-pkcs8")),
        from_pem(pem!("ed25519-pkcs8")),
        Key::from_secret(&crate::secret::<32>(7), KeyOptions::default()).unwrap(),
    ] {
        let jwk = jwk_of(&key);
        let shown = format!("{key:?}") + &format!("{:?}", KeySet::new(vec![key]));
        for member in ["d", "p", "k"] {
            if let Some(secret) = jwk[member].as_str() {
                assert!(!shown.contains(secret));
            }
        }
        assert!(shown.len() < 400, "{shown}");
    }
}
