//! The functions that stored hashes were made with, apart from how each format
//! spells them.

pub(super) mod any_of;
pub(super) mod argon2;
pub(super) mod bcrypt;
mod crypt;
pub(super) mod digested;
mod eksblowfish;
pub(super) mod firebase;
pub(super) mod hmac;
pub(super) mod magento;
pub(super) mod md5_crypt;
pub(super) mod normalized;
pub(super) mod pbkdf2;
pub(super) mod phpass;
pub(super) mod phpbb;
pub(super) mod scrypt;
pub(super) mod scrypt_kdf;
pub(super) mod sha_crypt;
pub(super) mod spelled;
pub(super) mod unusable;
pub(super) mod wordpress;
pub(super) mod yescrypt;

use std::time::Duration;

use serde_json::{Map, Value};
use subtle::ConstantTimeEq;

use super::{HashOptions, VerifyOptions};
use crate::error::Result;

/// A key derivation function with its parameters and its salt, ready to be given
/// a password.
pub(super) trait Kdf {
    /// The parameters under the names of [`super::Identity::parameters`].
    fn parameters(&self) -> Map<String, Value>;

    /// Why the function is known to be broken, if it is.
    fn broken(&self) -> Option<&'static str> {
        None
    }

    /// Refuses what costs more than the limits, before any work.
    fn check(&self, options: &VerifyOptions, tag_length: usize) -> Result<()>;

    /// How long one [`Self::verify`] takes, as [`super::time`] estimates it.
    fn time(&self, options: &VerifyOptions, tag_length: usize) -> Result<Duration>;

    /// Whether the password gives this tag. Call [`Self::check`] first.
    fn verify(&self, password: &[u8], options: &VerifyOptions, tag: &[u8]) -> Result<bool>;

    /// Whether this exact password alone gives the tag, so that a new hash may be made
    /// from it. A password with a zero byte is not asked about: it never is the only
    /// one.
    fn has_no_equivalent_password(&self, _password: &[u8]) -> bool {
        true
    }

    /// Whether it is as good as what a new hash is made with.
    fn is_current(&self, _options: &HashOptions) -> bool {
        false
    }

    /// These options for a rehash, or stronger ones where this is stronger.
    fn no_weaker(&self, options: &HashOptions) -> HashOptions {
        options.clone()
    }
}

/// PHP's `trim`, which WordPress and others apply when they hash a password and
/// when somebody logs in.
fn php_trim(mut password: &[u8]) -> &[u8] {
    const TRIMMED: &[u8] = b" \n\r\t\x0b\0";
    while let [first, rest @ ..] = password
        && TRIMMED.contains(first)
    {
        password = rest;
    }
    while let [rest @ .., last] = password
        && TRIMMED.contains(last)
    {
        password = rest;
    }
    password
}

/// Whether the first bytes of what was computed are the tag, in a time that
/// depends on nothing but its length.
fn begins_with(computed: &[u8], tag: &[u8]) -> bool {
    computed
        .get(..tag.len())
        .is_some_and(|computed| computed.ct_eq(tag).into())
}

/// Parameters from pairs.
fn named<const N: usize>(pairs: [(&str, Value); N]) -> Map<String, Value> {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
