//! One user's record.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Object, StoreError};

/// The claims that the login flow sets itself, or that would make a token of
/// ours unusable: a record's `claims` may not hold them.
const RESERVED_CLAIMS: [&str; 6] = ["sub", "exp", "nbf", "iat", "aud", "scope"];

/// A user as the store holds it:
///
/// ```json
/// {"username": "johndoe", "hashed_password": "$argon2id$…",
///  "email": "johndoe@example.com", "full_name": "John Doe", "disabled": false,
///  "scopes": ["me"], "claims": {"user_id": 1}}
/// ```
///
/// Only `username` and `hashed_password` are required. In `claims` every name may
/// occur once, and `sub`, `exp`, `nbf`, `iat`, `aud` and `scope` not at all. When the record is
/// written back, everything but a new hash is as it was, to the letter.
#[derive(Clone)]
pub struct User {
    /// The name the user logs in with.
    pub username: String,
    /// Any text; not checked.
    pub email: Option<String>,
    /// Any text; not checked.
    pub full_name: Option<String>,
    /// A disabled user can log in and is refused by every resource, as in the
    /// tutorial.
    pub disabled: Option<bool>,
    /// A hash in any format that `password::verify` knows.
    pub hashed_password: String,
    /// The scopes that a token of this user can be granted.
    pub scopes: Vec<String>,
    /// The whole record, so that writing it back loses nothing: not even the
    /// digits of a number that no type here could hold.
    text: String,
}

impl User {
    /// Reads a record.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] names the field that is missing or of the
    /// wrong type. It never repeats a value.
    pub fn from_json(text: &str) -> Result<Self, StoreError> {
        let record = Fields::of(text)
            .map_err(|error| malformed(format!("not a JSON object ({:?})", error.classify())))?;
        let claims: Option<Object> = record.optional("claims", CLAIMS)?;
        if claims.is_some_and(|claims| {
            RESERVED_CLAIMS
                .iter()
                .any(|name| claims.contains_key(*name))
        }) {
            return Err(unfit("claims", CLAIMS));
        }
        Ok(Self {
            username: record.required("username")?,
            email: record.optional("email", STRING)?,
            full_name: record.optional("full_name", STRING)?,
            disabled: record.optional("disabled", "true or false")?,
            hashed_password: record.required("hashed_password")?,
            scopes: record
                .optional("scopes", "a list of strings")?
                .unwrap_or_default(),
            text: text.to_owned(),
        })
    }

    /// What goes into every token of this user beside `sub`, `exp` and `scope`:
    /// the text of a JSON object, to the letter as it stands in the record, so
    /// that no number is rounded.
    pub fn claims(&self) -> &str {
        value_of("claims", &self.text)
            .and_then(|place| self.text.get(place))
            .filter(|text| text.starts_with('{'))
            .unwrap_or("{}")
    }

    /// The record as JSON text, with all that was in it when it was read.
    pub fn to_json(&self) -> String {
        self.text.clone()
    }

    /// Takes a new password hash into the record; everything else stays.
    pub fn set_hashed_password(&mut self, encoded: String) {
        if let Some(place) = value_of("hashed_password", &self.text) {
            let value = Value::from(encoded.as_str()).to_string();
            self.text.replace_range(place, &value);
        }
        self.hashed_password = encoded;
    }
}

/// Where the value of a field stands in the text of an object.
fn value_of(field: &str, text: &str) -> Option<Range<usize>> {
    let value = Fields::of(text).ok()?.get(field)?.get();
    // The value is a part of the text.
    let start = value.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
    Some(start..start + value.len())
}

/// The fields of a JSON object, with their values as they are written: each is
/// only read as what it should be.
struct Fields<'a>(Vec<(Name<'a>, &'a RawValue)>);

#[derive(serde::Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'a> Fields<'a> {
    fn of(text: &'a str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }

    /// The value of a field; of one that is there twice, the last, as everywhere.
    fn get(&self, field: &str) -> Option<&'a RawValue> {
        let last = self.0.iter().rev().find(|(name, _)| name.0 == field)?;
        Some(last.1)
    }

    /// `None` for a field that is absent or `null`.
    fn optional<T: Deserialize<'a>>(
        &self,
        field: &str,
        expected: &str,
    ) -> Result<Option<T>, StoreError> {
        let value = self.get(field).map(RawValue::get).unwrap_or("null");
        serde_json::from_str(value).map_err(|_| unfit(field, expected))
    }

    fn required(&self, field: &str) -> Result<String, StoreError> {
        self.optional(field, STRING)?
            .ok_or_else(|| malformed(format!("`{field}` is missing, expected {STRING}")))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::with_capacity(8);
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Fields(fields))
    }
}

const STRING: &str = "a string";

const CLAIMS: &str = "an object without the reserved claims sub, exp, nbf, iat, aud and scope";

fn malformed(detail: String) -> StoreError {
    StoreError::Malformed(detail)
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
            ("", "not a JSON object (Eof)"),
            ("[]", "not a JSON object (Data)"),
            ("{", "not a JSON object (Eof)"),
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
                "`claims` is not an object without the reserved claims sub, exp, nbf, iat, aud and scope",
            ),
        ] {
            assert_eq!(detail(text), expected, "{text}");
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
            // The last one counts, as for every field.
            (r#"{"a":1},"\u0063laims":{"a":2}"#, r#"{"a":2}"#),
        ] {
            let text = format!(r#"{{"username":"a","hashed_password":"x","claims": {claims} }}"#);
            assert_eq!(User::from_json(&text).unwrap().claims(), expected);
        }
    }

    #[test]
    fn writing_a_record_back_keeps_unknown_fields_their_order_and_nulls() {
        let text = r#"{"plan":"gold","username":"a","email":null,"hashed_password":"x","n":1.0}"#;
        let mut user = User::from_json(text).unwrap();
        user.set_hashed_password("y".into());
        assert_eq!(user.to_json(), text.replace(r#""x""#, r#""y""#));
    }

    /// Found by `npm run fuzz -- user`: numbers came back rounded.
    #[test]
    fn writing_a_record_back_changes_no_number_no_space_and_no_escape() {
        let text = r#" { "id": 123456789012345678901234567890, "tiny":1.00e-400,
            "hashed_password":"old", "hashed\u005fpassword" : "x" , "username":"\u0061","a":[0.1000] }"#;
        let mut user = User::from_json(text).unwrap();
        assert_eq!(user.to_json(), text);
        user.set_hashed_password("a \"new\" one".into());
        let expected = text.replace(r#""x""#, r#""a \"new\" one""#);
        assert_eq!(user.to_json(), expected);
        let again = User::from_json(&expected).unwrap();
        assert_eq!(again.hashed_password, r#"a "new" one"#);
    }
}
