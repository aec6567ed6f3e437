//! PBKDF2 with HMAC (RFC 8018 section 5.2).

use std::time::Duration;

use pbkdf2::pbkdf2_hmac;
use serde_json::{Map, Value};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use zeroize::Zeroizing;

use super::{Kdf, begins_with, named};
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::encoding::malformed;
use crate::password::limits::within;
use crate::password::{VerifyOptions, time};

/// The hash function within HMAC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::password) enum Prf {
    Sha1,
    Sha256,
    Sha512,
}

impl Prf {
    /// By the name of the hash function. There are no others on purpose:
    /// Kratos takes SHA3-224 and SHA3-384 where it writes `sha224` and `sha384`.
    pub(in crate::password) fn from_name(name: &str) -> Result<Self> {
        [Self::Sha1, Self::Sha256, Self::Sha512]
            .into_iter()
            .find(|prf| prf.name() == name)
            .ok_or_else(|| malformed("the digest of a PBKDF2 hash is sha1, sha256 or sha512"))
    }

    const fn name(self) -> &'static str {
        self.digest().name()
    }

    /// The length of its output in bytes.
    pub(in crate::password) const fn length(self) -> usize {
        self.digest().length()
    }

    const fn digest(self) -> Digest {
        match self {
            Self::Sha1 => Digest::Sha1,
            Self::Sha256 => Digest::Sha256,
            Self::Sha512 => Digest::Sha512,
        }
    }
}

pub(in crate::password) struct Pbkdf2 {
    pub(in crate::password) prf: Prf,
    /// The iteration count, at least 1.
    pub(in crate::password) rounds: u32,
    pub(in crate::password) salt: Vec<u8>,
}

impl Pbkdf2 {
    /// A tag longer than the digest costs all rounds again for each block.
    fn all_rounds(&self, tag_length: usize) -> u64 {
        u64::from(self.rounds) * tag_length.div_ceil(self.prf.length()) as u64
    }
}

impl Kdf for Pbkdf2 {
    fn parameters(&self) -> Map<String, Value> {
        named([
            ("digest", self.prf.name().into()),
            ("rounds", self.rounds.into()),
        ])
    }

    fn check(&self, options: &VerifyOptions, tag_length: usize) -> Result<()> {
        within(
            "rounds of PBKDF2",
            self.all_rounds(tag_length),
            options.limits.rounds,
        )
    }

    fn time(&self, _options: &VerifyOptions, tag_length: usize) -> Result<Duration> {
        let round = match self.prf {
            Prf::Sha1 => time::PBKDF2_SHA1_ROUND,
            Prf::Sha256 => time::PBKDF2_SHA256_ROUND,
            Prf::Sha512 => time::PBKDF2_SHA512_ROUND,
        };
        Ok(time::of(self.all_rounds(tag_length), round))
    }

    fn proves_all_of(&self, password: &[u8]) -> bool {
        self.prf.digest().hmac_proves(password)
    }

    fn verify(&self, password: &[u8], _options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        let pbkdf2 = match self.prf {
            Prf::Sha1 => pbkdf2_hmac::<Sha1>,
            Prf::Sha256 => pbkdf2_hmac::<Sha256>,
            Prf::Sha512 => pbkdf2_hmac::<Sha512>,
        };
        let mut computed = Zeroizing::new(vec![0; tag.len()]);
        pbkdf2(password, &self.salt, self.rounds, &mut computed);
        Ok(begins_with(&computed, tag))
    }
}
