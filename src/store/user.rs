//! One user's record.

use super::StoreError;
use crate::json::{self, Object, Problem, Value};

/// The claims that the login flow sets itself, or that would make a token of
/// ours unusable: a record's `claims` may not hold them.
const RESERVED_CLAIMS: [&str; 11] = [
    "sub", "exp", "nbf", "iat", "aud", "scope", "iss", "sid", "nonce", "at_hash", "c_hash",
];

/// The latest time that a record can name: the end of the year 9999. Milliseconds
/// lie beyond it.
const LATEST: f64 = 253_402_300_799.0;

/// A user as the store holds it:
///
/// ```json
/// {"username": "johndoe", "hashed_password": "$argon2id$…",
///  "email": "johndoe@example.com", "full_name": "John Doe", "disabled": false,
///  "scopes": ["me"], "claims": {"user_id": 1},
///  "id": "7c9e6679-7425-40de-944b-e07fc1f90ae7", "is_verified": true,
///  "created_at": 1800000000, "tokens_valid_after": 1800003600}
/// ```
///
/// Only `username` and `hashed_password` are required. Every name may occur once,
/// and in `claims` `sub`, `exp`, `nbf`, `iat`, `aud`, `scope`, `iss`, `sid`, `nonce`,
/// `at_hash` and `c_hash` not at all. When a record is written back, every member
/// that was not changed is as it was, to the letter.
#[derive(Clone)]
pub struct User {
    /// The name the user logs in with.
    pub username: String,
    /// Any text; not checked.
    pub email: Option<String>,
    /// Any text; not checked.
    pub full_name: Option<String>,
    /// A disabled user gets no token, and is refused by every resource with those he
    /// has.
    pub disabled: Option<bool>,
    /// A hash in any format that `password::verify` knows. Where it is empty, as for
    /// `null`, is `x`, or begins with `!` or `*`, no password is right.
    pub hashed_password: String,
    /// The scopes that a token of this user can be granted. One that is taken away
    /// counts no more in the tokens that have it.
    pub scopes: Vec<String>,
    /// The user's name in paths, a text or the digits of a number; without it, that is
    /// `username`.
    pub id: Option<String>,
    /// Whether somebody has seen that `email` is the user's. `LOGIN_REQUIRES_VERIFIED`
    /// asks for it.
    pub is_verified: Option<bool>,
    /// When the record was made, in whole seconds since the epoch.
    pub created_at: Option<f64>,
    /// When the password was changed, or all tokens of this user ended for another
    /// reason, in whole seconds since the epoch.
    pub tokens_valid_after: Option<f64>,
    /// The whole record, so that writing it back loses nothing: not even the
    /// digits of a number that no type here could hold.
    text: String,
}

impl User {
    /// Reads a record.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] names the field that is missing, there twice or
    /// of the wrong type. It never repeats a value.
    pub fn from_json(text: &str) -> Result<Self, StoreError> {
        let record = Record(Object::read(text).map_err(|problem| unreadable(&problem))?);
        if record.has_unfit_claims() {
            return Err(unfit("claims", CLAIMS));
        }
        Ok(Self {
            username: record.required("username")?,
            email: record.string("email")?,
            full_name: record.string("full_name")?,
            disabled: record.flag("disabled")?,
            hashed_password: match record.0.get("hashed_password") {
                // Somebody who logs in by other means; no password is right.
                Some(Value::Null) => String::new(),
                _ => record.required("hashed_password")?,
            },
            scopes: match record.get("scopes") {
                None => Vec::new(),
                Some(Value::Texts(scopes)) => scopes.iter().map(|one| one.to_string()).collect(),
                Some(_) => return Err(unfit("scopes", "a list of strings")),
            },
            id: record.id()?,
            is_verified: record.flag("is_verified")?,
            created_at: record.time("created_at")?,
            tokens_valid_after: record.time("tokens_valid_after")?,
            text: text.to_owned(),
        })
    }

    /// The second with which the tokens that this user had until then end:
    /// `tokens_valid_after` or `created_at`, whichever is later. Tokens of that same
    /// second end too: whole seconds do not say which came first.
    pub fn tokens_end_with(&self) -> Option<f64> {
        let times = [self.created_at, self.tokens_valid_after];
        times.into_iter().flatten().reduce(f64::max)
    }

    /// What goes into every token of this user beside `sub`, `exp` and `scope`:
    /// the text of a JSON object, to the letter as it stands in the record, so
    /// that no number is rounded.
    pub fn claims(&self) -> &str {
        let record = Object::read(&self.text);
        record
            .ok()
            .and_then(|record| record.text_of("claims"))
            .filter(|text| text.starts_with('{'))
            .unwrap_or("{}")
    }

    /// The record as JSON text, with all that was in it when it was read.
    pub fn to_json(&self) -> String {
        self.text.clone()
    }

