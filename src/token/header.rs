//! The JOSE header (RFC 7515 section 4).
//!
//! Only `alg`, `kid`, `typ`, `crit` and `b64` are looked at. `jku`, `jwk`,
//! `x5u` and `x5c` are never followed: a token does not choose its own key
//! (RFC 8725 section 3.10).

use super::algorithm::Algorithm;
use super::excerpt;
use crate::error::{Error, Result};
use crate::json::{self, Value};
use std::borrow::Cow;

/// The longest header that is read, in bytes of JSON.
pub const MAX_HEADER_LENGTH: usize = 16 * 1024;

/// The `typ` of a token whose issuer asks for no other.
pub(super) const OWN_TYPE: &str = "JWT";

/// Header parameters of RFC 7515 and RFC 7518; `crit` may name none of them.
const REGISTERED: [&str; 18] = [
    "alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit", "enc",
    "zip", "epk", "apu", "apv", "iv", "tag",
];

/// What the header says, read once.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Header<'a> {
    /// `alg`; the error says what was wrong with it. It is reported only when
    /// a signature is to be checked, so that `peek` can show any header.
    algorithm: Option<Value<'a>>,
    pub(super) key_id: Option<Cow<'a, str>>,
    pub(super) typ: Option<Cow<'a, str>>,
    critical: Option<Value<'a>>,
    /// The value of `b64` (RFC 7797); its default is true.
    unencoded: Option<Value<'a>>,
    /// The extension parameters that are there, for `crit` to name.
    extensions: Vec<Cow<'a, str>>,
}

impl<'a> Header<'a> {
    /// Reads the JSON text of a header.
    pub(super) fn read(text: &'a str) -> Result<Self> {
        let mut header = Self::default();
        let mut wrong = None;
        let mut string = |name: &'static str, value| match value {
            Value::Text(text) => Some(text),
            // Confluent and .NET before 5 write `kid` so where there is none.
            Value::Null if name == "kid" => None,
            other => {
                wrong.get_or_insert((name, other.kind()));
                None
            }
        };
        json::read_object(text, &mut |name, value, _| match &**name {
            "alg" => header.algorithm = Some(value),
            "kid" => header.key_id = string("kid", value),
            "typ" => header.typ = string("typ", value),
            "crit" => header.critical = Some(value),
            "b64" => {
                header.unencoded = Some(value);
                header.extensions.push(name.clone());
            }
            _ => header.extensions.push(name.clone()),
        })
        .map_err(|problem| Error::TokenFormat(format!("the header: {problem}").into()))?;
        match wrong {
            Some((name, kind)) => Err(Error::TokenFormat(
                format!("the header's `{name}` is {kind}, expected a string").into(),
            )),
            None => Ok(header),
        }
    }

    /// The header that a key writes by itself.
    pub(super) fn own(algorithm: Algorithm, key_id: Option<&'a str>) -> Self {
        Self {
            algorithm: Some(Value::Text(algorithm.name().into())),
            key_id: key_id.map(Cow::Borrowed),
            typ: Some(OWN_TYPE.into()),
            ..Self::default()
        }
    }

    /// The algorithm the header names.
    pub(super) fn algorithm(&self) -> Result<Algorithm> {
        match &self.algorithm {
            Some(Value::Text(name)) => name.parse(),
            Some(other) => Err(Error::TokenAlgorithm(
                format!("the header's `alg` is {}, expected a string", other.kind()).into(),
            )),
            None => Err(Error::TokenAlgorithm("the header has no `alg`".into())),
        }
    }

    /// Checks that every critical extension is understood (RFC 7515 section
    /// 4.1.11). The only one is `b64` with its default value, which RFC 7797
    /// section 7 demands of a JWT.
    pub(super) fn check_critical(&self) -> Result<()> {
        if let Some(value) = &self.unencoded
            && *value != Value::Bool(true)
        {
            let found = excerpt::value(value);
            return Err(critical(format!(
                "`b64` is {found}, expected true, as in every JWT (RFC 7797 section 7)"
            )));
        }
        let names = match &self.critical {
            None => return Ok(()),
            Some(Value::Texts(names)) if !names.is_empty() => names,
            Some(other) => {
                let found = excerpt::value(other);
                return Err(critical(format!(
                    "`crit` is {found}, expected a list of one or more names"
                )));
            }
        };
        for (index, name) in names.iter().enumerate() {
            let problem = if REGISTERED.contains(&&**name) {
                "which RFC 7515 itself defines, expected an extension"
            } else if names[..index].contains(name) {
                "twice"
            } else if !self.extensions.contains(name) {
                "which is not in the header"
            } else if name != "b64" {
                "which is not understood here, only b64 is"
            } else {
                continue;
            };
            let name = excerpt::text(name);
            return Err(critical(format!("`crit` names {name}, {problem}")));
        }
        Ok(())
    }
}

fn critical(message: String) -> Error {
    Error::TokenCritical(message.into())
}

