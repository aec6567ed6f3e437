//! The formats of stored hashes: one row each, one file per family.

pub(super) mod argon2;
mod bcrypt;

use serde_json::{Map, Value};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::encoding::malformed;
use super::function::Function;
use super::limits::{MAX_ENCODED_LENGTH, within};
use super::{HashOptions, VerifyOptions};
use crate::error::{Error, Result};

type Reader = fn(&str) -> Result<Stored>;

/// The first row whose prefix fits reads the whole string.
const TABLE: &[(&str, Reader)] = &[("$argon2", argon2::read), ("$2", bcrypt::read)];

/// A stored hash that was read.
pub(super) struct Stored {
    pub(super) scheme: &'static str,
    function: Box<dyn Function>,
    /// Empty for a hash that no password matches.
    tag: Vec<u8>,
}

/// Reads a stored hash of any known format.
pub(super) fn read(encoded: &str) -> Result<Stored> {
    within(
        "bytes to be written down",
        encoded.len() as u64,
        MAX_ENCODED_LENGTH,
    )?;
    for (prefix, reader) in TABLE {
        if encoded.starts_with(prefix) {
            return reader(encoded);
        }
    }
    Err(malformed("the stored hash is of no known format"))
}

impl Stored {
    fn new(scheme: &'static str, function: impl Function + 'static, tag: Vec<u8>) -> Self {
        Self {
            scheme,
            function: Box::new(function),
            tag,
        }
    }

    pub(super) fn parameters(&self) -> Map<String, Value> {
        self.function.parameters()
    }

    pub(super) fn takes_secret(&self) -> bool {
        self.function.takes_secret()
    }

    /// Refuses what is broken or costs too much.
    pub(super) fn check(&self, options: &VerifyOptions) -> Result<()> {
        match self.function.broken() {
            Some(reason) if !options.allow_legacy => Err(Error::HashLegacy(reason.into())),
            _ => self.function.check(&options.limits),
        }
    }

    /// Whether the password matches. Call [`Self::check`] first.
    pub(super) fn verify(&self, password: &[u8], options: &VerifyOptions) -> Result<bool> {
        if self.tag.is_empty() {
            return Ok(false);
        }
        let mut tag = Zeroizing::new(vec![0; self.tag.len()]);
        self.function.compute(password, options, &mut tag)?;
        Ok(tag.ct_eq(&self.tag).into())
    }

    /// Whether it is an Argon2id PHC string as good as a new one.
    pub(super) fn meets(&self, options: &HashOptions) -> bool {
        self.scheme == argon2::ARGON2ID
            && self.tag.len() >= options.tag_length
            && self.function.meets(options)
    }
}
