//! What a family of keys is read from and made of.

use super::material::Material;
use super::members::Members;
use super::name::Algorithm;
use crate::error::Result;
use pkcs8::{ObjectIdentifier, PrivateKeyInfoRef, SubjectPublicKeyInfoRef};

/// What reading a key gives.
pub(super) type Read = Result<Box<dyn Material>>;

/// Reads a structure of a family's own.
pub(in crate::token) type FromDer = fn(&[u8]) -> Read;

/// Fills a buffer with random bytes.
pub(super) type Draw<'a> = &'a mut dyn FnMut(&mut [u8]) -> Result<()>;

/// One row of the [table](super::table): how keys of a family come to be.
pub(in crate::token) struct Family {
    /// The algorithms that its keys are for.
    pub(super) algorithms: &'static [Algorithm],
    /// `kty`, RFC 7518 section 6.1.
    pub(in crate::token) key_type: &'static str,
    /// Reads the members that are the family's own.
    pub(in crate::token) from_jwk: fn(&Members<'_>) -> Read,
    /// How its keys are written in DER; a secret is not.
    pub(in crate::token) der: Option<Der>,
    /// Makes a new key out of random bytes.
    pub(super) generate: fn(Algorithm, Draw<'_>) -> Read,
}

/// The ASN.1 structures of a family's keys.
pub(in crate::token) struct Der {
    /// What PKCS #8 and SubjectPublicKeyInfo call the family.
    pub(in crate::token) identifiers: &'static [ObjectIdentifier],
    /// RFC 5958 section 2.
    pub(in crate::token) from_pkcs8: fn(&PrivateKeyInfoRef<'_>) -> Read,
    /// RFC 5280 section 4.1: the parameters and the bits of the key.
    pub(in crate::token) from_spki: fn(&SubjectPublicKeyInfoRef<'_>) -> Read,
    /// PEM labels of its own, and what lies under them.
    pub(in crate::token) labels: &'static [(&'static str, FromDer)],
}
