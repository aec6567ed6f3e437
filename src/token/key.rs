//! A key: read once, kept parsed.

mod binding;
mod input;
mod jwk;
mod key_ops;
mod operation;
mod own_header;
mod pem;
pub(super) mod set;

use super::algorithm::{self, Algorithm, KeyKind, Material, Random, key};
use super::header::Header;
use crate::error::{Error, Result};
use binding::Binding;
use jwk::Jwk;
use key_ops::KeyOperations;
use operation::Operation;
use own_header::OwnHeader;
use std::fmt;
use std::sync::OnceLock;

use super::spelling;

pub use input::KeyInput;
pub use jwk::JwkObject;
#[cfg(test)]
pub(super) use pem::read as read_pem;
pub(super) use pem::read_der;

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
    /// What signs and verifies, for each algorithm of the material.
    operations: Box<[Operation]>,
    binding: Binding,
    permitted: KeyOperations,
    key_id: Option<String>,
    random: Random,
    /// The header of the tokens it issues by default.
    header: OnceLock<OwnHeader>,
}

fn operations(algorithms: &[Algorithm]) -> Box<[Operation]> {
    algorithms.iter().copied().map(Operation::new).collect()
}

/// The source of a key that was given none.
fn no_random(_bytes: &mut [u8]) -> Result<()> {
    Err(Error::Random(
        "an RSA signature needs random bytes: give the key a source with `Key::with_random`".into(),
    ))
}

impl Key {
    /// A secret for HMAC, as bytes (of a text: its UTF-8).
    ///
    /// It is for HS256 only, unless `options` or the caller of `issue` or
    /// `decode` says otherwise. Needs as many bytes as the hash has (RFC 7518
    /// section 3.2): 32, 48 or 64.
    ///
    /// # Errors
    /// [`Error::Key`] where the secret is shorter than that, one byte over and over,
    /// or a PEM, DER, JWK or SSH key in whatever encoding (RFC 8725 section 2.1);
    /// [`Error::TokenAlgorithm`] where `options` names no HMAC.
    pub fn from_secret(bytes: &[u8], options: KeyOptions) -> Result<Self> {
        let mut key = Self::new(algorithm::read_secret(bytes)?, options)?;
        key.binding.by_default = &[Algorithm::HS256];
        Ok(key)
    }

    /// The first key of a PEM text: PKCS #8 or SPKI (RSA, EC, Ed25519),
    /// PKCS #1 (RSA) or SEC 1 (EC); without one, that of its first certificate.
    /// The text may be encoded in every way that [`KeyInput::read`] knows.
    ///
    /// It is for every algorithm of its family, unless `options` name one, or it
    /// is an RSASSA-PSS key (RFC 4055 section 1.2).
    ///
    /// # Errors
    /// [`Error::Key`] where the text is no such PEM, or the key is malformed,
    /// weak or of another kind; [`Error::TokenAlgorithm`] where `options` name
    /// an algorithm that is not for it.
    pub fn from_pem(text: &str, options: KeyOptions) -> Result<Self> {
        Self::from_pem_bytes(text.as_bytes(), options)
    }