    /// This user with other members in the record, each a name and a JSON text; every
    /// other stays to the letter.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] where that is no record.
    pub fn with(&self, members: &[(String, String)]) -> Result<Self, StoreError> {
        let mut text = self.text.clone();
        for (name, value) in members {
            text = json::with(&text, name, value).map_err(|problem| unreadable(&problem))?;
        }
        Self::from_json(&text)
    }
}

/// The fields of a record; one that is `null` counts as absent.
struct Record<'a>(Object<'a>);

impl<'a> Record<'a> {
    fn get(&self, field: &str) -> Option<&Value<'a>> {
        self.0.get(field).filter(|value| **value != Value::Null)
    }

    fn string(&self, field: &str) -> Result<Option<String>, StoreError> {
        match self.get(field) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text.to_string())),
            Some(_) => Err(unfit(field, STRING)),
        }
    }

    fn required(&self, field: &str) -> Result<String, StoreError> {
        self.string(field)?
            .ok_or_else(|| malformed(format!("`{field}` is missing, expected {STRING}")))
    }

    fn flag(&self, field: &str) -> Result<Option<bool>, StoreError> {
        match self.get(field) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => Err(unfit(field, "true or false")),
        }
    }

    fn id(&self) -> Result<Option<String>, StoreError> {
        match self.get("id") {
            Some(Value::Number(number)) => Ok(Some(number.text.to_owned())),
            _ => self.string("id"),
        }
    }

    fn time(&self, field: &str) -> Result<Option<f64>, StoreError> {
        match self.get(field) {
            None => Ok(None),
            Some(Value::Number(time))
                if time.value.fract() == 0.0 && (0.0..=LATEST).contains(&time.value) =>
            {
                Ok(Some(time.value))
            }
            Some(_) => Err(unfit(field, TIME)),
        }
    }

    fn has_unfit_claims(&self) -> bool {
        match self.get("claims") {
            None => false,
            Some(Value::Object) => self
                .0
                .text_of("claims")
                .and_then(|text| Object::read(text).ok())
                .is_none_or(|claims| {
                    RESERVED_CLAIMS
                        .iter()
                        .any(|name| claims.get(name).is_some())
                }),
            Some(_) => true,
        }
    }
}

const STRING: &str = "a string";

const CLAIMS: &str = "an object without the reserved claims \
    sub, exp, nbf, iat, aud, scope, iss, sid, nonce, at_hash and c_hash";

const TIME: &str = "a whole number of seconds since the epoch";

fn malformed(detail: String) -> StoreError {
    StoreError::Malformed(detail)
}

/// The longest name that an error repeats, in bytes.
const LONGEST_NAME: usize = 64;

/// A record that is no JSON as everybody would read it.
fn unreadable(problem: &Problem) -> StoreError {
    malformed(match problem.repeated() {
        Some(name) if name.len() <= LONGEST_NAME => format!("`{name}` is there twice"),
        _ => problem.to_string(),
    })
}

