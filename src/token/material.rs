//! What every family of keys can do: the seam a new algorithm goes behind.

use super::algorithm::Algorithm;
use super::frame::MAX_SIGNATURE_LENGTH;
use super::key::KeyKind;
use crate::error::{Error, Result};
use zeroize::Zeroizing;

/// The parsed key of one family, ready to sign or verify.
///
/// `algorithm` is always one of [`Self::algorithms`] that [`Self::check`] let
/// pass.
pub(super) trait Material: Send + Sync {
    fn kind(&self) -> KeyKind;

    /// What the key can be used with; the first is its default for signing.
    fn algorithms(&self) -> &'static [Algorithm];

    /// Sees that the key is strong enough for one of its algorithms.
    fn check(&self, _algorithm: Algorithm) -> Result<()> {
        Ok(())
    }

    /// Writes the signature of `message` to the front of `signature` and says
    /// how long it is. A public key is an [`Error::Key`].
    fn sign(
        &self,
        algorithm: Algorithm,
        message: &[u8],
        signature: &mut [u8; MAX_SIGNATURE_LENGTH],
    ) -> Result<usize>;

    /// Whether `signature` is a signature of `message`.
    fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Result<bool>;

    /// The public half, `None` for a secret.
    fn public(&self) -> Option<Box<dyn Material>>;

    /// The JWK members that make the key's thumbprint, in the order RFC 7638
    /// section 3 wants.
    fn required_members(&self) -> Members;

    /// The JWK members that hold the private half; none for other keys.
    fn private_members(&self) -> Members {
        Vec::new()
    }
}

/// Names and values of JWK members, the values wiped after use.
pub(super) type Members = Vec<(&'static str, Zeroizing<String>)>;

/// A JWK member whose value is no secret.
pub(super) fn text(name: &'static str, value: &str) -> (&'static str, Zeroizing<String>) {
    (name, Zeroizing::new(value.to_owned()))
}

/// A JWK member whose value is bytes, as base64url in constant time.
pub(super) fn bytes(name: &'static str, value: &[u8]) -> (&'static str, Zeroizing<String>) {
    use base64ct::{Base64UrlUnpadded, Encoding};
    (
        name,
        Zeroizing::new(Base64UrlUnpadded::encode_string(value)),
    )
}

/// Copies a signature to the front of the buffer and gives its length.
pub(super) fn put(bytes: &[u8], signature: &mut [u8; MAX_SIGNATURE_LENGTH]) -> Result<usize> {
    match signature.get_mut(..bytes.len()) {
        Some(front) => {
            front.copy_from_slice(bytes);
            Ok(bytes.len())
        }
        None => Err(key("the signature is longer than any this crate makes")),
    }
}

/// The error of a public key that is asked to sign.
pub(super) fn not_private() -> Error {
    key("a public key cannot sign, only the private half of it can")
}

/// The error of a key whose two halves do not belong together.
pub(super) fn halves_differ() -> Error {
    key("the public half of the key does not belong to the private half")
}

pub(super) fn key(message: &'static str) -> Error {
    Error::Key(message.into())
}
