//! A key is read as what it is in whatever encoding it comes, and is never a secret.
//!
//! The keys are those of OpenSSL, keytool, OpenSSH and Node (`tests/vectors/keys`); the encodings those
//! in which variables, JSON files and databases have them.

use base64::Engine as _;
use base64::alphabet::{STANDARD as ALPHABET, URL_SAFE as URL_ALPHABET};
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::{NO_PAD, PAD, STANDARD};
use keyward::token::{
    Algorithm, DecodeOptions, IssueOptions, Key, KeyInput, KeyKind, KeyOptions, decode, issue,
};
use proptest::prelude::*;

const NOW: f64 = 1_700_000_000.0;

macro_rules! key_file {
    ($name:literal) => {
        include_str!(concat!("../vectors/keys/", $name))
    };
}

/// Files with one key each that can be read, and the key's public half.
const KEYS: &[(&str, &str)] = &[
    (key_file!("rsa-pkcs8.pem"), key_file!("rsa-spki.pem")),
    (key_file!("rsa-pkcs1.pem"), key_file!("rsa-spki.pem")),
    (key_file!("rsa-spki.pem"), key_file!("rsa-spki.pem")),
    (key_file!("rsa-pkcs1-public.pem"), key_file!("rsa-spki.pem")),
    (key_file!("rsa-certificate.pem"), key_file!("rsa-spki.pem")),
    (
        key_file!("rsa-certificate-trusted.pem"),
        key_file!("rsa-spki.pem"),
    ),
    (
        key_file!("rsa-pss-pkcs8.pem"),
        key_file!("rsa-pss-spki.pem"),
    ),
    (
        key_file!("rsa-pss-sha256-pkcs8.pem"),
        key_file!("rsa-pss-sha256-spki.pem"),
    ),
    (key_file!("p256-pkcs8.pem"), key_file!("p256-spki.pem")),
    (key_file!("p256-sec1.pem"), key_file!("p256-spki.pem")),
    (
        key_file!("p256-sec1-no-public.pem"),
        key_file!("p256-spki.pem"),
    ),
    (key_file!("p256-spki.pem"), key_file!("p256-spki.pem")),
    (
        key_file!("p256-spki-compressed.pem"),
        key_file!("p256-spki.pem"),
    ),
    (
        key_file!("p256-certificate.pem"),
        key_file!("p256-spki.pem"),
    ),
    (
        key_file!("keytool-certificate.pem"),
        key_file!("keytool-spki.pem"),
    ),
    (key_file!("p384-pkcs8.pem"), key_file!("p384-spki.pem")),
    (key_file!("p384-sec1.pem"), key_file!("p384-spki.pem")),
    (
        key_file!("p384-certificate-v1.pem"),
        key_file!("p384-spki.pem"),
    ),
    (key_file!("p521-pkcs8.pem"), key_file!("p521-spki.pem")),
    (key_file!("p521-spki.pem"), key_file!("p521-spki.pem")),
    (
        key_file!("ed25519-pkcs8.pem"),
        key_file!("ed25519-spki.pem"),
    ),
    (key_file!("ed25519-spki.pem"), key_file!("ed25519-spki.pem")),
    (
        key_file!("ed25519-certificate.pem"),
        key_file!("ed25519-spki.pem"),
    ),
];

