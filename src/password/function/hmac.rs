//! One HMAC (RFC 2104) over the password, with the salt or another value that
//! lies beside the hash as its key.

use serde_json::{Map, Value};

use super::{Function, named};
use crate::error::Result;
use crate::password::VerifyOptions;
use crate::password::digest::Digest;
use crate::password::encoding::fill;

pub(in crate::password) struct Hmac {
    pub(in crate::password) digest: Digest,
    pub(in crate::password) key: Vec<u8>,
}

impl Function for Hmac {
    fn parameters(&self) -> Map<String, Value> {
        named([("digest", self.digest.name().into())])
    }

    fn check(&self, _options: &VerifyOptions, _tag_length: usize) -> Result<()> {
        Ok(())
    }

    fn compute(&self, password: &[u8], _options: &VerifyOptions, tag: &mut [u8]) -> Result<()> {
        fill(tag, &self.digest.hmac(&self.key, password));
        Ok(())
    }

    fn broken(&self) -> Option<&'static str> {
        Some("a single HMAC of a password is broken: it can be guessed far too fast")
    }
}
