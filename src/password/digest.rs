//! The hash functions that stored hashes are built from.

use hmac::{EagerHash, Hmac, KeyInit, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use super::encoding::malformed;
use crate::error::Result;

/// A hash function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Digest {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

/// What a digest or a MAC gives.
pub(super) type Output = Zeroizing<Vec<u8>>;

/// Calls a generic function with the type that stands behind a [`Digest`].
macro_rules! with_type {
    ($digest:expr, $function:ident($($argument:expr),*)) => {
        match $digest {
            Digest::Md5 => $function::<Md5>($($argument),*),
            Digest::Sha1 => $function::<Sha1>($($argument),*),
            Digest::Sha256 => $function::<Sha256>($($argument),*),
            Digest::Sha384 => $function::<Sha384>($($argument),*),
            Digest::Sha512 => $function::<Sha512>($($argument),*),
        }
    };
}

impl Digest {
    /// The function of this name, which is the one of [`Self::name`].
    pub(super) fn from_name(name: &str) -> Option<Self> {
        [
            Self::Md5,
            Self::Sha1,
            Self::Sha256,
            Self::Sha384,
            Self::Sha512,
        ]
        .into_iter()
        .find(|digest| digest.name() == name)
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }

    /// The length of its output in bytes.
    pub(super) const fn length(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The hash of the parts, one after the other.
    pub(super) fn digest(self, parts: &[&[u8]]) -> Output {
        with_type!(self, digest(parts))
    }

    /// HMAC (RFC 2104).
    pub(super) fn hmac(self, key: &[u8], message: &[u8]) -> Result<Output> {
        with_type!(self, hmac(key, message))
    }
}

fn digest<D: sha2::Digest>(parts: &[&[u8]]) -> Output {
    let mut digest = D::new();
    for part in parts {
        digest.update(part);
    }
    Zeroizing::new(digest.finalize().to_vec())
}

fn hmac<D: EagerHash>(key: &[u8], message: &[u8]) -> Result<Output> {
    // HMAC takes keys of any length, so this does not fail.
    let mut mac =
        Hmac::<D>::new_from_slice(key).map_err(|_| malformed("a key has a wrong length"))?;
    mac.update(message);
    Ok(Zeroizing::new(mac.finalize().into_bytes().to_vec()))
}
