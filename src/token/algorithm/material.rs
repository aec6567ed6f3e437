//! What every family of keys can do: the seam a new algorithm goes behind.

use super::members::Written;
use super::name::Algorithm;
use crate::error::{Error, Result};
use jsonwebtoken::crypto::{JwtSigner, JwtVerifier};
use jsonwebtoken::signature;

/// The longest signature there is, in bytes: RSA with a modulus of 8192 bits.
pub(in crate::token) const MAX_SIGNATURE_LENGTH: usize = 1024;

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

/// Where random bytes come from: fills the buffer, or says why it cannot.
pub type Random = fn(&mut [u8]) -> Result<()>;

/// Signs with one key and one algorithm.
///
/// Its errors carry an [`Error`] as their source. One that says
/// [`Error::Random`] or [`Error::Key`] is what the caller of `issue` gets.
pub(in crate::token) type Signer = Box<dyn JwtSigner + Send + Sync>;

/// Verifies with one key and one algorithm.
///
/// An error without a source says that the signature is not that of the
/// message, and is final.
pub(in crate::token) type Verifier = Box<dyn JwtVerifier + Send + Sync>;

/// The parsed key of one family.
///
/// `algorithm` is always one of [`Self::algorithms`] that [`Self::check`] let
/// pass.
pub(in crate::token) trait Material: Send + Sync {
    fn kind(&self) -> KeyKind;

    /// What the key can be used with; the first is its default for signing.
    fn algorithms(&self) -> &'static [Algorithm];

    /// Checks that the key is strong enough for one of its algorithms.
    fn check(&self, _algorithm: Algorithm) -> Result<()> {
        Ok(())
    }

    /// What signs with the key. A public key is an [`Error::Key`].
    fn signer(&self, algorithm: Algorithm, random: Random) -> Result<Signer>;

    /// What verifies with the key.
    fn verifier(&self, algorithm: Algorithm) -> Result<Verifier>;

    /// What may be the reason that a signature does not match, for the caller who
    /// wonders: a fragment that follows it in the message.
    fn hint(
        &self,
        _algorithm: Algorithm,
        _message: &[u8],
        _signature: &[u8],
    ) -> Option<&'static str> {
        None
    }

    /// The public half, `None` for a secret.
    fn public(&self) -> Option<Box<dyn Material>>;

    /// The JWK members that make the key's thumbprint, in the order RFC 7638
    /// section 3 wants.
    fn required_members(&self) -> Written;

    /// The JWK members that hold the private half; none for other keys.
    fn private_members(&self) -> Written {
        Vec::new()
    }
}

/// What a [`Verifier`] answers.
pub(super) fn verdict(is_good: bool) -> std::result::Result<(), signature::Error> {
    match is_good {
        true => Ok(()),
        false => Err(signature::Error::new()),
    }
}

/// The error of a public key that is asked to sign.
pub(super) fn not_private() -> Error {
    key("a public key cannot sign, only the private half of it can")
}

/// The error of a key whose two halves do not belong together.
pub(in crate::token) fn halves_differ() -> Error {
    key("the public half of the key does not belong to the private half")
}

pub(in crate::token) fn key(message: &'static str) -> Error {
    Error::Key(message.into())
}