    /// The same of the bytes of a file, which may also be DER.
    ///
    /// # Errors
    /// Those of [`Key::from_pem`].
    pub fn from_pem_bytes(bytes: &[u8], options: KeyOptions) -> Result<Self> {
        let material = match spelling::of(bytes) {
            Some(found) => input::material(found)?,
            None => pem::read(str::from_utf8(bytes).unwrap_or_default())?,
        };
        Self::new(material, options)
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
            permitted,
        } = jwk::read(text)?;
        binding::agree(algorithm, options.algorithm)?;
        let options = KeyOptions {
            algorithm: options.algorithm.or(algorithm),
            key_id: options.key_id.or(key_id),
        };
        let mut key = Self::new(material, options)?;
        key.permitted = permitted;
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
        Self::new(algorithm::generate(algorithm, random)?, options)
    }

    fn new(material: Box<dyn Material>, options: KeyOptions) -> Result<Self> {
        let algorithms = material.algorithms();
        let key = Self {
            operations: operations(algorithms),
            binding: Binding {
                possible: algorithms,
                by_default: algorithms,
                only: options.algorithm,
                taken_for_secret: false,
            },
            material,
            permitted: KeyOperations::ALL,
            key_id: options.key_id,
            random: no_random,
            header: OnceLock::new(),
        };
        if let Some(algorithm) = key.binding.only {
            key.check_algorithm(algorithm, &[])?;
        }
        Ok(key)
    }

    /// The key with a source of random bytes, which only RSA needs, and only to
    /// sign: without one that is an [`Error::Random`].
    #[must_use]
    pub fn with_random(mut self, random: Random) -> Self {
        self.random = random;
        self.operations = operations(self.binding.possible);
        self
    }

    /// What the key can do.
    pub fn kind(&self) -> KeyKind {
        self.material.kind()
    }

    /// The algorithm [`issue`](super::issue) uses where nothing else is asked
    /// for: the key's own, or HS256, ES256, ES384, ES512, EdDSA or RS256 after
    /// its family.
    pub fn algorithm(&self) -> Algorithm {
        self.binding.algorithm()
    }

    /// Whether it signs: a public key does not, nor one whose `key_ops` do not
    /// name `sign`.
    pub fn can_sign(&self) -> bool {
        self.permitted.sign && self.kind() != KeyKind::Public
    }

    /// Whether it verifies: one whose `key_ops` do not name `verify` does not.
    pub fn can_verify(&self) -> bool {
        self.permitted.verify
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
            algorithm: self.binding.only,
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
            algorithm: self.binding.of_jwk(),
            key_id: self.key_id.as_deref(),
            permitted: self.permitted,
        }
    }

    /// Checks that the key may be used with `algorithm`, where the caller allows
    /// `allowed`, or with an empty list what the key allows by itself.
    pub(super) fn check_algorithm(
        &self,
        algorithm: Algorithm,
        allowed: &[Algorithm],
    ) -> Result<()> {
        self.binding
            .check(algorithm, allowed, |one| self.material.check(one).is_ok())?;
        self.material.check(algorithm)
    }

    fn operation(&self, algorithm: Algorithm) -> Result<&Operation> {
        let mut operations = self.operations.iter();
        operations
            .find(|operation| operation.algorithm == algorithm)
            .ok_or_else(|| key("the key is not for the algorithm"))
    }

    /// The signature of `message`. The algorithm must have been checked.
    pub(super) fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Result<Vec<u8>> {
        if !self.permitted.sign {
            return Err(key("the `key_ops` of the key do not name `sign`"));
        }
        self.operation(algorithm)?
            .sign(&*self.material, self.random, message)
    }

    /// Whether the signature is that of `message`. The algorithm must have been
    /// checked.
    fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &Vec<u8>) -> Result<bool> {
        if !self.permitted.verify {
            return Err(key("the `key_ops` of the key do not name `verify`"));
        }
        self.operation(algorithm)?
            .verify(&*self.material, message, signature)
    }

    /// What may be the reason that a signature does not match.
    pub(super) fn hint(
        &self,
        algorithm: Algorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Option<&'static str> {
        self.material.hint(algorithm, message, signature)
    }

    /// The header for [`Self::algorithm`], encoded; written once.
    ///
    /// # Errors
    /// [`Error::Key`] where the key's name makes it longer than any that is read.
    pub(super) fn header(&self) -> Result<&str> {
        self.own_header().encoded()
    }

    /// The text of the header and what it says, where `part` is the header of
    /// [`Self::header`], as in most tokens: then it need not be read again.
    pub(super) fn known_header(&self, part: &str) -> Option<(&str, Header<'_>)> {
        let json = self.own_header().known(part)?;
        Some((json, Header::own(self.algorithm(), self.key_id())))
    }

    fn own_header(&self) -> &OwnHeader {
        self.header
            .get_or_init(|| OwnHeader::new(self.algorithm(), self.key_id()))
    }
}

fn no_public_half() -> Error {
    key("a secret has no public half")
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
    use crate::token::compact;

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
            let key = Key::from_secret(&std::array::from_fn::<u8, 64, _>(|at| at as u8), options)
                .unwrap();
            let (json, header) = key.known_header(key.header().unwrap()).unwrap();
            assert_eq!(
                compact::decode(key.header().unwrap(), "header", compact::Padding::Refused)
                    .as_deref(),
                Ok(json.as_bytes())
            );
            assert_eq!(Header::read(json), Ok(header));
            assert!(key.known_header("").is_none());
        }
    }

    #[test]
    fn an_rsa_key_without_random_bytes_does_not_sign() {
        fn failing(_: &mut [u8]) -> Result<()> {
            Err(Error::Random("none today".into()))
        }
        let pem = include_str!("../../tests/vectors/keys/rsa-pkcs8.pem");
        let key = Key::from_pem(pem, KeyOptions::default()).unwrap();
        let message = |key: &Key| key.sign(Algorithm::RS256, b"x").unwrap_err().to_string();
        assert!(message(&key).contains("Key::with_random"));
        assert_eq!(message(&key.with_random(failing)), "none today");
    }
}