/// Whether two `typ` values name the same media type: upper and lower case are
/// alike, and `application/` may be left out (RFC 7515 section 4.1.9).
pub(super) fn same_type(one: &str, other: &str) -> bool {
    fn full(typ: &str) -> (&str, &str) {
        match typ.split_once('/') {
            Some(parts) => parts,
            None => ("application", typ),
        }
    }
    let (one, other) = (full(one), full(other));
    one.0.eq_ignore_ascii_case(other.0) && one.1.eq_ignore_ascii_case(other.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn critical_code(text: &str) -> Option<&'static str> {
        Header::read(text)
            .unwrap()
            .check_critical()
            .err()
            .map(|error| error.code())
    }

    #[test]
    fn what_matters_is_read() {
        let header =
            Header::read(r#"{"typ":"JWT","alg":"HS256","kid":"1","jku":"x","x":{}}"#).unwrap();
        assert_eq!(header.algorithm(), Ok(Algorithm::HS256));
        assert_eq!(header.key_id.as_deref(), Some("1"));
        assert_eq!(header.typ.as_deref(), Some("JWT"));
        assert!(header.check_critical().is_ok());
    }

    #[test]
    fn a_kid_that_is_null_is_as_if_it_were_not_there() {
        let header = Header::read(r#"{"alg":"HS256","kid":null,"typ":"JWT"}"#).unwrap();
        assert_eq!(header.key_id, None);
        assert!(Header::read(r#"{"alg":"HS256","typ":null}"#).is_err());
    }

    #[test]
    fn a_header_of_the_wrong_shape_is_a_format_error() {
        for text in [
            "[]",
            "",
            r#"{"alg":"HS256","alg":"HS256"}"#,
            r#"{"alg":"HS256","kid":1}"#,
            r#"{"alg":"HS256","kid":[null]}"#,
            r#"{"alg":"HS256","typ":["JWT"]}"#,
        ] {
            let error = Header::read(text).unwrap_err();
            assert_eq!(error.code(), "ERR_TOKEN_FORMAT", "{text}");
        }
    }

    #[test]
    fn an_algorithm_that_is_missing_or_unknown_is_an_algorithm_error() {
        for text in [
            "{}",
            r#"{"alg":null}"#,
            r#"{"alg":["HS256"]}"#,
            r#"{"alg":"none"}"#,
        ] {
            let error = Header::read(text).unwrap().algorithm().unwrap_err();
            assert_eq!(error.code(), "ERR_TOKEN_ALGORITHM", "{text}");
        }
    }

    #[test]
    fn critical_extensions_are_understood_or_refused() {
        assert_eq!(critical_code(r#"{"crit":["b64"],"b64":true}"#), None);
        assert_eq!(critical_code(r#"{"b64":true}"#), None);
        for text in [
            r#"{"crit":[]}"#,
            r#"{"crit":null}"#,
            r#"{"crit":"b64","b64":true}"#,
            r#"{"crit":[1]}"#,
            r#"{"crit":["b64"]}"#,
            r#"{"crit":["b64","b64"],"b64":true}"#,
            r#"{"crit":["b64"],"b64":false}"#,
            r#"{"b64":false}"#,
            r#"{"b64":1}"#,
            r#"{"crit":["alg"],"alg":"HS256"}"#,
            r#"{"crit":["exp"],"exp":1}"#,
            r#"{"crit":["http://example.com/x"],"http://example.com/x":1}"#,
        ] {
            assert_eq!(critical_code(text), Some("ERR_TOKEN_CRITICAL"), "{text}");
        }
    }

    #[test]
    fn a_critical_extension_that_is_refused_is_named() {
        for (text, expected) in [
            (
                r#"{"b64":false}"#,
                "`b64` is false, expected true, as in every JWT (RFC 7797 section 7)",
            ),
            (
                r#"{"crit":"b64","b64":true}"#,
                r#"`crit` is the string "b64", expected a list of one or more names"#,
            ),
            (
                r#"{"crit":[]}"#,
                "`crit` is the list [], expected a list of one or more names",
            ),
            (
                r#"{"crit":["alg"],"alg":"HS256"}"#,
                r#"`crit` names "alg", which RFC 7515 itself defines, expected an extension"#,
            ),
            (
                r#"{"crit":["b64","b64"],"b64":true}"#,
                r#"`crit` names "b64", twice"#,
            ),
            (
                r#"{"crit":["exp-policy"]}"#,
                r#"`crit` names "exp-policy", which is not in the header"#,
            ),
            (
                r#"{"crit":["exp-policy"],"exp-policy":1}"#,
                r#"`crit` names "exp-policy", which is not understood here, only b64 is"#,
            ),
        ] {
            let error = Header::read(text).unwrap().check_critical().unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn types_compare_as_media_types() {
        assert!(same_type("JWT", "jwt"));
        assert!(same_type("at+jwt", "application/at+JWT"));
        assert!(!same_type("JWT", "at+jwt"));
        assert!(!same_type("text/jwt", "jwt"));
    }
}
