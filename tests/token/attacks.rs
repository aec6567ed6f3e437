//! Tokens that somebody forged, bent or mislabelled are refused, each with the
//! error that says why. RFC 8725 section 2 describes most of them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use keyward::token::{Algorithm, DecodeOptions, Key, KeyOptions, decode, peek};
use sha2::Sha256;

const NOW: f64 = 1_700_000_000.0;
const SECRET: &[u8] = b"a-string-secret-at-least-256-bits-long";
const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

fn key() -> Key {
    Key::from_secret(SECRET, KeyOptions::default()).unwrap()
}

/// Signs two parts with HS256, whatever they are.
fn sign_parts(header: &str, payload: &str) -> String {
    let signed = format!("{header}.{payload}");
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET).unwrap();
    mac.update(signed.as_bytes());
    let tag = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
    format!("{signed}.{tag}")
}

/// A well-signed token with this header and this payload.
fn sign(header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>) -> String {
    sign_parts(
        &URL_SAFE_NO_PAD.encode(header),
        &URL_SAFE_NO_PAD.encode(payload),
    )
}

fn refusal(token: &str) -> &'static str {
    match decode(token, &key(), &DecodeOptions::default(), NOW) {
        Ok(_) => "accepted",
        Err(error) => error.code(),
    }
}

#[test]
fn the_helper_makes_good_tokens() {
    assert_eq!(refusal(&sign(HEADER, "{}")), "accepted");
}

