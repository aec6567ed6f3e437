//! What `issue` writes, `decode` reads back; options add what they promise and
//! nothing else.

use keyward::token::{
    Algorithm, DecodeOptions, IssueOptions, IssuedAt, Key, KeyOptions, KeySet, MAX_HEADER_LENGTH,
    decode, issue, peek,
};
use serde_json::{Value, json};

const NOW: f64 = 1_700_000_000.75;

fn key() -> Key {
    Key::from_secret(&crate::secret::<64>(7), KeyOptions::default()).unwrap()
}

fn claims_of(options: &IssueOptions) -> Value {
    let token = issue(r#"{"a":1}"#, &key(), options, NOW).unwrap();
    serde_json::from_str(&peek(&token).unwrap().claims).unwrap()
}

fn header_of(key: &Key, options: &IssueOptions) -> String {
    peek(&issue("{}", key, options, NOW).unwrap())
        .unwrap()
        .header
}

#[test]
fn claims_come_back_to_the_letter() {
    let key = key();
    for claims in [
        "{}",
        " { \"sub\" : \"a\" }\n",
        r#"{"z":1.0,"a":1e3,"big":123456789012345678901234567890,"u":"\u00e9é","n":{"m":[]}}"#,
    ] {
        let token = issue(claims, &key, &IssueOptions::default(), NOW).unwrap();
        let decoded = decode(&token, &key, &DecodeOptions::default(), NOW).unwrap();
        assert_eq!(decoded.claims, claims);
        assert_eq!(decoded.header, r#"{"alg":"HS256","typ":"JWT"}"#);
    }
}

// PyJWT 2.15: jwt.encode({"sub": "johndoe", "exp": 1700001800}, "a-string-secret-at-least-256-bits-long")
#[test]
fn the_token_is_the_one_pyjwt_makes() {
    let key = Key::from_secret(
        b"a-string-secret-at-least-256-bits-long",
        KeyOptions::default(),
    )
    .unwrap();
    let claims = r#"{"sub":"johndoe","exp":1700001800}"#;
    let token = issue(claims, &key, &IssueOptions::default(), NOW).unwrap();
    assert_eq!(token, PYJWT);
}
const PYJWT: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.\
    eyJzdWIiOiJqb2huZG9lIiwiZXhwIjoxNzAwMDAxODAwfQ.\
    _eoXP9_rN4X7llu3X757RaqajmxGXmQzj19YBsmZbiM";

#[test]
fn every_hmac_signs_and_verifies_when_it_is_allowed() {
    for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
        let key = Key::from_secret(
            &crate::secret::<64>(7),
            KeyOptions {
                algorithm: Some(algorithm),
                ..KeyOptions::default()
            },
        )
        .unwrap();
        let token = issue("{}", &key, &IssueOptions::default(), NOW).unwrap();
        assert!(decode(&token, &key, &DecodeOptions::default(), NOW).is_ok());

        let bytes = self::key();
        let options = DecodeOptions {
            algorithms: vec![algorithm],
            ..DecodeOptions::default()
        };
        assert!(decode(&token, &bytes, &options, NOW).is_ok());
        let by_default = decode(&token, &bytes, &DecodeOptions::default(), NOW);
        assert_eq!(by_default.is_ok(), algorithm == Algorithm::HS256);
    }
}

#[test]
fn options_add_claims_and_nothing_is_added_unasked() {
    assert_eq!(claims_of(&IssueOptions::default()), json!({"a": 1}));
    let options = IssueOptions {
        expires_in: Some(1800),
        not_before: Some(-10),
        issuer: Some("i\"".into()),
        audience: vec!["x".into()],
        subject: Some("s".into()),
        jwt_id: Some("j".into()),
        issued_at: Some(IssuedAt::Now),
        ..IssueOptions::default()
    };
    assert_eq!(
        claims_of(&options),
        json!({
            "a": 1, "iss": "i\"", "sub": "s", "aud": "x", "exp": 1_700_001_800,
            "nbf": 1_699_999_990, "iat": 1_700_000_000, "jti": "j",
        })
    );
    let options = IssueOptions {
        audience: vec!["x".into(), "y".into()],
        issued_at: Some(IssuedAt::At(1.5)),
        ..IssueOptions::default()
    };
    assert_eq!(
        claims_of(&options),
        json!({"a": 1, "aud": ["x", "y"], "iat": 1.5})
    );
}

#[test]
fn options_complete_an_empty_object_with_white_space() {
    let options = IssueOptions {
        subject: Some("s".into()),
        ..IssueOptions::default()
    };
    let token = issue(" { } \n", &key(), &options, NOW).unwrap();
    let claims = peek(&token).unwrap().claims;
    assert_eq!(
        serde_json::from_str::<Value>(&claims).unwrap(),
        json!({"sub": "s"})
    );
}

#[test]
fn a_claim_twice_or_out_of_range_is_an_option_error() {
    let asked = |claims: &str, options: &IssueOptions| {
        issue(claims, &key(), options, NOW).map_err(|error| error.code())
    };
    for (claims, options) in [
        (
            r#"{"exp":1}"#,
            IssueOptions {
                expires_in: Some(1),
                ..IssueOptions::default()
            },
        ),
        (
            r#"{"aud":[]}"#,
            IssueOptions {
                audience: vec!["a".into()],
                ..IssueOptions::default()
            },
        ),
        (
            r#"{"\u0073ub":"a"}"#,
            IssueOptions {
                subject: Some("a".into()),
                ..IssueOptions::default()
            },
        ),
        (
            "{}",
            IssueOptions {
                expires_in: Some(i64::MAX),
                ..IssueOptions::default()
            },
        ),
        (
            "{}",
            IssueOptions {
                not_before: Some(i64::MIN),
                ..IssueOptions::default()
            },
        ),
        (
            "{}",
            IssueOptions {
                issued_at: Some(IssuedAt::At(f64::NAN)),
                ..IssueOptions::default()
            },
        ),
        (
            "{}",
            IssueOptions {
                issued_at: Some(IssuedAt::At(1e300)),
                ..IssueOptions::default()
            },
        ),
    ] {
        assert_eq!(
            asked(claims, &options),
            Err("ERR_OPTION"),
            "{claims} {options:?}"
        );
    }
    let now = issue(
        "{}",
        &key(),
        &IssueOptions {
            expires_in: Some(1),
            ..IssueOptions::default()
        },
        f64::NAN,
    );
    assert_eq!(now.unwrap_err().code(), "ERR_OPTION");
}

#[test]
fn the_header_says_what_options_and_key_say() {
    let named = Key::from_secret(
        &crate::secret::<64>(7),
        KeyOptions {
            key_id: Some("k\"1".into()),
            ..KeyOptions::default()
        },
    )
    .unwrap();
    assert_eq!(
        header_of(&named, &IssueOptions::default()),
        r#"{"alg":"HS256","typ":"JWT","kid":"k\"1"}"#
    );
    let options = IssueOptions {
        algorithm: Some(Algorithm::HS512),
        key_id: Some("k2".into()),
        typ: Some("at+jwt".into()),
        header: json!({"cty": "x", "x": [1]}).as_object().cloned(),
        ..IssueOptions::default()
    };
    assert_eq!(
        header_of(&named, &options),
        r#"{"alg":"HS512","typ":"at+jwt","kid":"k2","cty":"x","x":[1]}"#
    );
    for header in [
        json!({"alg": "none"}),
        json!({"crit": ["x"], "x": 1}),
        json!({"b64": false}),
        json!({"kid": 1}),
        json!({"typ": null}),
        json!({"x": "y".repeat(20_000)}),
    ] {
        let options = IssueOptions {
            header: header.as_object().cloned(),
            ..IssueOptions::default()
        };
        let error = issue("{}", &named, &options, NOW).unwrap_err();
        assert_eq!(error.code(), "ERR_OPTION", "{header}");
    }
}

#[test]
fn a_header_that_no_reader_takes_is_not_written() {
    let nested = |levels: usize| {
        let lists = format!("{}{}", "[".repeat(levels - 1), "]".repeat(levels - 1));
        let header = serde_json::from_str(&format!(r#"{{"x":{lists}}}"#)).unwrap();
        IssueOptions {
            header: Some(header),
            ..IssueOptions::default()
        }
    };
    let token = issue("{}", &key(), &nested(64), NOW).unwrap();
    assert!(decode(&token, &key(), &DecodeOptions::default(), NOW).is_ok());
    let error = issue("{}", &key(), &nested(65), NOW).unwrap_err();
    assert_eq!(error.code(), "ERR_OPTION");
    assert_eq!(
        error.to_string(),
        "the header: objects and lists lie more than 64 deep"
    );

    let named = |length: usize| {
        let options = KeyOptions {
            key_id: Some("n".repeat(length)),
            ..KeyOptions::default()
        };
        Key::from_secret(&crate::secret::<32>(7), options).unwrap()
    };
    let longest = MAX_HEADER_LENGTH - r#"{"alg":"HS256","typ":"JWT","kid":""}"#.len();
    let token = issue("{}", &named(longest), &IssueOptions::default(), NOW).unwrap();
    assert!(decode(&token, &named(0), &DecodeOptions::default(), NOW).is_ok());
    let error = issue("{}", &named(longest + 1), &IssueOptions::default(), NOW).unwrap_err();
    assert_eq!(error.code(), "ERR_KEY");
}

#[test]
fn typ_is_compared_when_it_is_asked_for() {
    let issued = |typ: Option<&str>| {
        let options = IssueOptions {
            typ: typ.map(Into::into),
            ..IssueOptions::default()
        };
        issue("{}", &key(), &options, NOW).unwrap()
    };
    let options = DecodeOptions {
        typ: Some("at+jwt".into()),
        ..DecodeOptions::default()
    };
    assert!(decode(&issued(Some("application/AT+jwt")), &key(), &options, NOW).is_ok());
    let error = decode(&issued(None), &key(), &options, NOW).unwrap_err();
    assert_eq!(
        (error.code(), error.claim()),
        ("ERR_TOKEN_CLAIM", Some("typ"))
    );
}

#[test]
fn kid_chooses_a_key_of_a_set_and_a_token_without_kid_tries_all() {
    let make = |byte: u8, key_id: &str| {
        Key::from_secret(
            &crate::secret::<32>(byte),
            KeyOptions {
                key_id: Some(key_id.into()),
                ..KeyOptions::default()
            },
        )
        .unwrap()
    };
    let set = KeySet::new(vec![make(1, "one"), make(2, "two")]);
    let decoded = |token: &str| {
        decode(token, &set, &DecodeOptions::default(), NOW).map_err(|error| error.code())
    };
    let plain = IssueOptions::default();
    assert!(decoded(&issue("{}", &make(2, "two"), &plain, NOW).unwrap()).is_ok());
    let nameless = Key::from_secret(&crate::secret::<32>(2), KeyOptions::default()).unwrap();
    assert!(decoded(&issue("{}", &nameless, &plain, NOW).unwrap()).is_ok());

    let wrong = issue("{}", &make(2, "one"), &plain, NOW).unwrap();
    assert_eq!(decoded(&wrong), Err("ERR_TOKEN_SIGNATURE"));
    let unknown = issue("{}", &make(2, "three"), &plain, NOW).unwrap();
    assert_eq!(decoded(&unknown), Err("ERR_KEY"));
}
