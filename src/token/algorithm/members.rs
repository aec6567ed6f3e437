//! The members of a JSON Web Key, read and written.

use crate::error::{Error, Result};
use crate::json::{Object, Value};
use base64ct::{Base64UrlUnpadded, Encoding};
use zeroize::Zeroizing;

/// The longest JWK that is read, in bytes.
const MAX_LENGTH: usize = 64 * 1024;

/// The members of a JWK, borrowed from its text.
pub(in crate::token) struct Members<'a>(Object<'a>);

impl<'a> Members<'a> {
    /// Reads the text of one JWK.
    pub(in crate::token) fn read(text: &'a str) -> Result<Self> {
        if text.len() > MAX_LENGTH {
            return Err(Error::Key("the JWK is longer than 64 KiB".into()));
        }
        Object::read(text)
            .map(Self)
            .map_err(|problem| Error::Key(format!("the JWK: {problem}").into()))
    }

    /// A member's value. One that is `null` is as if it were not there: so .NET and
    /// others write what a key has not got.
    pub(in crate::token) fn get(&self, name: &str) -> Option<&Value<'a>> {
        self.0.get(name).filter(|value| **value != Value::Null)
    }

    /// The text of a member that must be a string.
    pub(in crate::token) fn text(&self, name: &'static str) -> Result<Option<&str>> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(other) => Err(Error::Key(
                format!("the JWK's `{name}` is {}, expected a string", other.kind()).into(),
            )),
        }
    }

    /// The bytes of a member, decoded in constant time. Padding, and the two characters
    /// of the other alphabet, say the same.
    pub(super) fn bytes(&self, name: &'static str) -> Result<Option<Zeroizing<Vec<u8>>>> {
        let Some(text) = self.text(name)? else {
            return Ok(None);
        };
        let digits = text.strip_suffix("==").or(text.strip_suffix('='));
        let is_padded = digits.is_some() && text.len() % 4 == 0;
        let digits = digits.filter(|_| is_padded).unwrap_or(text);
        let mut url_safe = Zeroizing::new(String::with_capacity(digits.len()));
        url_safe.extend(digits.chars().map(|digit| match digit {
            '+' => '-',
            '/' => '_',
            other => other,
        }));
        match Base64UrlUnpadded::decode_vec(&url_safe) {
            Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
            Err(_) => Err(Error::Key(
                format!("the JWK's `{name}` is not base64url").into(),
            )),
        }
    }

    /// The bytes of a member that must be there.
    pub(super) fn required(&self, name: &'static str) -> Result<Zeroizing<Vec<u8>>> {
        self.bytes(name)?
            .ok_or_else(|| Error::Key(format!("the JWK has no `{name}`").into()))
    }
}

/// Names and values of members to write, the values wiped after use.
pub(in crate::token) type Written = Vec<(&'static str, Zeroizing<String>)>;

/// A member whose value is no secret.
pub(in crate::token) fn text(name: &'static str, value: &str) -> (&'static str, Zeroizing<String>) {
    (name, Zeroizing::new(value.to_owned()))
}

/// A member whose value is bytes, as base64url in constant time.
pub(super) fn bytes(name: &'static str, value: &[u8]) -> (&'static str, Zeroizing<String>) {
    (
        name,
        Zeroizing::new(Base64UrlUnpadded::encode_string(value)),
    )
}