// RFC 8725 section 2.1
#[test]
fn none_is_refused_in_every_spelling_with_and_without_a_signature() {
    for none in ["none", "None", "NONE", "nOnE", "none ", "null", ""] {
        let token = sign(format!(r#"{{"alg":"{none}"}}"#), "{}");
        let unsigned = &token[..=token.rfind('.').unwrap()];
        assert_eq!(refusal(&token), "ERR_TOKEN_ALGORITHM", "{none}");
        assert_eq!(refusal(unsigned), "ERR_TOKEN_ALGORITHM", "{none}");
    }
}

#[test]
fn an_empty_or_cut_signature_is_refused() {
    let token = sign(HEADER, "{}");
    let (signed, signature) = token.rsplit_once('.').unwrap();
    for cut in ["", "AA", &signature[..42], &signature[..40]] {
        let code = refusal(&format!("{signed}.{cut}"));
        assert!(
            matches!(code, "ERR_TOKEN_SIGNATURE" | "ERR_TOKEN_FORMAT"),
            "{cut}: {code}"
        );
    }
    assert_eq!(refusal(&format!("{signed}.")), "ERR_TOKEN_SIGNATURE");
    let zeros = URL_SAFE_NO_PAD.encode([0; 32]);
    assert_eq!(refusal(&format!("{signed}.{zeros}")), "ERR_TOKEN_SIGNATURE");
}

// Among others CVE-2022-21449, where r = s = 0 was a signature of everything.
#[test]
fn a_signature_of_zeros_is_refused_by_every_kind_of_key() {
    macro_rules! pem {
        ($name:literal) => {
            include_str!(concat!("../vectors/keys/", $name, ".pem"))
        };
    }
    for (pem, length) in [
        (pem!("p256-spki"), 64),
        (pem!("p384-spki"), 96),
        (pem!("p521-spki"), 132),
        (pem!("ed25519-spki"), 64),
        (pem!("rsa-spki"), 256),
    ] {
        let key = Key::from_pem(pem, KeyOptions::default()).unwrap();
        let algorithms = Algorithm::all().filter(|algorithm| {
            let token = sign(format!(r#"{{"alg":"{algorithm}"}}"#), "{}");
            let error = decode(&token, &key, &DecodeOptions::default(), NOW).unwrap_err();
            error.code() != "ERR_TOKEN_ALGORITHM"
        });
        let mut count = 0;
        for algorithm in algorithms {
            let header = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"{algorithm}"}}"#));
            // All zeros, and with a one at the end of each half, for r or s of 1.
            let mut signatures = vec![vec![0; length]; 4];
            signatures[1][length - 1] = 1;
            signatures[2][length / 2 - 1] = 1;
            signatures[3][length - 1] = 1;
            signatures[3][length / 2 - 1] = 1;
            for signature in signatures {
                let token = format!("{header}.e30.{}", URL_SAFE_NO_PAD.encode(&signature));
                let error = decode(&token, &key, &DecodeOptions::default(), NOW).unwrap_err();
                assert_eq!(error.code(), "ERR_TOKEN_SIGNATURE", "{algorithm}");
            }
            count += 1;
        }
        assert!(count >= 1, "{length}");
    }
}

#[test]
fn every_changed_character_is_noticed() {
    let token = sign(HEADER, r#"{"sub":"johndoe"}"#);
    for at in 0..token.len() {
        for new in ["A", "_", ".", "=", " ", "+"] {
            let changed = format!("{}{new}{}", &token[..at], &token[at + 1..]);
            if changed != token {
                assert_ne!(refusal(&changed), "accepted", "{changed}");
            }
        }
    }
}

#[test]
fn a_blank_or_short_secret_makes_no_key() {
    for secret in ["", " ", "secret", &"a".repeat(31)] {
        let key = Key::from_secret(secret.as_bytes(), KeyOptions::default());
        assert_eq!(key.unwrap_err().code(), "ERR_KEY");
    }
}

#[test]
fn a_longer_hash_needs_a_longer_secret_and_leave() {
    let token = sign(r#"{"alg":"HS512"}"#, "{}");
    assert_eq!(refusal(&token), "ERR_TOKEN_ALGORITHM");
    let options = DecodeOptions {
        algorithms: vec![Algorithm::HS512],
        ..DecodeOptions::default()
    };
    let error = decode(&token, &key(), &options, NOW).unwrap_err();
    assert_eq!(error.code(), "ERR_KEY");
    assert_eq!(
        error.to_string(),
        "the secret is 38 bytes long, HS512 needs at least 64"
    );
}

// RFC 8725 section 3.10, RFC 7515 sections 4.1.2, 4.1.3, 4.1.5 and 4.1.6
#[test]
fn a_token_cannot_bring_its_own_key() {
    let attacker = r#""jwk":{"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},"jku":"http://127.0.0.1:1/","x5u":"http://127.0.0.1:1/","x5c":["AA=="]"#;
    let header = format!(r#"{{"alg":"HS256",{attacker}}}"#);
    assert_eq!(refusal(&sign(&header, "{}")), "accepted");
    let signed = sign(&header, "{}");
    let (signed, _) = signed.rsplit_once('.').unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(&[0; 32]).unwrap();
    mac.update(signed.as_bytes());
    let tag = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
    assert_eq!(refusal(&format!("{signed}.{tag}")), "ERR_TOKEN_SIGNATURE");
}

#[test]
fn kid_is_only_compared_and_never_used_as_a_path_or_query() {
    for kid in ["../../dev/null", "' OR 1=1 --", "\\u0000", "|id", ""] {
        let token = sign(format!(r#"{{"alg":"HS256","kid":"{kid}"}}"#), "{}");
        assert_eq!(refusal(&token), "accepted", "{kid}");
        let set = keyward::token::KeySet::new(vec![key()]);
        let error = decode(&token, &set, &DecodeOptions::default(), NOW).unwrap_err();
        assert_eq!(error.code(), "ERR_KEY", "{kid}");
    }
}

// RFC 7515 section 4.1.11
#[test]
fn an_extension_that_is_not_understood_is_refused_when_it_is_critical() {
    for (header, code) in [
        (r#"{"alg":"HS256","x":1}"#, "accepted"),
        (r#"{"alg":"HS256","crit":["b64"],"b64":true}"#, "accepted"),
        (
            r#"{"alg":"HS256","crit":["x"],"x":1}"#,
            "ERR_TOKEN_CRITICAL",
        ),
        (r#"{"alg":"HS256","crit":[]}"#, "ERR_TOKEN_CRITICAL"),
        (r#"{"alg":"HS256","crit":["alg"]}"#, "ERR_TOKEN_CRITICAL"),
        (
            r#"{"alg":"HS256","crit":["b64"],"b64":false}"#,
            "ERR_TOKEN_CRITICAL",
        ),
    ] {
        assert_eq!(refusal(&sign(header, "{}")), code, "{header}");
    }
}

#[test]
fn other_serializations_are_named_and_refused() {
    let token = sign(HEADER, "{}");
    let parts: Vec<_> = token.split('.').collect();
    let flattened = format!(
        r#"{{"protected":"{}","payload":"{}","signature":"{}"}}"#,
        parts[0], parts[1], parts[2]
    );
    let general = format!(
        r#"{{"payload":"{}","signatures":[{{"protected":"{}","signature":"{}"}}]}}"#,
        parts[1], parts[0], parts[2]
    );
    let encrypted = format!("{token}.AAAA.AAAA");
    for other in [&flattened, &general, &encrypted] {
        assert_eq!(refusal(other), "ERR_TOKEN_FORMAT");
        assert_eq!(peek(other).unwrap_err().code(), "ERR_TOKEN_FORMAT");
    }
}

#[test]
fn dots_white_space_and_padding_are_refused() {
    let token = sign(HEADER, r#"{"a":1}"#);
    for bent in [
        format!("{token}."),
        format!(".{token}"),
        format!("{token}.."),
        format!("{token} "),
        format!(" {token}"),
        format!("{token}\n"),
        format!("{token}="),
        format!("{token}\0"),
        format!("Bearer {token}"),
        token.replacen('.', "=.", 1),
        token.replacen('.', "..", 1),
        token.replacen('.', "\u{2024}", 1),
        String::new(),
        "..".to_owned(),
        ".".to_owned(),
    ] {
        assert_eq!(refusal(&bent), "ERR_TOKEN_FORMAT", "{bent:?}");
    }
}

#[test]
fn base64url_that_is_not_canonical_is_refused_even_when_it_is_signed() {
    // `{}` is "e30"; "e31" decodes to the same bytes in a lax decoder.
    let header = URL_SAFE_NO_PAD.encode(HEADER);
    assert_eq!(refusal(&sign_parts(&header, "e30")), "accepted");
    for payload in ["e31", "e30=", "e30 ", "e3+", "e", ""] {
        let code = refusal(&sign_parts(&header, payload));
        let expected = if payload.is_empty() {
            "ERR_TOKEN_PAYLOAD"
        } else {
            "ERR_TOKEN_FORMAT"
        };
        assert_eq!(code, expected, "{payload}");
    }
    let token = sign(HEADER, "{}");
    let last = token.pop_and_bump();
    assert_eq!(refusal(&last), "ERR_TOKEN_FORMAT");
}

trait PopAndBump {
    /// The same token with an unused bit set in its last character.
    fn pop_and_bump(&self) -> String;
}

impl PopAndBump for String {
    fn pop_and_bump(&self) -> String {
        const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let (start, last) = self.split_at(self.len() - 1);
        let at = ALPHABET
            .iter()
            .position(|byte| *byte == last.as_bytes()[0])
            .unwrap();
        format!("{start}{}", char::from(ALPHABET[at | 1]))
    }
}

#[test]
fn repeated_names_are_refused_in_header_and_claims() {
    for (header, payload, code) in [
        (r#"{"alg":"HS256","alg":"HS256"}"#, "{}", "ERR_TOKEN_FORMAT"),
        (
            r#"{"alg":"none","\u0061lg":"HS256"}"#,
            "{}",
            "ERR_TOKEN_FORMAT",
        ),
        (HEADER, r#"{"sub":"a","sub":"b"}"#, "ERR_TOKEN_PAYLOAD"),
        (HEADER, r#"{"exp":1,"exp":9e9}"#, "ERR_TOKEN_PAYLOAD"),
        (HEADER, r#"{"a":{"b":1,"b":2}}"#, "ERR_TOKEN_PAYLOAD"),
    ] {
        assert_eq!(refusal(&sign(header, payload)), code, "{header} {payload}");
    }
}

#[test]
fn a_payload_that_is_no_object_is_refused_after_its_signature() {
    for payload in [
        &b"[]"[..],
        b"\"a\"",
        b"null",
        b"1",
        b"",
        b"{",
        b"{}{}",
        b"\xff",
        b"{\"a\":\"\xc3\x28\"}",
    ] {
        let token = sign(HEADER, payload);
        assert_eq!(refusal(&token), "ERR_TOKEN_PAYLOAD");
        let forged = token.replace(&token[token.rfind('.').unwrap()..], ".AAAA");
        assert_eq!(refusal(&forged), "ERR_TOKEN_SIGNATURE");
    }
}

#[test]
fn a_header_that_is_no_object_is_a_format_error() {
    for header in [&b"[]"[..], b"\"HS256\"", b"", b"{", b"\xff"] {
        assert_eq!(refusal(&sign(header, "{}")), "ERR_TOKEN_FORMAT");
    }
}

#[test]
fn depth_and_size_are_limited() {
    let nested = |levels: usize| format!(r#"{{"a":{}{}}}"#, "[".repeat(levels), "]".repeat(levels));
    assert_eq!(refusal(&sign(HEADER, nested(63))), "accepted");
    assert_eq!(refusal(&sign(HEADER, nested(64))), "ERR_TOKEN_PAYLOAD");
    assert_eq!(refusal(&sign(HEADER, nested(200_000))), "ERR_TOKEN_PAYLOAD");
    assert_eq!(refusal(&sign(nested(64), "{}")), "ERR_TOKEN_FORMAT");

    let filled = |length: usize| format!(r#"{{"alg":"HS256","a":"{}"}}"#, "x".repeat(length));
    assert_eq!(refusal(&sign(filled(16_000), "{}")), "accepted");
    assert_eq!(refusal(&sign(filled(17_000), "{}")), "ERR_TOKEN_FORMAT");
    assert_eq!(refusal(&sign(HEADER, filled(700_000))), "accepted");
    assert_eq!(refusal(&sign(HEADER, filled(800_000))), "ERR_TOKEN_FORMAT");
    assert_eq!(refusal(&"a".repeat(5_000_000)), "ERR_TOKEN_FORMAT");
    assert_eq!(refusal(&".".repeat(5_000_000)), "ERR_TOKEN_FORMAT");
}

// RFC 7519 section 4.1.3
#[test]
fn a_token_for_a_named_audience_is_refused_by_whoever_has_no_name() {
    for payload in [r#"{"aud":"x"}"#, r#"{"aud":["x"]}"#, r#"{"aud":[]}"#] {
        assert_eq!(
            refusal(&sign(HEADER, payload)),
            "ERR_TOKEN_CLAIM",
            "{payload}"
        );
    }
}

#[test]
fn options_that_are_no_numbers_are_refused() {
    let token = sign(HEADER, "{}");
    let decoded = |options: &DecodeOptions, now: f64| {
        decode(&token, &key(), options, now).map_err(|error| error.code())
    };
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0] {
        let leeway = DecodeOptions {
            leeway: value,
            ..DecodeOptions::default()
        };
        assert_eq!(decoded(&leeway, NOW).unwrap_err(), "ERR_OPTION");
        let max_age = DecodeOptions {
            max_age: Some(value),
            ..DecodeOptions::default()
        };
        assert_eq!(decoded(&max_age, NOW).unwrap_err(), "ERR_OPTION");
    }
    for now in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(
            decoded(&DecodeOptions::default(), now).unwrap_err(),
            "ERR_OPTION"
        );
    }
}

#[test]
fn peek_verifies_nothing() {
    let token = sign(
        r#"{"alg":"none","crit":["x"]}"#,
        r#"{"exp":0,"aud":1,"sub":[]}"#,
    );
    let unsigned = &token[..=token.rfind('.').unwrap()];
    for token in [&token[..], unsigned] {
        let seen = peek(token).unwrap();
        assert_eq!(seen.header, r#"{"alg":"none","crit":["x"]}"#);
        assert_eq!(seen.claims, r#"{"exp":0,"aud":1,"sub":[]}"#);
    }
}

#[test]
fn messages_never_show_the_token_or_the_key() {
    let token = sign(HEADER, r#"{"sub":"very-secret-subject"}"#);
    let (signed, tag) = token.rsplit_once('.').unwrap();
    for bent in [
        format!("{signed}.AAAA"),
        format!("{token}="),
        signed.to_owned(),
    ] {
        let message = decode(&bent, &key(), &DecodeOptions::default(), NOW)
            .unwrap_err()
            .to_string();
        assert!(!message.contains(tag) && !message.contains("secret-subject"));
    }
    assert!(!format!("{:?}", key()).contains("256-bits"));
}
