//! A key: read once, kept parsed.

use super::algorithm::Algorithm;
use super::frame::{self, MAX_SIGNATURE_LENGTH};
use super::header::{Header, MAX_HEADER_LENGTH, OWN_TYPE};
use super::hmac::Secret;
use super::jwk::{self, Jwk, JwkObject};
use super::material::{self, Material};
use super::{generate, pem};
use crate::error::{Error, Result};
use crate::json::ObjectWriter;
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
    material: Box<dyn Material>,
    /// The one algorithm it is for, where that was said.
    algorithm: Option<Algorithm>,
    /// The algorithms it is for where nobody says anything.
    by_default: &'static [Algorithm],
    usage: Usage,
    key_id: Option<String>,
    /// The header of the tokens it issues by default.
    header: OnceLock<OwnHeader>,
}

/// A header as JSON text and encoded.
struct OwnHeader {
    json: String,
    encoded: String,
}

/// What a JWK's `key_ops` leave (RFC 7517 section 4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Usage {
    pub(super) sign: bool,
    pub(super) verify: bool,
}

impl Usage {
    pub(super) const ANY: Self = Self {
        sign: true,
        verify: true,
    };
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
        let mut key = Self::new(Box::new(Secret::new(bytes)?), options)?;
        key.by_default = &[Algorithm::HS256];
        Ok(key)
    }

    /// The first key of a PEM text: PKCS #8 or SPKI (RSA, EC, Ed25519),
    /// PKCS #1 (RSA) or SEC 1 (EC).
    ///
    /// It is for every algorithm of its family, unless `options` name one.
    ///
    /// # Errors
    /// [`Error::Key`] where the text is no such PEM, or the key is malformed,
    /// weak or of another kind; [`Error::TokenAlgorithm`] where `options` name
    /// an algorithm that is not for it.
    pub fn from_pem(text: &str, options: KeyOptions) -> Result<Self> {
        Self::new(pem::read(text)?, options)
    }

    /// A JSON Web Key (RFC 7517): `oct`, `EC`, `OKP` with Ed25519, or `RSA`;
    /// with its private members a private key. `use`, `key_ops`, `alg` and
    /// `kid` are kept and enforced.
    ///
    /// # Errors
    /// [`Error::Key`] where the JWK is malformed, weak, or not for signatures;
    /// [`Error::TokenAlgorithm`] where `alg` and `options` disagree, or name an
    /// algorithm that is not for the key.
    pub fn from_jwk(text: &str, options: KeyOptions) -> Result<Self> {
        let Jwk {
            material,
            algorithm,
            key_id,
            usage,
        } = jwk::read(text)?;
        if let (Some(own), Some(asked)) = (algorithm, options.algorithm)
            && !own.is_same_as(asked)
        {
            return Err(only_for(own, asked));
        }
        let options = KeyOptions {
            algorithm: options.algorithm.or(algorithm),
            key_id: options.key_id.or(key_id),
        };
        let mut key = Self::new(material, options)?;
        key.usage = usage;
        Ok(key)
    }

    /// A new key for `algorithm`, out of the bytes that `random` fills in.
    ///
    /// RSA keys are not made here: see the module's documentation.
    ///
    /// # Errors
    /// [`Error::TokenAlgorithm`] for RSA; whatever `random` fails with.
    pub fn generate(
        algorithm: Algorithm,
        random: &mut dyn FnMut(&mut [u8]) -> Result<()>,
    ) -> Result<Self> {
        let options = KeyOptions {
            algorithm: Some(algorithm),
            key_id: None,
        };
        Self::new(generate::material(algorithm, random)?, options)
    }

    pub(super) fn new(material: Box<dyn Material>, options: KeyOptions) -> Result<Self> {
        let key = Self {
            by_default: material.algorithms(),
            material,
            algorithm: options.algorithm,
            usage: Usage::ANY,
            key_id: options.key_id,
            header: OnceLock::new(),
        };
        if let Some(algorithm) = key.algorithm {
            key.check_algorithm(algorithm, &[])?;
        }
        Ok(key)
    }

    /// What the key can do.
    pub fn kind(&self) -> KeyKind {
        self.material.kind()
    }

    /// The algorithm [`issue`](super::issue) uses where nothing else is asked
    /// for: the key's own, or HS256, ES256, ES384, ES512, EdDSA or RS256 after
    /// its family.
    pub fn algorithm(&self) -> Algorithm {
        let first = self.material.algorithms().first();
        self.algorithm
            .or(first.copied())
            .unwrap_or(Algorithm::HS256)
    }

    /// Whether it signs: a public key does not, nor one whose `key_ops` do not
    /// name `sign`.
    pub fn can_sign(&self) -> bool {
        self.usage.sign && self.kind() != KeyKind::Public
    }

    /// Whether it verifies: one whose `key_ops` do not name `verify` does not.
    pub fn can_verify(&self) -> bool {
        self.usage.verify
    }

    /// The key's name, the `kid` of its tokens.
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// The key as a JSON Web Key, **with its secret or private members**.
    pub fn to_jwk(&self) -> String {
        self.jwk().to_json()
    }

    /// [`Self::to_jwk`] for serde.
    pub fn jwk(&self) -> JwkObject {
        JwkObject::new(self.parts(), true)
    }

    /// The public half as a JSON Web Key, fit to be published.
    ///
    /// # Errors
    /// [`Error::Key`] for a secret, which has no public half.
    pub fn to_public_jwk(&self) -> Result<String> {
        Ok(self.public_jwk()?.to_json())
    }

    /// [`Self::to_public_jwk`] for serde.
    ///
    /// # Errors
    /// [`Error::Key`] for a secret, which has no public half.
    pub fn public_jwk(&self) -> Result<JwkObject> {
        match self.kind() {
            KeyKind::Secret => Err(no_public_half()),
            KeyKind::Private | KeyKind::Public => Ok(JwkObject::new(self.parts(), false)),
        }
    }

    /// The public half, with the same `kid` and algorithm.
    ///
    /// # Errors
    /// [`Error::Key`] for a secret, which has no public half.
    pub fn public_key(&self) -> Result<Self> {
        let material = self.material.public().ok_or_else(no_public_half)?;
        let options = KeyOptions {
            algorithm: self.algorithm,
            key_id: self.key_id.clone(),
        };
        Self::new(material, options)
    }

    /// The SHA-256 thumbprint of the key, as base64url (RFC 7638). Both halves
    /// of a pair have the same one. That of a secret is as confidential as a
    /// fast hash of it.
    pub fn thumbprint(&self) -> String {
        jwk::thumbprint(&*self.material)
    }

    fn parts(&self) -> jwk::Parts<'_> {
        jwk::Parts {
            material: &*self.material,
            algorithm: self.algorithm,
            key_id: self.key_id.as_deref(),
            usage: self.usage,
        }
    }

    /// Sees that the key may be used with `algorithm`, where the caller allows
    /// `allowed`, or with an empty list what the key allows by itself.
    pub(super) fn check_algorithm(
        &self,
        algorithm: Algorithm,
        allowed: &[Algorithm],
    ) -> Result<()> {
        let possible = self.material.algorithms();
        if !allowed.is_empty() && !allowed.iter().any(|one| one.is_same_as(algorithm)) {
            return Err(not_allowed(algorithm, allowed));
        }
        if !possible.contains(&algorithm) {
            return Err(not_allowed(algorithm, possible));
        }
        match self.algorithm {
            Some(own) if !own.is_same_as(algorithm) => return Err(only_for(own, algorithm)),
            None if allowed.is_empty() && !self.by_default.contains(&algorithm) => {
                return Err(not_allowed(algorithm, self.by_default));
            }
            _ => (),
        }
        self.material.check(algorithm)
    }

    /// Writes the signature of `message` to the front of `signature` and says
    /// how long it is. The algorithm must have been checked.
    pub(super) fn sign(
        &self,
        algorithm: Algorithm,
        message: &[u8],
        signature: &mut [u8; MAX_SIGNATURE_LENGTH],
    ) -> Result<usize> {
        if !self.usage.sign {
            return Err(material::key("the `key_ops` of the key do not name `sign`"));
        }
        self.material.sign(algorithm, message, signature)
    }

    /// Whether the signature is that of `message`. The algorithm must have been
    /// checked.
    pub(super) fn verify(
        &self,
        algorithm: Algorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool> {
        if !self.usage.verify {
            return Err(material::key(
                "the `key_ops` of the key do not name `verify`",
            ));
        }
        self.material.verify(algorithm, message, signature)
    }

    /// The header for [`Self::algorithm`], written and encoded once.
    ///
    /// # Errors
    /// [`Error::Key`] where the key's name makes it longer than any that is read.
    pub(super) fn header(&self) -> Result<&str> {
        let own = self.own_header();
        if own.json.len() > MAX_HEADER_LENGTH {
            return Err(Error::Key(
                format!(
                    "the key's name makes a header of {} bytes, {MAX_HEADER_LENGTH} are allowed",
                    own.json.len()
                )
                .into(),
            ));
        }
        Ok(&own.encoded)
    }

    /// The text of the header and what it says, where `part` is the header of
    /// [`Self::header`], as in most tokens: then it need not be read again.
    pub(super) fn known_header(&self, part: &str) -> Option<(&str, Header<'_>)> {
        let is_own = self.header().is_ok_and(|own| own == part);
        is_own.then(|| {
            let json = &*self.own_header().json;
            (json, Header::own(self.algorithm(), self.key_id()))
        })
    }

    fn own_header(&self) -> &OwnHeader {
        self.header.get_or_init(|| {
            let mut header = ObjectWriter::with_capacity(64);
            header
                .string("alg", self.algorithm().name())
                .string("typ", OWN_TYPE);
            if let Some(key_id) = &self.key_id {
                header.string("kid", key_id);
            }
            let json = header.finish();
            let mut encoded = String::with_capacity(frame::encoded_length(json.len()));
            frame::encode(json.as_bytes(), &mut encoded);
            OwnHeader { json, encoded }
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

fn only_for(own: Algorithm, asked: Algorithm) -> Error {
    Error::TokenAlgorithm(format!("the key is for {own} only, not for {asked}").into())
}

fn no_public_half() -> Error {
    material::key("a secret has no public half")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_s_own_header_says_what_reading_it_would() {
        for (algorithm, key_id) in [
            (None, None),
            (Some(Algorithm::HS512), Some("a \"quoted\" é\u{1}")),
        ] {
            let options = KeyOptions {
                algorithm,
                key_id: key_id.map(str::to_owned),
            };
            let key = Key::from_secret(&[7; 64], options).unwrap();
            let (json, header) = key.known_header(key.header().unwrap()).unwrap();
            assert_eq!(
                frame::decode(key.header().unwrap(), "header").as_deref(),
                Ok(json.as_bytes())
            );
            assert_eq!(Header::read(json), Ok(header));
            assert!(key.known_header("").is_none());
        }
    }
}
