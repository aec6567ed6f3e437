//! The key, or keys, that somebody gives without saying what they are.

use super::set::{KeySet, Keys, is_certificate};
use super::{Key, KeyOptions, pem};
use crate::error::{Error, Result};
use crate::json;
use crate::token::algorithm::{self, Algorithm, Material, Random, key};
use crate::token::spelling::{self, Spelling};

/// The longest text or bytes that are looked at, in bytes: as long as the longest
/// JWK Set, in base64.
const MAX_LENGTH: usize = 2 * 1024 * 1024;

/// A key or a set, read as what it plainly is.
#[derive(Debug)]
pub enum KeyInput {
    /// A single key.
    One(Key),
    /// A JWK Set, or certificates by name.
    Set(KeySet),
}

impl KeyInput {
    /// Reads the bytes, or the UTF-8 of a text: PEM (with its line breaks, with `\n` in
    /// two characters, in quotes, after a byte order mark), a certificate, DER, a JWK,
    /// a JWK Set, Google's certificates by name; any of these as base64 or hexadecimal
    /// digits. What is none of them is a secret for HMAC. `options` are for a single key.
    ///
    /// # Errors
    /// [`Error::Key`] where it is a key that cannot be read, with what to do about it,
    /// or a secret that is too weak; [`Error::TokenAlgorithm`] where `options` name an
    /// algorithm that is not for it.
    pub fn read(bytes: &[u8], options: KeyOptions) -> Result<Self> {
        if bytes.len() > MAX_LENGTH {
            return Err(key("the key is longer than 2 MiB"));
        }
        match spelling::of(bytes) {
            None => Key::from_text(bytes, options).map(Self::One),
            Some(Spelling::Json(text)) => Self::from_json(&text, options),
            Some(found) => Key::new(material(found)?, options).map(Self::One),
        }
    }

    /// Whether these bytes, or the UTF-8 of a text, are a key in any form, and so never
    /// a secret for HMAC.
    pub fn is_key(bytes: &[u8]) -> bool {
        spelling::of(bytes).is_some()
    }

    /// Reads a JSON object: a JWK, a JWK Set, or certificates by name, as Google
    /// publishes its own.
    ///
    /// # Errors
    /// Those of [`Key::from_jwk`] and [`KeySet::from_json`].
    pub fn from_json(text: &str, options: KeyOptions) -> Result<Self> {
        match json::Object::read(text) {
            Ok(object) if object.get("kty").is_some() => {}
            Ok(object) if object.get("keys").is_some() || object.has_only(is_certificate) => {
                return KeySet::from_json(text).map(Self::Set);
            }
            Ok(object) if object.get("private_key").is_some() => {
                return Err(key(
                    "the key is the JSON of a service account: give its `private_key`",
                ));
            }
            Err(_) if text.trim_start().starts_with('[') => {
                return Err(key(
                    r#"the key is a list: expected a JWK Set, {"keys":[…]}"#,
                ));
            }
            _ => {}
        }
        Key::from_jwk(text, options).map(Self::One)
    }

    /// The key with a source of random bytes, see [`Key::with_random`].
    #[must_use]
    pub fn with_random(self, random: Random) -> Self {
        match self {
            Self::One(key) => Self::One(key.with_random(random)),
            // It does not sign.
            Self::Set(set) => Self::Set(set),
        }
    }

    /// The key to sign with.
    ///
    /// # Errors
    /// [`Error::Key`] for a set, which has no key of its own to sign with.
    pub fn one(&self) -> Result<&Key> {
        match self {
            Self::One(key) => Ok(key),
            Self::Set(_) => Err(Error::Key("a JWK Set cannot sign, a single key can".into())),
        }
    }
}

impl<'a> From<&'a KeyInput> for Keys<'a> {
    fn from(input: &'a KeyInput) -> Self {
        match input {
            KeyInput::One(key) => Self::One(key),
            KeyInput::Set(set) => Self::Set(set),
        }
    }
}

/// The key of PEM or DER.
pub(super) fn material(spelling: Spelling) -> Result<Box<dyn Material>> {
    match spelling {
        Spelling::Pem(text) => pem::read(&text),
        Spelling::Der {
            label, bare: true, ..
        } => Err(pem::bare(label)),
        Spelling::Der { label, der, .. } => pem::read_der(label, &der),
        Spelling::Foreign(what_to_do) => Err(key(what_to_do)),
        Spelling::Json(_) => Err(key("the text is JSON: read it as a JWK")),
    }
}

impl Key {
    /// A secret that was given without saying so.
    fn from_text(bytes: &[u8], options: KeyOptions) -> Result<Self> {
        let secret = algorithm::read_secret_without_key_check(bytes).map_err(|error| {
            Error::Key(format!("{error}; what is no key in any form is taken for a secret").into())
        })?;
        let mut key = Self::new(secret, options)?;
        key.binding.by_default = &[Algorithm::HS256];
        key.binding.taken_for_secret = true;
        Ok(key)
    }
}
