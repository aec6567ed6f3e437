//! The registered claims: their types (RFC 7519 section 4.1) and what is
//! asked of them.

use super::DecodeOptions;
use super::header::same_type;
use super::json::{self, Value};
use crate::error::{Error, Result};
use std::borrow::Cow;

/// The registered claims of a token, typed as RFC 7519 says, in seconds since
/// the epoch where they are times.
#[derive(Debug, Default)]
pub(super) struct Claims<'a> {
    pub(super) issuer: Option<Cow<'a, str>>,
    pub(super) subject: Option<Cow<'a, str>>,
    /// A single string is a list of one.
    pub(super) audience: Option<Vec<Cow<'a, str>>>,
    pub(super) expires_at: Option<f64>,
    pub(super) not_before: Option<f64>,
    pub(super) issued_at: Option<f64>,
    pub(super) jwt_id: Option<Cow<'a, str>>,
}

impl<'a> Claims<'a> {
    /// Reads the JSON text of a claims set, which must have every name in
    /// `required`.
    pub(super) fn read(text: &'a str, required: &[String]) -> Result<Self> {
        let mut claims = Self::default();
        let mut wrong = None;
        let mut missing: Vec<&String> = required.iter().collect();
        json::read_object(text, &mut |name, value| {
            missing.retain(|required| **required != name);
            let found = value.kind();
            let expected = match (&*name, value) {
                ("iss", Value::Text(text)) => return claims.issuer = Some(text),
                ("sub", Value::Text(text)) => return claims.subject = Some(text),
                ("jti", Value::Text(text)) => return claims.jwt_id = Some(text),
                ("aud", Value::Text(text)) => return claims.audience = Some(vec![text]),
                ("aud", Value::Texts(texts)) => return claims.audience = Some(texts),
                ("exp", Value::Number(time)) => return claims.expires_at = Some(time),
                ("nbf", Value::Number(time)) => return claims.not_before = Some(time),
                ("iat", Value::Number(time)) => return claims.issued_at = Some(time),
                ("iss" | "sub" | "jti", _) => "a string",
                ("aud", _) => "a string or a list of strings",
                ("exp" | "nbf" | "iat", _) => "a number of seconds since the epoch",
                _ => return,
            };
            wrong
                .get_or_insert_with(|| claim(&name, format!("expected {expected}, found {found}")));
        })
        .map_err(|problem| Error::TokenPayload(format!("the claims: {problem}").into()))?;
        if let Some(error) = wrong {
            return Err(error);
        }
        match missing.first() {
            Some(name) => Err(claim(name, "required and missing")),
            None => Ok(claims),
        }
    }

    /// Holds the claims, and the header's `typ`, against the options.
    pub(super) fn check(&self, typ: Option<&str>, options: &DecodeOptions, now: f64) -> Result<()> {
        self.check_times(options, now)?;
        self.check_issuer(&options.issuer)?;
        self.check_audience(&options.audience)?;
        if let Some(subject) = &options.subject {
            equal("sub", self.subject.as_deref(), subject, |a, b| a == b)?;
        }
        if let Some(expected) = &options.typ {
            equal("typ", typ, expected, same_type)?;
        }
        Ok(())
    }

    fn check_times(&self, options: &DecodeOptions, now: f64) -> Result<()> {
        let leeway = options.leeway;
        if let Some(issued) = self.issued_at
            && issued > now + leeway
        {
            return Err(Error::TokenNotYet(
                "the token is issued in the future (`iat`)".into(),
            ));
        }
        if let Some(start) = self.not_before
            && start > now + leeway
        {
            return Err(Error::TokenNotYet(
                "the token is not yet valid (`nbf`)".into(),
            ));
        }
        if let Some(end) = self.expires_at
            && end <= now - leeway
        {
            return Err(Error::TokenExpired("the token has expired (`exp`)".into()));
        }
        if let Some(age) = options.max_age {
            let issued = self
                .issued_at
                .ok_or_else(|| claim("iat", "required by the maximum age and missing"))?;
            if issued + age <= now - leeway {
                return Err(Error::TokenExpired(
                    format!("the token is older than {age} seconds (`iat`)").into(),
                ));
            }
        }
        Ok(())
    }

    fn check_issuer(&self, allowed: &[String]) -> Result<()> {
        if allowed.is_empty() {
            return Ok(());
        }
        match &self.issuer {
            None => Err(claim("iss", "required and missing")),
            Some(issuer) if allowed.iter().any(|one| one == issuer) => Ok(()),
            Some(_) => Err(claim("iss", "not the issuer that is expected")),
        }
    }

    /// RFC 7519 section 4.1.3: a token for somebody must be refused by whoever
    /// does not find himself in the list, so also by one without a name.
    fn check_audience(&self, mine: &[String]) -> Result<()> {
        match &self.audience {
            None if mine.is_empty() => Ok(()),
            None => Err(claim("aud", "required and missing")),
            Some(_) if mine.is_empty() => Err(claim(
                "aud",
                "the token is for a named audience and none is expected here",
            )),
            Some(theirs) if theirs.iter().any(|one| mine.iter().any(|mine| mine == one)) => Ok(()),
            Some(_) => Err(claim("aud", "names no audience that is expected")),
        }
    }
}

fn equal(
    name: &str,
    found: Option<&str>,
    expected: &str,
    same: fn(&str, &str) -> bool,
) -> Result<()> {
    match found {
        None => Err(claim(name, "required and missing")),
        Some(found) if same(found, expected) => Ok(()),
        Some(_) => Err(claim(name, "not the value that is expected")),
    }
}

/// The error about one claim, its name cut to a length fit for a message.
pub(super) fn claim(name: &str, detail: impl Into<Cow<'static, str>>) -> Error {
    Error::TokenClaim {
        claim: name.chars().take(64).collect(),
        detail: detail.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: f64 = 1_700_000_000.0;

    fn check(text: &str, options: &DecodeOptions) -> Result<()> {
        Claims::read(text, &options.required_claims)?.check(None, options, NOW)
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
        let options = DecodeOptions::default();
        for claim in ["nbf", "iat"] {
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
}
