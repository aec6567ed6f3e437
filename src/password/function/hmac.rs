//! One HMAC (RFC 2104) over the password, with the salt or another value that
//! lies beside the hash as its key.

use std::time::Duration;

use serde_json::{Map, Value};

use super::{Kdf, begins_with, named};
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::{VerifyOptions, time};

pub(in crate::password) struct Hmac {
    pub(in crate::password) digest: Digest,
    pub(in crate::password) key: Vec<u8>,
}

impl Kdf for Hmac {
    fn parameters(&self) -> Map<String, Value> {
        named([("digest", self.digest.name().into())])
    }

    fn check(&self, _options: &VerifyOptions, _tag_length: usize) -> Result<()> {
        Ok(())
    }

    /// Two digests of two blocks each.
    fn time(&self, _options: &VerifyOptions, _tag_length: usize) -> Result<Duration> {
        Ok(time::of(4, self.digest.time()))
    }

    fn verify(&self, password: &[u8], _options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        Ok(begins_with(&self.digest.hmac(&self.key, password), tag))
    }

    fn broken(&self) -> Option<&'static str> {
        Some("a single HMAC of a password is broken: it can be guessed far too fast")
    }
}
