//! A key: read once, kept parsed.

use super::algorithm::Algorithm;
use super::frame::{self, MAX_SIGNATURE_LENGTH};
use super::hmac::Secret;
use crate::error::{Error, Result};
use std::fmt;
use std::sync::OnceLock;

/// What a key can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// A secret shared by both sides: signs and verifies (HMAC).
    Secret,
    /// The private half of a pair: signs and verifies.
    Private,
    /// The public half of a pair: only verifies.
    Public,
}

impl KeyKind {
    /// `secret`, `private` or `public`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Private => "private",
            Self::Public => "public",
        }
    }
}

/// What is said about a key beside its material.
#[derive(Clone, Debug, Default)]
pub struct KeyOptions {
    /// The only algorithm the key is for. Default: the one the key names
    /// itself (a JWK's `alg`); without one, all its kind can do, but HS256
    /// only for a secret given as bytes.
    pub algorithm: Option<Algorithm>,
    /// The key's name, written to `kid` by [`issue`](super::issue). Default:
    /// the JWK's `kid`, or none.
    pub key_id: Option<String>,
}

/// A key for tokens, parsed when it is made and ready for every use after.
///
/// Its secret parts are wiped when it is dropped and never shown.
pub struct Key {
    material: Material,
    algorithm: Option<Algorithm>,
    key_id: Option<String>,
    /// The encoded header of the tokens it issues by default.
    header: OnceLock<String>,
}

enum Material {
    Secret(Secret),
}

impl Key {
    /// A secret for HMAC, as bytes (of a text: its UTF-8).
    ///
    /// It is for HS256 only, unless `options` or the caller of `issue` or
    /// `decode` says otherwise. Needs as many bytes as the hash has (RFC 7518
    /// section 3.2): 32, 48 or 64.
    ///
    /// # Errors
    /// [`Error::Key`] where the secret is shorter than that, or is the text of
    /// a PEM, JWK or SSH key (RFC 8725 section 2.1);
    /// [`Error::TokenAlgorithm`] where `options` names no HMAC.
    pub fn from_secret(bytes: &[u8], options: KeyOptions) -> Result<Self> {
        Self::new(Material::Secret(Secret::new(bytes)?), options)
    }

    fn new(material: Material, options: KeyOptions) -> Result<Self> {
        let key = Self {
            material,
            algorithm: options.algorithm,
            key_id: options.key_id,
            header: OnceLock::new(),
        };
        if let Some(algorithm) = key.algorithm {
            key.check_algorithm(algorithm, &[algorithm])?;
        }
        Ok(key)
    }

    /// What the key can do.
    pub const fn kind(&self) -> KeyKind {
        match self.material {
            Material::Secret(_) => KeyKind::Secret,
        }
    }

    /// The algorithm [`issue`](super::issue) uses where nothing else is asked
    /// for.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm.unwrap_or(match &self.material {
            Material::Secret(_) => Algorithm::HS256,
        })
    }

    /// The key's name, the `kid` of its tokens.
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// Sees that the key may be used with `algorithm`, where the caller allows
    /// `allowed`, or with an empty list what the key allows by itself.
    pub(super) fn check_algorithm(
        &self,
        algorithm: Algorithm,
        allowed: &[Algorithm],
    ) -> Result<()> {
        if !allowed.is_empty() && !allowed.contains(&algorithm) {
            return Err(not_allowed(algorithm, allowed));
        }
        if let Some(own) = self.algorithm
            && own != algorithm
        {
            return Err(Error::TokenAlgorithm(
                format!("the key is for {own} only, not for {algorithm}").into(),
            ));
        }
        match &self.material {
            Material::Secret(secret) => {
                if allowed.is_empty() && algorithm != self.algorithm() {
                    return Err(not_allowed(algorithm, &[self.algorithm()]));
                }
                secret.check_length(algorithm)
            }
        }
    }

    /// Writes the signature of `message` to the front of `signature` and says
    /// how long it is. The algorithm must have been checked.
    pub(super) fn sign(
        &self,
        algorithm: Algorithm,
        message: &[u8],
        signature: &mut [u8; MAX_SIGNATURE_LENGTH],
    ) -> Result<usize> {
        match &self.material {
            Material::Secret(secret) => secret.sign(algorithm, message, signature),
        }
    }

    /// Whether the signature is that of `message`. The algorithm must have been
    /// checked.
    pub(super) fn verify(
        &self,
        algorithm: Algorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool> {
        match &self.material {
            Material::Secret(secret) => secret.verify(algorithm, message, signature),
        }
    }

    /// The header for [`Self::algorithm`], written and encoded once.
    pub(super) fn header(&self) -> &str {
        self.header.get_or_init(|| {
            let mut json = format!(r#"{{"alg":"{}","typ":"JWT""#, self.algorithm());
            if let Some(key_id) = &self.key_id {
                json.push_str(r#","kid":"#);
                json.push_str(&serde_json::Value::from(key_id.as_str()).to_string());
            }
            json.push('}');
            let mut encoded = String::with_capacity(frame::encoded_length(json.len()));
            frame::encode(json.as_bytes(), &mut encoded);
            encoded
        })
    }
}

fn not_allowed(algorithm: Algorithm, allowed: &[Algorithm]) -> Error {
    let allowed: Vec<_> = allowed.iter().map(|one| one.name()).collect();
    Error::TokenAlgorithm(
        format!(
            "{algorithm} is not allowed here, only {}",
            allowed.join(", ")
        )
        .into(),
    )
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("kind", &self.kind())
            .field("algorithm", &self.algorithm())
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}
