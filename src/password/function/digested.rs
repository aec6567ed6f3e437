//! A digest over password and salt: one round, or many.

use std::time::Duration;

use serde_json::{Map, Value};

use super::{Kdf, begins_with, named};
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::encoding::to_hex;
use crate::password::limits::{ROUNDS, within};
use crate::password::{VerifyOptions, time};

/// With fewer rounds a digest can be guessed too fast: what SHA-crypt has by default.
const ENOUGH_ROUNDS: u32 = 5000;

pub(in crate::password) struct Digested {
    pub(in crate::password) digest: Digest,
    /// What comes before the password.
    pub(in crate::password) prefix: Vec<u8>,
    /// What comes after it.
    pub(in crate::password) suffix: Vec<u8>,
    /// Whether the MD5 of the password, in hexadecimal digits, stands for it.
    pub(in crate::password) md5_first: bool,
    /// How often the digest is taken, at least 1.
    pub(in crate::password) rounds: u32,
}

impl Digested {
    /// One round over the password between these two.
    pub(in crate::password) fn once(digest: Digest, prefix: Vec<u8>, suffix: Vec<u8>) -> Self {
        Self {
            digest,
            prefix,
            suffix,
            md5_first: false,
            rounds: 1,
        }
    }
}

impl Kdf for Digested {
    fn parameters(&self) -> Map<String, Value> {
        named([
            ("digest", self.digest.name().into()),
            ("rounds", self.rounds.into()),
        ])
    }

    fn check(&self, options: &VerifyOptions, _tag_length: usize) -> Result<()> {
        within(ROUNDS, "rounds", self.rounds.into(), options.limits.rounds)
    }

    fn time(&self, _options: &VerifyOptions, _tag_length: usize) -> Result<Duration> {
        Ok(time::of(self.rounds.into(), self.digest.time()))
    }

    fn verify(&self, password: &[u8], _options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        let first = self
            .md5_first
            .then(|| to_hex(&Digest::Md5.digest(&[password])));
        let password = first.as_ref().map_or(password, |text| text.as_bytes());
        let mut output = self.digest.digest(&[&self.prefix, password, &self.suffix]);
        for _ in 1..self.rounds {
            output = self.digest.digest(&[&output]);
        }
        Ok(begins_with(&output, tag))
    }

    fn broken(&self) -> Option<&'static str> {
        if self.rounds >= ENOUGH_ROUNDS {
            return None;
        }
        Some(match self.digest {
            Digest::Md5 => "MD5 hashes of passwords are broken: they can be guessed far too fast",
            Digest::Sha1 => {
                "SHA-1 hashes of passwords are broken: they can be guessed far too fast"
            }
            _ => "SHA-2 hashes of passwords are broken: they can be guessed far too fast",
        })
    }
}
