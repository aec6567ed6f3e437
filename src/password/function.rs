//! The functions that stored hashes were made with, apart from how each format
//! spells them.

pub(super) mod argon2;
pub(super) mod bcrypt;
mod crypt;
pub(super) mod digested;
pub(super) mod firebase;
pub(super) mod hmac;
pub(super) mod md5_crypt;
pub(super) mod pbkdf2;
pub(super) mod phpass;
pub(super) mod scrypt;
pub(super) mod sha_crypt;
pub(super) mod unusable;

use serde_json::{Map, Value};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::{HashOptions, VerifyOptions};
use crate::error::Result;

/// One function with its parameters and salt, ready to be given a password.
pub(super) trait Function {
    /// The parameters under the names of [`super::Identity::parameters`].
    fn parameters(&self) -> Map<String, Value>;

    /// Refuses what costs more than the limits, before any work.
    fn check(&self, options: &VerifyOptions, tag_length: usize) -> Result<()>;

    /// Fills `tag`, whose length is that of the stored one.
    fn compute(&self, password: &[u8], options: &VerifyOptions, tag: &mut [u8]) -> Result<()>;

    /// Whether the password gives this tag.
    fn matches(&self, password: &[u8], options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        let mut computed = Zeroizing::new(vec![0; tag.len()]);
        self.compute(password, options, &mut computed)?;
        Ok(computed.ct_eq(tag).into())
    }

    /// How often all of its work is done for a tag of this length.
    fn repetitions(&self, _tag_length: usize) -> usize {
        1
    }

    /// Whether the tag depends on every byte of the password.
    fn reads_all_of(&self, _password: &[u8]) -> bool {
        true
    }

    /// Why the function is known to be broken, if it is.
    fn broken(&self) -> Option<&'static str> {
        None
    }

    /// Whether it is as good as a new hash made with these options.
    fn meets(&self, _options: &HashOptions) -> bool {
        false
    }

    /// These options for the hash that replaces this one, but at its cost where
    /// it costs as much already.
    fn replacement(&self, options: &HashOptions) -> HashOptions {
        options.clone()
    }
}

/// Parameters from pairs.
fn named<const N: usize>(pairs: [(&str, Value); N]) -> Map<String, Value> {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
