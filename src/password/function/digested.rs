//! A digest over password and salt: one round, or a few.

use std::time::Duration;

use serde_json::{Map, Value};

use super::{Kdf, begins_with, named};
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::{VerifyOptions, time};

pub(in crate::password) struct Digested {
    pub(in crate::password) digest: Digest,
    /// What comes before the password.
    pub(in crate::password) prefix: Vec<u8>,
    /// What comes after it.
    pub(in crate::password) suffix: Vec<u8>,
    /// How often the digest is taken, at least 1. Never more than a format's
    /// fixed number, so that no limit is needed.
    pub(in crate::password) rounds: u32,
}

impl Kdf for Digested {
    fn parameters(&self) -> Map<String, Value> {
        named([
            ("digest", self.digest.name().into()),
            ("rounds", self.rounds.into()),
        ])
    }

    fn check(&self, _options: &VerifyOptions, _tag_length: usize) -> Result<()> {
        Ok(())
    }

    fn time(&self, _options: &VerifyOptions, _tag_length: usize) -> Result<Duration> {
        Ok(time::of(self.rounds.into(), self.digest.time()))
    }

    fn verify(&self, password: &[u8], _options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        let mut output = self.digest.digest(&[&self.prefix, password, &self.suffix]);
        for _ in 1..self.rounds {
            output = self.digest.digest(&[&output]);
        }
        Ok(begins_with(&output, tag))
    }

    fn broken(&self) -> Option<&'static str> {
        Some(match self.digest {
            Digest::Md5 => "MD5 hashes of passwords are broken: they can be guessed far too fast",
            Digest::Sha1 => {
                "SHA-1 hashes of passwords are broken: they can be guessed far too fast"
            }
            _ => "SHA-2 hashes of passwords are broken: they can be guessed far too fast",
        })
    }
}
