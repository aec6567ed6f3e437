//! Argon2i, Argon2d and Argon2id in stored hashes.

use serde_json::{Map, Value};

use super::{Function, named};
use crate::error::Result;
use crate::password::argon2::{self, Algorithm, Inputs, Parameters, Version};
use crate::password::limits::within;
use crate::password::{HashOptions, VerifyOptions};

pub(in crate::password) struct Argon2 {
    pub(in crate::password) parameters: Parameters,
    pub(in crate::password) salt: Vec<u8>,
    /// Associated data, at most 32 bytes.
    pub(in crate::password) data: Vec<u8>,
}

impl Function for Argon2 {
    fn parameters(&self) -> Map<String, Value> {
        let Parameters {
            algorithm,
            version,
            memory,
            iterations,
            parallelism,
        } = self.parameters;
        named([
            ("algorithm", algorithm.as_str().into()),
            ("version", u32::from(version).into()),
            ("memory", memory.into()),
            ("iterations", iterations.into()),
            ("parallelism", parallelism.into()),
        ])
    }

    fn check(&self, options: &VerifyOptions, _tag_length: usize) -> Result<()> {
        let needs = &self.parameters;
        let limits = &options.limits;
        within("KiB of memory", needs.memory.into(), limits.memory)?;
        within("iterations", needs.iterations.into(), limits.iterations)?;
        within("lanes", needs.parallelism.into(), limits.parallelism)
    }

    fn compute(&self, password: &[u8], options: &VerifyOptions, tag: &mut [u8]) -> Result<()> {
        let inputs = Inputs {
            password,
            salt: &self.salt,
            secret: options.secret.as_deref().map_or(&[], Vec::as_slice),
            data: &self.data,
        };
        argon2::tag(&self.parameters, &inputs, tag)
    }

    fn takes_secret(&self) -> bool {
        true
    }

    fn meets(&self, options: &HashOptions) -> bool {
        let has = &self.parameters;
        has.algorithm == Algorithm::Argon2id
            && has.version == Version::V0x13
            && has.memory >= options.memory
            && has.iterations >= options.iterations
            && has.parallelism >= options.parallelism
    }
}
