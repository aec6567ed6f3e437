//! The portable hashes of phpass (Solar Designer, 2004) and their SHA-512
//! variant in Drupal 7.

use std::time::Duration;

use base64ct::{Base64ShaCrypt, Encoding};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::{Kdf, begins_with, named, php_trim};
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::encoding::to_hex;
use crate::password::limits::{ROUNDS, input_within, within};
use crate::password::{VerifyOptions, time};

pub(in crate::password) struct Phpass {
    pub(in crate::password) digest: Digest,
    /// The power of two that is the number of rounds, 7 to 30.
    pub(in crate::password) log_rounds: u32,
    /// 8 bytes.
    pub(in crate::password) salt: Vec<u8>,
    /// Drupal's `U$`: the password was an MD5 hash in hexadecimal when Drupal 6
    /// was upgraded.
    pub(in crate::password) md5_first: bool,
}

impl Phpass {
    fn rounds(&self) -> u32 {
        1 << self.log_rounds
    }
}

impl Kdf for Phpass {
    fn parameters(&self) -> Map<String, Value> {
        named([
            ("digest", self.digest.name().into()),
            ("rounds", self.rounds().into()),
        ])
    }

    fn check(&self, options: &VerifyOptions, _tag_length: usize) -> Result<()> {
        within(
            ROUNDS,
            "rounds",
            self.rounds().into(),
            options.limits.rounds,
        )
    }

    fn time(&self, _options: &VerifyOptions, _tag_length: usize) -> Result<Duration> {
        Ok(time::of(self.rounds().into(), self.digest.time()))
    }

    /// WordPress trims a password before it comes here.
    fn has_no_equivalent_password(&self, password: &[u8]) -> bool {
        php_trim(password) == password
    }

    fn verify(&self, password: &[u8], _options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        let prehashed = self
            .md5_first
            .then(|| to_hex(&Digest::Md5.digest(&[password])));
        let password = match &prehashed {
            Some(text) => text.as_bytes(),
            None => password,
        };
        input_within(self.rounds(), password)?;
        let mut output = self.digest.digest(&[&self.salt, password]);
        for _ in 0..self.rounds() {
            output = self.digest.digest(&[&output, password]);
        }
        // Drupal stores only the first 43 characters.
        let text = Zeroizing::new(Base64ShaCrypt::encode_string(&output));
        Ok(begins_with(text.as_bytes(), tag))
    }
}
