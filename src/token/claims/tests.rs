use super::*;

const NOW: f64 = 1_700_000_000.0;

fn check(text: &str, options: &DecodeOptions) -> Result<()> {
    Claims::read(text, &options.required_claims, options.claim_types)?.check(None, options, NOW)
}

fn refusal(text: &str, options: &DecodeOptions) -> (&'static str, Option<String>) {
    let error = check(text, options).unwrap_err();
    (error.code(), error.claim().map(str::to_owned))
}

fn about(claim: &str) -> (&'static str, Option<String>) {
    ("ERR_TOKEN_CLAIM", Some(claim.to_owned()))
}

#[test]
fn registered_claims_have_the_types_of_rfc_7519() {
    for (name, values) in [
        ("iss", &["1", "null", "[\"a\"]", "{}", "true"][..]),
        ("sub", &["1", "null", "[\"a\"]", "{}", "true"][..]),
        ("jti", &["1", "null", "[\"a\"]", "{}", "true"][..]),
        ("aud", &["1", "null", "[1]", "[\"a\",1]", "{}", "false"][..]),
        ("exp", &["\"1\"", "null", "[1]", "{}", "true", "\"\""][..]),
        ("nbf", &["\"1\"", "null", "[1]", "{}", "true", "\"\""][..]),
        ("iat", &["\"1\"", "null", "[1]", "{}", "true", "\"\""][..]),
    ] {
        for value in values {
            let text = format!(r#"{{"{name}":{value}}}"#);
            assert_eq!(
                refusal(&text, &DecodeOptions::default()),
                about(name),
                "{text}"
            );
        }
    }
}

#[test]
fn a_token_expires_at_the_second_of_exp() {
    let options = DecodeOptions::default();
    for (exp, expected) in [
        ("1700000001", None),
        ("1700000000.5", None),
        ("1e300", None),
        ("18446744073709551615", None),
        ("1700000000", Some("ERR_TOKEN_EXPIRED")),
        ("0", Some("ERR_TOKEN_EXPIRED")),
        ("-1", Some("ERR_TOKEN_EXPIRED")),
        ("-1e300", Some("ERR_TOKEN_EXPIRED")),
    ] {
        let text = format!(r#"{{"exp":{exp}}}"#);
        let code = check(&text, &options).err().map(|error| error.code());
        assert_eq!(code, expected, "{text}");
    }
}

#[test]
fn a_token_is_good_from_the_second_of_nbf_and_iat() {
    let of_any_age = DecodeOptions {
        max_age: Some(f64::MAX),
        ..DecodeOptions::default()
    };
    for (claim, options) in [("nbf", DecodeOptions::default()), ("iat", of_any_age)] {
        for (time, expected) in [
            ("1700000000", None),
            ("0", None),
            ("-1e300", None),
            ("1700000000.5", Some("ERR_TOKEN_NOT_YET")),
            ("1700000001", Some("ERR_TOKEN_NOT_YET")),
            ("1e300", Some("ERR_TOKEN_NOT_YET")),
        ] {
            let text = format!(r#"{{"{claim}":{time}}}"#);
            let code = check(&text, &options).err().map(|error| error.code());
            assert_eq!(code, expected, "{text}");
        }
    }
}

#[test]
fn an_iat_in_the_future_matters_where_the_age_does() {
    for time in ["1700000001", "1e300"] {
        let text = format!(r#"{{"iat":{time}}}"#);
        assert!(check(&text, &DecodeOptions::default()).is_ok());
    }
}

#[test]
fn leeway_moves_every_limit_and_may_exceed_the_time_itself() {
    let options = DecodeOptions {
        leeway: 10.0,
        ..DecodeOptions::default()
    };
    assert!(
        check(
            r#"{"exp":1699999991,"nbf":1700000010,"iat":1700000010}"#,
            &options
        )
        .is_ok()
    );
    assert!(check(r#"{"exp":1699999990}"#, &options).is_err());
    assert!(check(r#"{"nbf":1700000011}"#, &options).is_err());
    let options = DecodeOptions {
        leeway: 1e12,
        ..DecodeOptions::default()
    };
    assert!(check(r#"{"exp":0,"nbf":1700000011}"#, &options).is_ok());
}

#[test]
fn the_maximum_age_counts_from_iat_and_needs_it() {
    let options = DecodeOptions {
        max_age: Some(60.0),
        ..DecodeOptions::default()
    };
    assert!(check(r#"{"iat":1699999941}"#, &options).is_ok());
    assert_eq!(
        refusal(r#"{"iat":1699999940}"#, &options).0,
        "ERR_TOKEN_EXPIRED"
    );
    assert_eq!(refusal("{}", &options), about("iat"));
}

#[test]
fn an_audience_is_matched_string_or_list_on_either_side() {
    let mine = |names: &[&str]| DecodeOptions {
        audience: names.iter().map(|name| (*name).to_owned()).collect(),
        ..DecodeOptions::default()
    };
    assert!(check(r#"{"aud":"a"}"#, &mine(&["a"])).is_ok());
    assert!(check(r#"{"aud":["x","a"]}"#, &mine(&["a"])).is_ok());
    assert!(check(r#"{"aud":"a"}"#, &mine(&["b", "a"])).is_ok());
    assert!(check(r#"{"aud":["x","a"]}"#, &mine(&["b", "a"])).is_ok());
    for (text, options) in [
        (r#"{"aud":"A"}"#, mine(&["a"])),
        (r#"{"aud":["x","y"]}"#, mine(&["a"])),
        (r#"{"aud":[]}"#, mine(&["a"])),
        ("{}", mine(&["a"])),
        (r#"{"aud":"a"}"#, mine(&[])),
        (r#"{"aud":[]}"#, mine(&[])),
    ] {
        assert_eq!(refusal(text, &options), about("aud"), "{text}");
    }
}

#[test]
fn issuer_subject_and_required_claims_are_enforced() {
    let options = DecodeOptions {
        issuer: vec!["a".into(), "b".into()],
        subject: Some("s".into()),
        required_claims: vec!["sub".into(), "scope".into()],
        ..DecodeOptions::default()
    };
    assert!(check(r#"{"iss":"b","sub":"s","scope":null}"#, &options).is_ok());
    for (text, claim) in [
        (r#"{"iss":"c","sub":"s","scope":""}"#, "iss"),
        (r#"{"sub":"s","scope":""}"#, "iss"),
        (r#"{"iss":"a","sub":"t","scope":""}"#, "sub"),
        (r#"{"iss":"a","scope":""}"#, "sub"),
        (r#"{"iss":"a","sub":"s"}"#, "scope"),
    ] {
        assert_eq!(refusal(text, &options), about(claim), "{text}");
    }
}

#[test]
fn a_payload_that_is_not_one_object_is_a_payload_error() {
    for text in ["[]", "\"a\"", "1", "", "{", r#"{"a":1,"a":1}"#] {
        let code = refusal(text, &DecodeOptions::default()).0;
        assert_eq!(code, "ERR_TOKEN_PAYLOAD", "{text}");
    }
}

/// What a refusal says, name and all.
fn message(text: &str, typ: Option<&str>, options: &DecodeOptions) -> String {
    let claims = Claims::read(text, &options.required_claims, options.claim_types);
    let verdict = claims.and_then(|claims| claims.check(typ, options, NOW));
    verdict.unwrap_err().to_string()
}

// Laravel's jwt-auth, Flask-JWT and MediaWiki write `sub` as a number.
#[test]
fn names_may_be_numbers_where_that_is_asked_for() {
    let lenient = |subject: Option<&str>| DecodeOptions {
        claim_types: ClaimTypes::Lenient,
        subject: subject.map(str::to_owned),
        ..DecodeOptions::default()
    };
    for text in [
        r#"{"sub":1}"#,
        r#"{"jti":1.5e3}"#,
        r#"{"iss":-7,"sub":"a"}"#,
    ] {
        assert_eq!(check(text, &lenient(None)), Ok(()), "{text}");
        assert!(check(text, &DecodeOptions::default()).is_err(), "{text}");
    }
    assert_eq!(check(r#"{"sub":42}"#, &lenient(Some("42"))), Ok(()));
    assert!(check(r#"{"sub":42}"#, &lenient(Some("4"))).is_err());
    // What is no name, and what cannot be checked, has its type.
    for text in [
        r#"{"exp":"1800000000"}"#,
        r#"{"sub":true}"#,
        r#"{"jti":null}"#,
        r#"{"sub":[1]}"#,
        r#"{"aud":1}"#,
    ] {
        assert!(check(text, &lenient(None)).is_err(), "{text}");
    }
    let issued = Claims::own(r#"{"sub":42}"#).unwrap_err().to_string();
    assert_eq!(
        issued,
        "claim `sub`: expected a string, found the number 42"
    );
}

#[test]
fn a_claim_of_the_wrong_type_is_shown_beside_the_type_that_is_expected() {
    for (text, expected) in [
        (
            r#"{"iss":42}"#,
            r#"claim `iss`: expected a string, found the number 42; the option `claimTypes: "lenient"` takes it"#,
        ),
        (
            r#"{"sub":null}"#,
            "claim `sub`: expected a string, found null",
        ),
        (
            r#"{"jti":false}"#,
            "claim `jti`: expected a string, found false",
        ),
        (
            r#"{"sub":["a","b"]}"#,
            r#"claim `sub`: expected a string, found the list ["a", "b"]"#,
        ),
        (
            r#"{"aud":{"a":"the inside is nobody's business"}}"#,
            "claim `aud`: expected a string or a list of strings, found an object",
        ),
        (
            r#"{"aud":["a",1]}"#,
            "claim `aud`: expected a string or a list of strings, found a list",
        ),
        (
            r#"{"exp":"1700000000"}"#,
            r#"claim `exp`: expected a number of seconds since the epoch, found the string "1700000000""#,
        ),
        (
            r#"{"nbf":"\u0007\n\"tomorrow\""}"#,
            r#"claim `nbf`: expected a number of seconds since the epoch, found the string "\u0007\u000a\"tomorrow\"""#,
        ),
        (
            r#"{"iat":true}"#,
            "claim `iat`: expected a number of seconds since the epoch, found true",
        ),
    ] {
        assert_eq!(message(text, None, &DecodeOptions::default()), expected);
    }
}

#[test]
fn a_time_that_is_wrong_is_shown_as_written_with_how_far_off_it_is() {
    let options = |leeway, max_age| DecodeOptions {
        leeway,
        max_age,
        ..DecodeOptions::default()
    };
    for (text, options, claim, expected) in [
        (
            r#"{"exp":1699999965}"#,
            options(0.0, None),
            "exp",
            "the token has expired: `exp` is 1699999965, 35 s ago, with a leeway of 0 s",
        ),
        (
            r#"{"exp":1.69999998975e9}"#,
            options(10.0, None),
            "exp",
            "the token has expired: `exp` is 1.69999998975e9, 10 s ago, with a leeway of 10 s",
        ),
        (
            r#"{"exp":1700000000}"#,
            options(0.0, None),
            "exp",
            "the token has expired: `exp` is 1700000000, 0 s ago, with a leeway of 0 s",
        ),
        (
            r#"{"exp":-1e300}"#,
            options(0.0, None),
            "exp",
            "the token has expired: `exp` is -1e300, 1e+300 s ago, with a leeway of 0 s",
        ),
        (
            r#"{"nbf":1700000001.25}"#,
            options(0.5, None),
            "nbf",
            "the token is not yet valid: `nbf` is 1700000001.25, 1.25 s from now, with a leeway of 0.5 s",
        ),
        (
            r#"{"iat":18446744073709551615}"#,
            options(60.0, Some(3600.0)),
            "iat",
            "the token is issued in the future: `iat` is 18446744073709551615, \
             1.8446744072009552e+19 s from now, with a leeway of 60 s",
        ),
        (
            r#"{"iat":1699996395}"#,
            options(0.0, Some(3600.0)),
            "iat",
            "the token is at least 3600 s old: `iat` is 1699996395, 3605 s ago, with a leeway of 0 s",
        ),
    ] {
        let error = check(text, &options).unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert_eq!(error.claim(), Some(claim), "{text}");
    }
    assert_eq!(
        message("{}", None, &options(0.0, Some(60.0))),
        "claim `iat`: required by the maximum age and missing"
    );
}

#[test]
fn a_claim_that_is_not_the_one_asked_for_is_shown_beside_it() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let issuer = |issuers: &[&str]| DecodeOptions {
        issuer: names(issuers),
        ..DecodeOptions::default()
    };
    let audience = |audiences: &[&str]| DecodeOptions {
        audience: names(audiences),
        ..DecodeOptions::default()
    };
    let subject = DecodeOptions {
        subject: Some("johndoe".into()),
        ..DecodeOptions::default()
    };
    let typ = DecodeOptions {
        typ: Some("at+jwt".into()),
        ..DecodeOptions::default()
    };
    let required = DecodeOptions {
        required_claims: names(&["sub", "scope"]),
        ..DecodeOptions::default()
    };
    for (text, header_typ, options, expected) in [
        (
            r#"{"iss":"https://b.example"}"#,
            None,
            issuer(&["https://a.example"]),
            r#"claim `iss`: expected "https://a.example", found "https://b.example""#,
        ),
        (
            r#"{"iss":"c"}"#,
            None,
            issuer(&["a", "b"]),
            r#"claim `iss`: expected one of "a", "b", found "c""#,
        ),
        (
            "{}",
            None,
            issuer(&["a", "b", "c", "d", "e", "f"]),
            r#"claim `iss`: missing, expected one of "a", "b", "c", "d", … (2 more)"#,
        ),
        (
            r#"{"aud":"web"}"#,
            None,
            audience(&["api"]),
            r#"claim `aud`: expected "api", found "web""#,
        ),
        (
            r#"{"aud":["x","y"]}"#,
            None,
            audience(&["a", "b"]),
            r#"claim `aud`: expected one of "a", "b", found ["x", "y"]"#,
        ),
        (
            r#"{"aud":[]}"#,
            None,
            audience(&["a"]),
            r#"claim `aud`: expected "a", found []"#,
        ),
        (
            "{}",
            None,
            audience(&["a"]),
            r#"claim `aud`: missing, expected "a""#,
        ),
        (
            r#"{"aud":"api"}"#,
            None,
            audience(&[]),
            r#"claim `aud`: the token is for "api", and no audience is expected here"#,
        ),
        (
            r#"{"sub":"alice"}"#,
            None,
            subject.clone(),
            r#"claim `sub`: expected "johndoe", found "alice""#,
        ),
        (
            "{}",
            None,
            subject,
            r#"claim `sub`: missing, expected "johndoe""#,
        ),
        (
            "{}",
            Some("JWT"),
            typ.clone(),
            r#"claim `typ`: expected "at+jwt", found "JWT""#,
        ),
        (
            "{}",
            None,
            typ,
            r#"claim `typ`: missing, expected "at+jwt""#,
        ),
        (
            r#"{"sub":"a"}"#,
            None,
            required,
            "claim `scope`: required and missing",
        ),
    ] {
        assert_eq!(message(text, header_typ, &options), expected);
    }
}

#[test]
fn a_message_is_short_whatever_came() {
    let long = "\\n".repeat(100_000);
    let texts = vec![format!("\"{long}\""); 50].join(",");
    let options = DecodeOptions {
        issuer: vec!["i".repeat(100_000); 50],
        audience: vec!["a".repeat(100_000); 50],
        ..DecodeOptions::default()
    };
    for text in [
        format!(r#"{{"iss":"{long}"}}"#),
        format!(r#"{{"aud":[{texts}],"iss":"{}"}}"#, "i".repeat(100_000)),
        format!(r#"{{"exp":"{long}"}}"#),
        format!(r#"{{"sub":[{texts}]}}"#),
        format!(r#"{{"exp":0.{}}}"#, "0".repeat(100_000)),
    ] {
        let message = message(&text, None, &options);
        assert!(message.len() < 2500, "{}", message.len());
        assert!(
            message.contains('…') && !message.contains('\n'),
            "{message}"
        );
    }
}