/// A field that is there and of the wrong type.
fn unfit(field: &str, expected: &str) -> StoreError {
    malformed(format!("`{field}` is not {expected}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detail(text: &str) -> String {
        match User::from_json(text) {
            Err(StoreError::Malformed(detail)) => detail,
            Err(other) => panic!("{other}"),
            Ok(_) => panic!("a malformed record was read"),
        }
    }

    #[test]
    fn a_record_needs_only_a_username_and_a_hash() {
        let user = User::from_json(r#"{"username":"a","hashed_password":"x"}"#).unwrap();
        assert_eq!((user.username.as_str(), user.claims()), ("a", "{}"));
        assert_eq!(
            (user.email, user.full_name, user.disabled),
            (None, None, None)
        );
        assert!(user.scopes.is_empty());
    }

    #[test]
    fn a_malformed_record_says_which_field_is_wrong_and_never_its_value() {
        for (text, expected) in [
            ("", "expected a JSON object"),
            ("[]", "expected a JSON object"),
            ("{", "the JSON text ends too early"),
            (
                r#"{"username":"a","hashed_password":"x","scopes":[],"sc\u006fpes":["me"]}"#,
                "`scopes` is there twice",
            ),
            (
                r#"{"username":"a","hashed_password":"x","claims":{"id":1,"id":2}}"#,
                "`id` is there twice",
            ),
            (
                r#"{"username":"a"}"#,
                "`hashed_password` is missing, expected a string",
            ),
            (
                r#"{"hashed_password":"x"}"#,
                "`username` is missing, expected a string",
            ),
            (
                r#"{"username":"a","hashed_password":7}"#,
                "`hashed_password` is not a string",
            ),
            (
                r#"{"username":"a","hashed_password":"x","disabled":"no"}"#,
                "`disabled` is not true or false",
            ),
            (
                r#"{"username":"a","hashed_password":"x","scopes":["me",1]}"#,
                "`scopes` is not a list of strings",
            ),
            (
                r#"{"username":"a","hashed_password":"x","claims":{"sub":"b"}}"#,
                "`claims` is not an object without the reserved claims sub, exp, nbf, iat, aud, scope, iss, sid, nonce, at_hash and c_hash",
            ),
        ] {
            assert_eq!(detail(text), expected, "{text}");
        }
    }

    #[test]
    fn times_are_whole_seconds_and_the_later_one_ends_tokens() {
        let read = |more: &str| {
            User::from_json(&format!(
                r#"{{"username":"a","hashed_password":"x",{more}}}"#
            ))
        };
        for (more, end) in [
            (r#""created_at":null"#, None),
            (r#""created_at":0"#, Some(0.0)),
            (r#""created_at":1800000000"#, Some(1_800_000_000.0)),
            (
                r#""tokens_valid_after":1.8e9,"created_at":7"#,
                Some(1_800_000_000.0),
            ),
            (r#""tokens_valid_after":7,"created_at":8.0"#, Some(8.0)),
        ] {
            assert_eq!(read(more).unwrap().tokens_end_with(), end, "{more}");
        }
        // Milliseconds are none, nor is a date in words.
        for field in ["created_at", "tokens_valid_after"] {
            for value in [
                "1800000000000",
                "-1",
                "1.5",
                "true",
                "\"2027-01-15T08:00:00Z\"",
                "[1]",
            ] {
                let text = format!(r#"{{"username":"a","hashed_password":"x","{field}":{value}}}"#);
                let expected =
                    format!("`{field}` is not a whole number of seconds since the epoch");
                assert_eq!(detail(&text), expected, "{value}");
            }
        }
    }

    #[test]
    fn an_id_is_a_text_or_the_digits_of_a_number() {
        for (id, expected) in [
            ("\"7c9e\"", Some("7c9e")),
            ("12345678901234567890", Some("12345678901234567890")),
            ("null", None),
        ] {
            let text =
                format!(r#"{{"username":"a","hashed_password":"x","id":{id},"is_verified":true}}"#);
            let user = User::from_json(&text).unwrap();
            assert_eq!(user.id.as_deref(), expected);
            assert_eq!((user.is_verified, user.to_json()), (Some(true), text));
        }
        let wrong = |more| {
            detail(&format!(
                r#"{{"username":"a","hashed_password":"x",{more}}}"#
            ))
        };
        assert_eq!(wrong(r#""id":[]"#), "`id` is not a string");
        assert_eq!(
            wrong(r#""is_verified":1"#),
            "`is_verified` is not true or false"
        );
    }

    #[test]
    fn claims_that_the_login_sets_or_that_spoil_its_tokens_are_reserved() {
        for name in RESERVED_CLAIMS {
            let text = format!(
                r#"{{"username":"a","hashed_password":"x","claims":{{"a":1,"{name}":"b"}}}}"#
            );
            assert_eq!(detail(&text), format!("`claims` is not {CLAIMS}"));
        }
    }

    #[test]
    fn claims_are_what_the_record_says_to_the_letter() {
        for (claims, expected) in [
            ("null", "{}"),
            ("{ }", "{ }"),
            (
                r#"{"id": 9007199254740993, "deep":[{"n":1.10e+2}]}"#,
                r#"{"id": 9007199254740993, "deep":[{"n":1.10e+2}]}"#,
            ),
            (r#"{"a":1},"\u0063laim":{"a":2}"#, r#"{"a":1}"#),
        ] {
            let text = format!(r#"{{"username":"a","hashed_password":"x","claims": {claims} }}"#);
            assert_eq!(User::from_json(&text).unwrap().claims(), expected);
        }
    }

    #[test]
    fn writing_a_record_back_keeps_unknown_fields_their_order_and_nulls() {
        let text = r#"{"plan":"gold","username":"a","email":null,"hashed_password":"x","n":1.0}"#;
        let user = User::from_json(text).unwrap();
        let members = [("hashed_password".into(), r#""y""#.into())];
        let changed = user.with(&members).unwrap();
        assert_eq!(changed.to_json(), text.replace(r#""x""#, r#""y""#));
    }

    /// Found by `npm run fuzz -- user`: numbers came back rounded.
    #[test]
    fn writing_a_record_back_changes_no_number_no_space_and_no_escape() {
        let text = r#" { "id": 123456789012345678901234567890, "tiny":1.00e-400,
            "hashed\u005fpassword" : "x" , "username":"\u0061","a":[0.1000] }"#;
        let user = User::from_json(text).unwrap();
        assert_eq!(user.to_json(), text);
        let members = [("hashed_password".into(), r#""a \"new\" one""#.into())];
        let changed = user.with(&members).unwrap();
        let expected = text.replace(r#""x""#, r#""a \"new\" one""#);
        assert_eq!(changed.to_json(), expected);
        assert_eq!(changed.hashed_password, r#"a "new" one"#);
    }
}
