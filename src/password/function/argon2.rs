//! Argon2i, Argon2d and Argon2id in stored hashes.

use std::time::Duration;

use base64ct::{Base64Unpadded, Encoding};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::{Kdf, begins_with, named};
use crate::error::Result;
use crate::password::argon2::{self, Algorithm, Inputs, Parameters, Version};
use crate::password::limits::{ITERATIONS, MEMORY, PARALLELISM, within};
use crate::password::{HashOptions, VerifyOptions, secret, time};

pub(in crate::password) struct Argon2 {
    pub(in crate::password) parameters: Parameters,
    pub(in crate::password) salt: Vec<u8>,
    /// Associated data, at most 32 bytes.
    pub(in crate::password) data: Vec<u8>,
    /// The name of the secret, at most 8 bytes; empty for none.
    pub(in crate::password) keyid: Vec<u8>,
}

impl Argon2 {
    /// Whether it names the secret of these options, or none where there is none.
    fn names(&self, options: &HashOptions) -> bool {
        let secret = options.secret.as_ref().map_or(&[][..], |secret| secret);
        secret::keyid(secret).is_ok_and(|keyid| keyid == self.keyid)
    }

    fn is_as_strong_as(&self, options: &HashOptions) -> bool {
        let has = &self.parameters;
        has.memory >= options.memory
            && has.iterations >= options.iterations
            && has.parallelism >= options.parallelism
    }

    pub(super) fn compute(&self, password: &[u8], secret: &[u8], tag: &mut [u8]) -> Result<()> {
        let inputs = Inputs {
            password,
            salt: &self.salt,
            secret,
            data: &self.data,
        };
        argon2::tag(&self.parameters, &inputs, tag)
    }
}

impl Kdf for Argon2 {
    fn parameters(&self) -> Map<String, Value> {
        let Parameters {
            algorithm,
            version,
            memory,
            iterations,
            parallelism,
        } = self.parameters;
        let mut named = named([
            ("algorithm", algorithm.as_str().into()),
            ("version", u32::from(version).into()),
            ("memory", memory.into()),
            ("iterations", iterations.into()),
            ("parallelism", parallelism.into()),
        ]);
        if !self.keyid.is_empty() {
            let keyid = Base64Unpadded::encode_string(&self.keyid);
            named.insert("keyid".into(), keyid.into());
        }
        named
    }

    fn check(&self, options: &VerifyOptions, _tag_length: usize) -> Result<()> {
        let needs = &self.parameters;
        let limits = &options.limits;
        within(MEMORY, "KiB of memory", needs.memory.into(), limits.memory)?;
        within(
            ITERATIONS,
            "iterations",
            needs.iterations.into(),
            limits.iterations,
        )?;
        within(
            PARALLELISM,
            "lanes",
            needs.parallelism.into(),
            limits.parallelism,
        )
    }

    /// Lanes are computed one after the other, and a wrong password costs as much
    /// again for each secret it may have been made with.
    fn time(&self, options: &VerifyOptions, _tag_length: usize) -> Result<Duration> {
        let Parameters {
            memory, iterations, ..
        } = self.parameters;
        let blocks = u64::from(memory) * u64::from(iterations);
        let times = secret::candidates(&self.keyid, options)?.len() as u64;
        Ok(time::of(blocks.saturating_mul(times), time::ARGON2_BLOCK))
    }

    fn verify(&self, password: &[u8], options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        let mut computed = Zeroizing::new(vec![0; tag.len()]);
        for secret in secret::candidates(&self.keyid, options)? {
            self.compute(password, secret, &mut computed)?;
            if begins_with(&computed, tag) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_current(&self, options: &HashOptions) -> bool {
        let has = &self.parameters;
        has.algorithm == Algorithm::Argon2id
            && has.version == Version::V0x13
            && self.is_as_strong_as(options)
            && self.names(options)
    }

    fn no_weaker(&self, options: &HashOptions) -> HashOptions {
        if !self.is_as_strong_as(options) {
            return options.clone();
        }
        HashOptions {
            memory: self.parameters.memory,
            iterations: self.parameters.iterations,
            parallelism: self.parameters.parallelism,
            ..options.clone()
        }
    }
}
