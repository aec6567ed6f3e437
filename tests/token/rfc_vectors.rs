//! The signed examples of the RFCs verify, and their thumbprints are right.

use keyward::token::{DecodeOptions, IssueOptions, Key, KeyOptions, decode, issue, peek};
use serde_json::{Value, json};

/// Before the `exp` of RFC 7515's claims.
const NOW: f64 = 1_300_819_000.0;

fn key(jwk: &Value) -> Key {
    let key = Key::from_jwk(&jwk.to_string(), KeyOptions::default()).unwrap();
    key.with_random(crate::random)
}

/// `None` where the token is good; a payload that is not JSON is looked at only
/// after a good signature.
fn refusal(token: &str, key: &Key) -> Option<&'static str> {
    decode(token, key, &DecodeOptions::default(), NOW)
        .err()
        .map(|error| error.code())
}

fn examples(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_examples_of_rfc_7515_appendix_a_verify() {
    let examples = examples(include_str!("../vectors/tokens/rfc7515.json"));
    assert_eq!(examples.len(), 4);
    for example in examples {
        let section = &example["section"];
        let (key, token) = (key(&example["key"]), example["token"].as_str().unwrap());
        // The payload of A.4 is the text `Payload`.
        let expected = (section == "A.4").then_some("ERR_TOKEN_PAYLOAD");
        assert_eq!(refusal(token, &key), expected, "{section}");
        let name = example["algorithm"].as_str().unwrap();
        let options = DecodeOptions {
            algorithms: vec![name.parse().unwrap()],
            ..DecodeOptions::default()
        };
        if expected.is_none() {
            let decoded = decode(token, &key, &options, NOW).unwrap();
            assert!(decoded.claims.starts_with("{\"iss\":\"joe\",\r\n"));
        }
    }
}

#[test]
fn the_unsecured_example_of_rfc_7515_appendix_a_5_is_refused() {
    let token = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";
    assert!(peek(token).unwrap().claims.contains("joe"));
    let secret = Key::from_secret(&crate::secret::<32>(7), KeyOptions::default()).unwrap();
    assert_eq!(refusal(token, &secret), Some("ERR_TOKEN_ALGORITHM"));
}

#[test]
fn the_signatures_of_rfc_7520_section_4_verify() {
    let examples = examples(include_str!("../vectors/tokens/rfc7520.json"));
    assert_eq!(examples.len(), 4);
    for example in examples {
        let (key, token) = (key(&example["key"]), example["token"].as_str().unwrap());
        // The payload is a quotation, so a good signature ends there.
        assert_eq!(refusal(token, &key), Some("ERR_TOKEN_PAYLOAD"), "{example}");
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let changed = if signature.starts_with('A') { "B" } else { "A" };
        let forged = format!("{signed}.{changed}{}", &signature[1..]);
        assert_eq!(
            refusal(&forged, &key),
            Some("ERR_TOKEN_SIGNATURE"),
            "{example}"
        );
    }
}

/// Section 4.5 leaves the payload out, 4.6 to 4.8 have parts of the header beside it
/// and several signatures: none of that is a JWT (RFC 7519 section 1).
#[test]
fn the_other_forms_of_rfc_7520_section_4_are_refused() {
    let examples = examples(include_str!("../vectors/tokens/rfc7520.json"));
    for example in &examples {
        let (key, token) = (key(&example["key"]), example["token"].as_str().unwrap());
        let parts: Vec<&str> = token.split('.').collect();
        let [header, payload, signature] = parts.try_into().unwrap();
        let detached = format!("{header}..{signature}");
        assert_eq!(refusal(&detached, &key), Some("ERR_TOKEN_SIGNATURE"));
        let one = json!({"protected": header, "signature": signature});
        for json in [
            json!({"payload": payload, "protected": header, "signature": signature}),
            json!({"payload": payload, "protected": header, "header": {"kid": "a"}, "signature": signature}),
            json!({"payload": payload, "header": {"alg": "HS256"}, "signature": signature}),
            json!({"payload": payload, "signatures": [one, one]}),
        ] {
            assert_eq!(refusal(&json.to_string(), &key), Some("ERR_TOKEN_FORMAT"));
        }
    }
}

#[test]
fn the_example_of_rfc_8037_appendix_a_verifies() {
    let private = json!({
        "kty": "OKP", "crv": "Ed25519",
        "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    });
    let token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.\
        hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    let key = key(&private);
    assert_eq!(refusal(token, &key), Some("ERR_TOKEN_PAYLOAD"));
    assert_eq!(
        refusal(token, &key.public_key().unwrap()),
        Some("ERR_TOKEN_PAYLOAD")
    );
    // Appendix A.3
    assert_eq!(
        key.thumbprint(),
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    );
}

#[test]
fn the_thumbprint_is_that_of_rfc_7638_section_3_1() {
    let jwk = json!({
        "kty": "RSA", "alg": "RS256", "kid": "2011-04-29", "e": "AQAB",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
    });
    let key = key(&jwk);
    assert_eq!(
        key.thumbprint(),
        "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    );
    assert_eq!(key.key_id(), Some("2011-04-29"));
}

#[test]
fn every_key_of_the_examples_signs_what_it_verifies() {
    let both = [
        include_str!("../vectors/tokens/rfc7515.json"),
        include_str!("../vectors/tokens/rfc7520.json"),
    ];
    for example in both.into_iter().flat_map(examples) {
        let key = key(&example["key"]);
        let options = IssueOptions {
            algorithm: Some(example["algorithm"].as_str().unwrap().parse().unwrap()),
            ..IssueOptions::default()
        };
        let token = issue(r#"{"sub":"a"}"#, &key, &options, NOW).unwrap();
        assert_eq!(refusal(&token, &key), None, "{example}");
    }
}
