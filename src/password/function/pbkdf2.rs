//! PBKDF2 with HMAC (RFC 8018 section 5.2).

use std::time::Duration;

use md5::Md5;
use pbkdf2::pbkdf2_hmac;
use serde_json::{Map, Value};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use super::{Kdf, begins_with, named};
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::encoding::malformed;
use crate::password::limits::{ROUNDS, within};
use crate::password::{VerifyOptions, time};

/// The hash function of this name, where others make of `sha224` and `sha384` what
/// they are not: Kratos takes SHA3-224 and SHA3-384.
pub(in crate::password) fn prf(name: &str) -> Result<Digest> {
    Digest::from_name(name)
        .filter(|prf| matches!(prf, Digest::Sha1 | Digest::Sha256 | Digest::Sha512))
        .ok_or_else(|| malformed("the digest of a PBKDF2 hash is sha1, sha256 or sha512"))
}

pub(in crate::password) struct Pbkdf2 {
    /// The hash function within HMAC.
    pub(in crate::password) prf: Digest,
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
            ROUNDS,
            "rounds of PBKDF2",
            self.all_rounds(tag_length),
            options.limits.rounds,
        )
    }

    fn time(&self, _options: &VerifyOptions, tag_length: usize) -> Result<Duration> {
        let round = match self.prf {
            Digest::Md5 | Digest::Sha1 => time::PBKDF2_SHA1_ROUND,
            Digest::Sha224 | Digest::Sha256 => time::PBKDF2_SHA256_ROUND,
            Digest::Sha384 | Digest::Sha512 => time::PBKDF2_SHA512_ROUND,
        };
        Ok(time::of(self.all_rounds(tag_length), round))
    }

    fn has_no_equivalent_password(&self, password: &[u8]) -> bool {
        self.prf.has_no_equivalent_key(password)
    }

    fn verify(&self, password: &[u8], _options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        let pbkdf2 = match self.prf {
            Digest::Md5 => pbkdf2_hmac::<Md5>,
            Digest::Sha1 => pbkdf2_hmac::<Sha1>,
            Digest::Sha224 => pbkdf2_hmac::<Sha224>,
            Digest::Sha256 => pbkdf2_hmac::<Sha256>,
            Digest::Sha384 => pbkdf2_hmac::<Sha384>,
            Digest::Sha512 => pbkdf2_hmac::<Sha512>,
        };
        let mut computed = Zeroizing::new(vec![0; tag.len()]);
        pbkdf2(password, &self.salt, self.rounds, &mut computed);
        Ok(begins_with(&computed, tag))
    }
}
