//! The header of an encrypted file of Colin Percival's `scrypt`, which libraries
//! named `scrypt` and `scrypt-kdf` store in place of a password: whoever can derive
//! the key of its MAC knows the password.

use std::time::Duration;

use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::scrypt::Scrypt;
use super::{Kdf, begins_with};
use crate::error::Result;
use crate::password::VerifyOptions;
use crate::password::digest::Digest;

/// The first half encrypts, the second is the MAC's.
const KEYS_LENGTH: usize = 64;

pub(in crate::password) struct ScryptKdf {
    pub(in crate::password) scrypt: Scrypt,
    /// What the MAC is over.
    pub(in crate::password) header: Vec<u8>,
}

impl Kdf for ScryptKdf {
    fn parameters(&self) -> Map<String, Value> {
        self.scrypt.parameters()
    }

    fn check(&self, options: &VerifyOptions, tag_length: usize) -> Result<()> {
        self.scrypt.check(options, tag_length)
    }

    fn time(&self, options: &VerifyOptions, tag_length: usize) -> Result<Duration> {
        self.scrypt.time(options, tag_length)
    }

    fn verify(&self, password: &[u8], _options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        let mut keys = Zeroizing::new([0; KEYS_LENGTH]);
        self.scrypt.compute(password, keys.as_mut_slice())?;
        let mac = Digest::Sha256.hmac(&keys[KEYS_LENGTH / 2..], &self.header);
        Ok(begins_with(&mac, tag))
    }

    fn has_no_equivalent_password(&self, password: &[u8]) -> bool {
        self.scrypt.has_no_equivalent_password(password)
    }
}