/// Files with keys that cannot be read, and what the error says to do.
const UNREADABLE: &[(&str, &str)] = &[
    (key_file!("openssh-rsa.pem"), "ssh-keygen -p -m PEM -f FILE"),
    (key_file!("openssh-ed25519.pem"), "load_ssh_private_key"),
    (
        key_file!("openssh-ecdsa-encrypted.pem"),
        "ssh-keygen -p -m PEM -f FILE",
    ),
    (
        key_file!("openssh-rsa.pub"),
        "ssh-keygen -e -m PKCS8 -f FILE",
    ),
    (key_file!("openssh-ed25519.pub"), "load_ssh_public_key"),
    (
        key_file!("openssh-ecdsa-encrypted.pub"),
        "ssh-keygen -e -m PKCS8 -f FILE",
    ),
    (
        key_file!("encrypted-pkcs1.pem"),
        "openssl pkcs8 -topk8 -nocrypt",
    ),
    (
        key_file!("encrypted-pkcs8.pem"),
        "openssl pkcs8 -topk8 -nocrypt",
    ),
    (
        key_file!("p256-explicit-sec1.pem"),
        "openssl ec -in FILE -param_enc named_curve",
    ),
    (
        key_file!("p256-explicit-pkcs8.pem"),
        "openssl ec -in FILE -param_enc named_curve",
    ),
    (
        key_file!("p256-explicit-spki.pem"),
        "openssl ec -in FILE -param_enc named_curve",
    ),
    (key_file!("p384-request.pem"), "openssl req -in FILE"),
    (key_file!("rsa-pss-sha1-pkcs8.pem"), "PS256"),
    (key_file!("rsa-three-primes.pem"), "structure"),
    (key_file!("x25519-pkcs8.pem"), "neither RSA, nor EC"),
    (key_file!("secp256k1-spki.pem"), "not on P-256"),
    (
        "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: eddsa-key",
        "puttygen FILE",
    ),
    (
        "<RSAKeyValue><Modulus>0nSlCs6XynySzaA4J8hO</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>",
        "ExportPkcs8PrivateKeyPem",
    ),
    (
        "-----BEGIN%20PUBLIC%20KEY-----%0AMCowBQYDK2VwAyEA%0A-----END%20PUBLIC%20KEY-----",
        "percent-encoded",
    ),
    (
        "-----BEGIN PUBLIC KEY-----                ",
        "first line break",
    ),
];

fn read(bytes: &[u8]) -> keyward::Result<KeyInput> {
    KeyInput::read(bytes, KeyOptions::default()).map(|input| input.with_random(crate::random))
}

fn key(bytes: &[u8]) -> Key {
    match read(bytes) {
        Ok(KeyInput::One(key)) => key,
        other => panic!("{}: {other:?}", String::from_utf8_lossy(bytes)),
    }
}

fn from_pem(pem: &str) -> Key {
    Key::from_pem(pem, KeyOptions::default()).unwrap()
}

/// The DER of the last block of a PEM text.
fn der_of(pem: &str) -> Vec<u8> {
    let (_, block) = pem.rsplit_once("-----BEGIN ").unwrap();
    let body: String = block.lines().filter(|line| !line.contains('-')).collect();
    STANDARD.decode(body).unwrap()
}

