//! A better hash of a user's password, made by a login.

use super::StoreError;
use crate::json::{Object, ObjectWriter, Value};

/// What lies under `hash:<username>`:
///
/// ```json
/// {"replaces": "…64 hexadecimal digits…", "hashed_password": "$argon2id$…"}
/// ```
///
/// A login never writes a user's record, which is the admin's: between its read
/// and its write the admin may have written, here or, up to a minute ago, at
/// another location. A renewed hash counts only while the record still holds the
/// hash that it replaces.
#[derive(Clone, PartialEq, Eq)]
pub struct RenewedHash {
    /// The SHA-256 of the record's hash, in hexadecimal digits.
    pub replaces: String,
    /// The hash to verify instead.
    pub hashed_password: String,
}

impl RenewedHash {
    /// Reads one.
    ///
    /// # Errors
    /// [`StoreError::Malformed`]; it never repeats a value.
    pub fn from_json(text: &str) -> Result<Self, StoreError> {
        let malformed = |detail: &str| StoreError::Malformed(format!("renewed hash: {detail}"));
        let object = Object::read(text).map_err(|problem| malformed(&problem.to_string()))?;
        let member = |name: &str| match object.get(name) {
            Some(Value::Text(text)) => Ok(text.to_string()),
            _ => Err(malformed(&format!("`{name}` is not a string"))),
        };
        Ok(Self {
            replaces: member("replaces")?,
            hashed_password: member("hashed_password")?,
        })
    }

    /// As JSON text.
    pub fn to_json(&self) -> String {
        let mut object = ObjectWriter::with_capacity(256);
        object
            .string("replaces", &self.replaces)
            .string("hashed_password", &self.hashed_password);
        object.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        let renewed = RenewedHash {
            replaces: "00".into(),
            hashed_password: "a \"hash\"".into(),
        };
        assert!(RenewedHash::from_json(&renewed.to_json()).is_ok_and(|read| read == renewed));
        for text in [
            "",
            "[]",
            r#"{"replaces":"00"}"#,
            r#"{"replaces":"00","hashed_password":1}"#,
            r#"{"replaces":"00","hashed_password":"a","hashed_password":"b"}"#,
        ] {
            assert!(RenewedHash::from_json(text).is_err(), "{text}");
        }
    }
}