fn base64(bytes: &[u8], url: bool, padded: bool) -> String {
    let alphabet = if url { &URL_ALPHABET } else { &ALPHABET };
    let padding = if padded { PAD } else { NO_PAD };
    GeneralPurpose::new(alphabet, padding).encode(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A text in lines of this many characters.
fn wrapped(text: &str, width: usize, line_break: &str) -> String {
    let lines: Vec<_> = text
        .as_bytes()
        .chunks(width)
        .map(|line| str::from_utf8(line).unwrap())
        .collect();
    lines.join(line_break)
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

type Encode = fn(&[u8]) -> Vec<u8>;

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What binary is turned into, so that it can be kept as a text.
const TEXTS: &[(&str, Encode)] = &[
    ("base64", |bytes| base64(bytes, false, true).into()),
    ("base64, no padding", |bytes| {
        base64(bytes, false, false).into()
    }),
    ("base64url", |bytes| base64(bytes, true, false).into()),
    ("base64url, padded", |bytes| {
        base64(bytes, true, true).into()
    }),
    ("base64 -w 76", |bytes| {
        wrapped(&base64(bytes, false, true), 76, "\n").into()
    }),
    ("base64 of Windows", |bytes| {
        wrapped(&base64(bytes, false, true), 64, "\r\n").into()
    }),
    ("base64 in lines of \\n", |bytes| {
        wrapped(&base64(bytes, false, true), 64, "\\n").into()
    }),
    ("hex", |bytes| hex(bytes).into()),
    ("HEX", |bytes| hex(bytes).to_uppercase().into()),
    ("0x", |bytes| format!("0x{}", hex(bytes)).into()),
    ("hex with colons", |bytes| {
        wrapped(&hex(bytes), 2, ":").into()
    }),
    ("xxd -p", |bytes| wrapped(&hex(bytes), 60, "\n").into()),
    ("a data URL", |bytes| {
        format!(
            "data:application/x-pem-file;base64,{}",
            base64(bytes, false, true)
        )
        .into()
    }),
    ("base64:", |bytes| {
        format!("base64:{}", base64(bytes, false, true)).into()
    }),
];

/// What happens to a text on its way.
const ENVELOPES: &[(&str, Encode)] = &[
    ("as it is", |text| text.to_vec()),
    ("a byte order mark", |text| [b"\xef\xbb\xbf", text].concat()),
    ("a line break after it", |text| [text, b"\n"].concat()),
    ("white space around", |text| {
        [b" \r\n\t", text, b"\r\n\r\n "].concat()
    }),
    ("JSON.stringify", |text| {
        serde_json::to_string(&text_of(text)).unwrap().into()
    }),
    ("JSON twice", |text| {
        let once = serde_json::to_string(&text_of(text)).unwrap();
        serde_json::to_string(&once).unwrap().into()
    }),
    ("PHP's json_encode", |text| {
        serde_json::to_string(&text_of(text))
            .unwrap()
            .replace('/', "\\/")
            .into()
    }),
    ("in single quotes", |text| [b"'", text, b"'"].concat()),
    ("\\n in two characters", |text| {
        text_of(text).replace('\n', "\\n").into()
    }),
    ("\\r\\n in four", |text| {
        text_of(text).replace('\n', "\\r\\n").into()
    }),
    ("\\\\n in three", |text| {
        text_of(text).replace('\n', "\\\\n").into()
    }),
    ("CRLF", |text| text_of(text).replace('\n', "\r\n").into()),
    ("indented", |text| {
        text_of(text).replace('\n', "\n      ").into()
    }),
    ("PowerShell's UTF-16", |text| {
        [&[0xff, 0xfe], utf16(&text_of(text)).as_slice()].concat()
    }),
    ("UTF-16 without a mark", |text| utf16(&text_of(text))),
];

/// What comes of a PEM where its line breaks are lost, which no other text survives.
const ONE_LINE: &[(&str, Encode)] = &[
    ("spaces for line breaks", |text| {
        text_of(text).replace('\n', " ").into()
    }),
    ("no line breaks", |text| {
        text_of(text).replace('\n', "").into()
    }),
];

fn secret_is_refused(bytes: &[u8], what: &str) {
    let error = Key::from_secret(bytes, KeyOptions::default()).expect_err(what);
    assert_eq!(error.code(), "ERR_KEY", "{what}: {error}");
    assert!(KeyInput::is_key(bytes), "{what}");
}

/// Checks that it is the key `expected`, and neither signs nor verifies an HMAC.
fn is_read(bytes: &[u8], expected: &Key, what: &str) {
    secret_is_refused(bytes, what);
    let found = key(bytes);
    assert_eq!(found.thumbprint(), expected.thumbprint(), "{what}");
    let hmac = IssueOptions {
        algorithm: Some(Algorithm::HS256),
        ..IssueOptions::default()
    };
    assert!(issue("{}", &found, &hmac, NOW).is_err(), "{what}");
}

#[test]
fn every_key_is_read_in_every_envelope() {
    for (pem, public) in KEYS {
        let expected = from_pem(public);
        for (envelope, put) in ENVELOPES.iter().chain(ONE_LINE) {
            is_read(&put(pem.as_bytes()), &expected, envelope);
        }
        is_read(&der_of(pem), &expected, "DER");
    }
}

#[test]
fn every_key_is_read_from_the_base64_and_the_hexadecimal_digits_of_its_file() {
    for (pem, public) in KEYS {
        let expected = from_pem(public);
        for (encoding, encode) in TEXTS {
            is_read(&encode(pem.as_bytes()), &expected, encoding);
        }
        // Base64 of base64, as Kubernetes has it.
        let twice = base64(base64(pem.as_bytes(), false, true).as_bytes(), false, true);
        is_read(twice.as_bytes(), &expected, "base64 of base64");
    }
}

#[test]
fn a_key_without_the_two_lines_around_it_says_what_to_put_there() {
    for (pem, _) in KEYS {
        let (_, block) = pem.rsplit_once("-----BEGIN ").unwrap();
        let (label, _) = block.split_once('-').unwrap();
        let label = label.trim_start_matches("TRUSTED ");
        let body: Vec<_> = block.lines().filter(|line| !line.contains('-')).collect();
        for bare in [
            body.join("\n"),
            body.join("\\n"),
            body.concat(),
            base64(&der_of(pem), true, false),
            hex(&der_of(pem)),
        ] {
            secret_is_refused(bare.as_bytes(), label);
            let error = read(bare.as_bytes()).unwrap_err();
            assert_eq!(error.code(), "ERR_KEY");
            for line in [
                format!("-----BEGIN {label}-----"),
                format!("-----END {label}-----"),
            ] {
                assert!(error.to_string().contains(&line), "{error}");
            }
            let armoured = format!(
                "-----BEGIN {label}-----\n{}\n-----END {label}-----",
                body.join("\n")
            );
            assert!(read(armoured.as_bytes()).is_ok());
        }
    }
}

#[test]
fn a_key_that_cannot_be_read_says_what_to_do_in_every_encoding_and_is_no_secret() {
    for (text, what_to_do) in UNREADABLE {
        let encodings = TEXTS.iter().chain(ENVELOPES);
        for (encoding, encode) in encodings {
            let bytes = encode(text.as_bytes());
            secret_is_refused(&bytes, encoding);
            let error = read(&bytes).expect_err(encoding).to_string();
            assert!(error.contains(what_to_do), "{encoding}: {error}");
        }
        if text.contains("-----END ") && !text.contains("Proc-Type") {
            let der = der_of_any(text);
            secret_is_refused(&der, what_to_do);
            for (encoding, encode) in TEXTS {
                secret_is_refused(&encode(&der), encoding);
            }
        }
    }
    // What OpenSSH keeps in its files, without its name.
    let (_, rest) = key_file!("openssh-rsa.pub").split_once(' ').unwrap();
    let (wire, _) = rest.split_once(' ').unwrap();
    secret_is_refused(wire.as_bytes(), "the wire format");
    assert!(
        read(wire.as_bytes())
            .unwrap_err()
            .to_string()
            .contains("ssh-keygen -e")
    );
}

/// Like `der_of`, of any file. What is encrypted by OpenSSL's older way looks like nothing.
fn der_of_any(pem: &str) -> Vec<u8> {
    let (_, block) = pem.rsplit_once("-----BEGIN ").unwrap();
    let lines = block
        .lines()
        .filter(|line| !line.contains(['-', ':']) && !line.is_empty());
    STANDARD.decode(lines.collect::<String>()).unwrap()
}

#[test]
fn json_is_read_as_the_jwk_or_the_set_that_it_is() {
    for (pem, public) in KEYS {
        let (jwk, expected) = (from_pem(pem).to_jwk(), from_pem(public));
        for text in [
            jwk.clone(),
            format!(" {jwk}\n"),
            format!("\u{feff}{jwk}"),
            jwk.replace(':', ": "),
        ] {
            is_read(text.as_bytes(), &expected, "a JWK");
            for (encoding, encode) in TEXTS.iter().chain(ENVELOPES) {
                is_read(
                    &encode(text.trim_start_matches('\u{feff}').as_bytes()),
                    &expected,
                    encoding,
                );
            }
        }
        let set = format!(r#"{{"keys":[{jwk}]}}"#);
        for (encoding, encode) in TEXTS.iter().chain(ENVELOPES) {
            let bytes = encode(set.as_bytes());
            secret_is_refused(&bytes, encoding);
            let read = read(&bytes).unwrap();
            let KeyInput::Set(set) = read else {
                panic!("{encoding}")
            };
            let found: Vec<_> = set.keys().map(Key::thumbprint).collect();
            assert_eq!(found, [expected.thumbprint()], "{encoding}");
        }
    }
    for (text, what) in [
        (
            r#"[{"kty":"oct","k":"AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA"}]"#,
            "a JWK Set",
        ),
        (
            r#"{"Kty":"RSA","N":"AQIDBAUGBwgJCgsMDQ4PEBESEx","E":"AQAB"}"#,
            "no `kty`",
        ),
        (
            r#"{'kty': 'RSA', 'n': 'AQIDBAUGBwgJCgsMDQ4PEBESEx'}"#,
            "malformed JSON",
        ),
        // What a server answers that has no key, or has an error.
        (
            r#"{"message":"Too many requests, slow down please"}"#,
            "no `kty`",
        ),
        (
            r#"["Too many requests, slow down please, all of you"]"#,
            "the key is a list",
        ),
        (
            "https://auth.example.com/.well-known/jwks.json",
            "is an address",
        ),
        (
            "<!DOCTYPE html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>",
            "a page of HTML",
        ),
        (
            r#"{"type":"service_account","private_key":"-----BEGIN PRIVATE KEY-----\nM\n-----END PRIVATE KEY-----\n"}"#,
            "private_key",
        ),
    ] {
        secret_is_refused(text.as_bytes(), what);
        let error = read(text.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(what), "{error}");
    }
}

/// Whoever verified with its text as a secret would take what everybody can sign.
#[test]
fn a_set_without_a_key_is_no_secret_and_no_key_of_a_token() {
    for text in [
        r#"{"keys":[],"issuer":"https://auth.example.com"}"#,
        "{\n  \"keys\": [ ],\n  \"issuer\": \"https://auth.example.com\"\n}\n",
    ] {
        for (how, write) in TEXTS {
            let bytes = write(text.as_bytes());
            if KeyInput::read(&bytes, KeyOptions::default()).is_err() {
                continue;
            }
            secret_is_refused(&bytes, how);
            assert!(matches!(read(&bytes), Ok(KeyInput::Set(_))), "{how}");
        }
    }
}

/// In 32 characters that somebody may have drawn at random.
#[test]
fn a_secret_with_a_brace_or_a_bracket_is_a_secret() {
    for secret in [
        "{a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d",
        "{a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2}",
        "[a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2]",
        "{\"0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d",
        "<a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2>",
    ] {
        assert!(Key::from_secret(secret.as_bytes(), KeyOptions::default()).is_ok());
        assert!(!KeyInput::is_key(secret.as_bytes()), "{secret}");
    }
}

// https://www.googleapis.com/oauth2/v1/certs and Firebase's are such.
#[test]
fn certificates_by_name_are_a_set() {
    let named = serde_json::json!({
        "a": key_file!("rsa-certificate.pem"),
        "b": key_file!("p256-certificate.pem"),
        "c": key_file!("ed25519-certificate.pem"),
        "weak": key_file!("rsa-1024-spki.pem"),
    })
    .to_string();
    let input = read(named.as_bytes()).unwrap();
    assert_eq!(input.one().unwrap_err().code(), "ERR_KEY");
    for (pem, kid, good) in [
        (key_file!("rsa-pkcs8.pem"), Some("a"), true),
        (key_file!("p256-pkcs8.pem"), Some("b"), true),
        (key_file!("ed25519-pkcs8.pem"), None, true),
        (key_file!("p256-pkcs8.pem"), Some("c"), false),
        (key_file!("rsa-pkcs8.pem"), Some("weak"), false),
        (key_file!("rsa-pkcs8.pem"), Some("d"), false),
    ] {
        let options = IssueOptions {
            key_id: kid.map(str::to_owned),
            ..IssueOptions::default()
        };
        let key = from_pem(pem).with_random(crate::random);
        let token = issue("{}", &key, &options, NOW).unwrap();
        let decoded = decode(&token, &input, &DecodeOptions::default(), NOW);
        assert_eq!(decoded.is_ok(), good, "{kid:?} {decoded:?}");
    }
    for (encoding, encode) in TEXTS.iter().chain(ENVELOPES) {
        let bytes = encode(named.as_bytes());
        secret_is_refused(&bytes, encoding);
        assert!(matches!(read(&bytes), Ok(KeyInput::Set(_))), "{encoding}");
    }
}

#[test]
fn of_a_file_with_several_blocks_the_key_counts_and_else_the_first_certificate() {
    let (rsa, p256) = (
        key_file!("rsa-certificate.pem"),
        key_file!("p256-certificate.pem"),
    );
    for (text, expected) in [
        (format!("{rsa}{p256}"), key_file!("rsa-spki.pem")),
        (format!("{p256}{rsa}"), key_file!("p256-spki.pem")),
        (
            format!("{p256}{rsa}{}", key_file!("p256-sec1.pem")),
            key_file!("p256-spki.pem"),
        ),
        (
            format!("{}{rsa}", key_file!("rsa-pkcs8.pem")),
            key_file!("rsa-spki.pem"),
        ),
    ] {
        is_read(text.as_bytes(), &from_pem(expected), "several blocks");
    }
}

// RFC 4055 section 3.1: a key may be bound to PSS, and to one hash.
#[test]
fn an_rsa_pss_key_is_for_pss_and_for_its_hash() {
    for (pem, algorithms) in [
        (
            key_file!("rsa-pss-pkcs8.pem"),
            &["PS256", "PS384", "PS512"][..],
        ),
        (key_file!("rsa-pss-spki.pem"), &["PS256", "PS384", "PS512"]),
        (key_file!("rsa-pss-sha256-pkcs8.pem"), &["PS256"]),
        (key_file!("rsa-pss-sha256-spki.pem"), &["PS256"]),
        (key_file!("rsa-pss-sha512-pkcs8.pem"), &["PS512"]),
    ] {
        let key = from_pem(pem).with_random(crate::random);
        assert_eq!(key.algorithm().name(), algorithms[0]);
        for algorithm in Algorithm::all() {
            let options = KeyOptions {
                algorithm: Some(algorithm),
                key_id: None,
            };
            let fits = algorithms.contains(&algorithm.name());
            assert_eq!(Key::from_pem(pem, options).is_ok(), fits, "{algorithm}");
        }
        if key.kind() == KeyKind::Private {
            let token = issue("{}", &key, &IssueOptions::default(), NOW).unwrap();
            let public = key.public_key().unwrap();
            assert_eq!(public.algorithm(), key.algorithm());
            assert!(decode(&token, &public, &DecodeOptions::default(), NOW).is_ok());
        }
        // A JWK has but `alg` to say so, which names one.
        if let [only] = algorithms {
            for jwk in [key.to_jwk(), key.to_public_jwk().unwrap()] {
                let again = Key::from_jwk(&jwk, KeyOptions::default()).unwrap();
                assert_eq!(again.algorithm().name(), *only);
                let others = KeyOptions {
                    algorithm: Some(Algorithm::RS256),
                    key_id: None,
                };
                assert!(Key::from_jwk(&jwk, others).is_err());
            }
        }
    }
}

/// DER writes a length in as few bytes as it takes (X.690 section 10.1).
#[test]
fn a_secret_that_begins_like_a_sequence_is_a_secret() {
    for begin in [&b"\x30\x81\x1d"[..], b"\x30\x82\0\x1c", b"\x30\x83\0\0\x1b"] {
        let mut secret = [7; 32];
        for (at, byte) in secret.iter_mut().enumerate() {
            *byte = begin.get(at).copied().unwrap_or(at as u8);
        }
        assert!(Key::from_secret(&secret, KeyOptions::default()).is_ok());
    }
    let mut der = vec![0x30, 0x81, 0x80];
    der.extend(0..0x80_u8);
    assert!(Key::from_secret(&der, KeyOptions::default()).is_err());
}

#[test]
fn a_secret_of_one_byte_is_refused_in_every_encoding() {
    for byte in [0, 1, b'a', 0x7f, 0xff] {
        let bytes = vec![byte; 48];
        let mut all = vec![bytes.clone()];
        all.extend(TEXTS.iter().take(9).map(|(_, encode)| encode(&bytes)));
        for secret in all {
            let error = Key::from_secret(&secret, KeyOptions::default()).unwrap_err();
            assert!(
                error.to_string().contains("openssl rand -hex 32"),
                "{error}"
            );
            assert!(read(&secret).is_err());
        }
    }
    let jwk = format!(r#"{{"kty":"oct","k":"{}"}}"#, base64(&[7; 32], true, false));
    assert!(Key::from_jwk(&jwk, KeyOptions::default()).is_err());
}

#[test]
fn the_k_of_a_jwk_is_no_key_either() {
    for (pem, _) in KEYS {
        for bytes in [
            pem.as_bytes().to_vec(),
            der_of(pem),
            base64(&der_of(pem), true, false).into(),
        ] {
            let jwk = format!(r#"{{"kty":"oct","k":"{}"}}"#, base64(&bytes, true, false));
            let error = Key::from_jwk(&jwk, KeyOptions::default()).unwrap_err();
            assert!(
                error.to_string().contains("read it as that kind of key"),
                "{error}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Any encodings around each other.
    #[test]
    fn no_key_is_a_secret_whatever_lies_around_it(
        which in any::<prop::sample::Index>(),
        as_der in any::<bool>(),
        first in any::<prop::sample::Index>(),
        layers in prop::collection::vec((any::<bool>(), any::<prop::sample::Index>()), 0..3),
    ) {
        let files: Vec<_> = KEYS.iter().chain(UNREADABLE.iter().take(16)).map(|(file, _)| *file).collect();
        let file = which.get(&files);
        let mut bytes = match as_der && file.contains("-----END ") && !file.contains("Proc-Type") {
            true => first.get(TEXTS).1(&der_of_any(file)),
            false => file.as_bytes().to_vec(),
        };
        let mut names = Vec::new();
        for (is_text, at) in layers {
            // What is UTF-16 is no text to put quotes around.
            if String::from_utf8(bytes.clone()).is_err() || bytes.contains(&0) {
                break;
            }
            let (name, encode) = at.get(if is_text { TEXTS } else { ENVELOPES });
            names.push(*name);
            bytes = encode(&bytes);
        }
        secret_is_refused(&bytes, &names.join(", "));
    }

    /// What `openssl rand` makes, in the encodings that it has, is a secret.
    #[test]
    fn a_random_secret_is_a_secret(secret in prop::collection::vec(any::<u8>(), 32..80), at in any::<prop::sample::Index>()) {
        prop_assume!(secret.iter().any(|byte| *byte != secret[0]));
        for bytes in [secret.clone(), at.get(&TEXTS[..9]).1(&secret)] {
            prop_assert!(!KeyInput::is_key(&bytes));
            prop_assert_eq!(key(&bytes).kind(), KeyKind::Secret);
            prop_assert_eq!(key(&bytes).thumbprint(), Key::from_secret(&bytes, KeyOptions::default()).unwrap().thumbprint());
        }
    }

    #[test]
    fn nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), text in ".{0,200}") {
        let _ = read(&bytes);
        let _ = read(text.as_bytes());
    }
}
