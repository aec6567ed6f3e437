//! scrypt (RFC 7914).

use std::hint::black_box;
use std::time::Duration;

use scrypt::Params;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::{Kdf, begins_with, named};
use crate::error::{Error, Result};
use crate::password::argon2;
use crate::password::digest::Digest;
use crate::password::encoding::malformed;
use crate::password::limits::{MEMORY, SCRYPT_PARALLELIZATION, within};
use crate::password::{VerifyOptions, time};

/// The steps of a run with N = 16384 and r = 8.
const USUAL_STEPS: u64 = 16_384 * 8;

#[derive(Clone, Copy)]
pub(in crate::password) struct Cost {
    /// The power of two that is N.
    log_n: u8,
    r: u32,
    p: u32,
}

pub(in crate::password) struct Scrypt {
    pub(in crate::password) cost: Cost,
    pub(in crate::password) salt: Vec<u8>,
}

impl Cost {
    /// From the power of two.
    pub(in crate::password) fn new(log_n: u32, r: u32, p: u32) -> Result<Self> {
        // RFC 7914 section 6: N is larger than 1, r * p less than 2^30.
        let product = r.saturating_mul(p);
        match u8::try_from(log_n) {
            Ok(log_n @ 1..=62) if (1..1 << 30).contains(&product) => Ok(Self { log_n, r, p }),
            _ => Err(malformed("the parameters of scrypt are out of range")),
        }
    }

    /// From N itself.
    pub(in crate::password) fn from_n(n: u32, r: u32, p: u32) -> Result<Self> {
        match n.is_power_of_two() {
            true => Self::new(n.ilog2(), r, p),
            false => Err(malformed("the N of scrypt is a power of two")),
        }
    }

    pub(in crate::password) fn parameters(self) -> Map<String, Value> {
        named([
            ("n", (1u64 << self.log_n).into()),
            ("r", self.r.into()),
            ("p", self.p.into()),
        ])
    }

    /// What the memory takes, in bytes: N blocks, p blocks, and one more to
    /// work in, 128 * r bytes each.
    fn memory(self) -> u64 {
        let blocks = (1u64 << self.log_n) + u64::from(self.p) + 1;
        blocks.saturating_mul(128 * u64::from(self.r))
    }

    /// What one run takes by the usual count, 128 · r · (N + p - 1) bytes:
    /// [`Self::memory`] without its two extra blocks, so that N = 131072, r = 8 and
    /// p = 1 take exactly 128 MiB.
    pub(in crate::password) fn counted_memory(self) -> u64 {
        let blocks = (1u64 << self.log_n) + u64::from(self.p) - 1;
        blocks.saturating_mul(128 * u64::from(self.r))
    }

    fn steps(self) -> u64 {
        (1u64 << self.log_n).saturating_mul(u64::from(self.r) * u64::from(self.p))
    }

    pub(in crate::password) fn time(self) -> Duration {
        time::of(self.steps(), time::SCRYPT_STEP)
    }

    pub(in crate::password) fn check(self, options: &VerifyOptions) -> Result<()> {
        let limits = &options.limits;
        let memory = self.counted_memory().div_ceil(1024);
        within(MEMORY, "KiB of memory", memory, limits.memory)?;
        within(
            SCRYPT_PARALLELIZATION,
            "runs of scrypt",
            u64::from(self.p).min(self.steps().div_ceil(USUAL_STEPS)),
            limits.scrypt_parallelization,
        )
    }

    pub(in crate::password) fn compute(
        self,
        password: &[u8],
        salt: &[u8],
        out: &mut [u8],
    ) -> Result<()> {
        let needed = usize::try_from(self.memory() + (64 << 10)).unwrap_or(usize::MAX);
        argon2::lend_memory(needed, || {
            // The library allocates without a way to fail. This asks first, with
            // some room for what the allocator adds, and gives the memory back.
            if black_box(Vec::<u8>::new())
                .try_reserve_exact(needed)
                .is_err()
            {
                let detail = format!("scrypt needs {needed} bytes, which cannot be allocated");
                return Err(Error::HashLimit(detail.into()));
            }
            Params::new(self.log_n, self.r, self.p)
                .ok()
                .and_then(|params| scrypt::scrypt(password, salt, &params, out).ok())
                .ok_or_else(|| malformed("the parameters of scrypt are out of range"))
        })
    }
}

impl Scrypt {
    pub(super) fn compute(&self, password: &[u8], out: &mut [u8]) -> Result<()> {
        self.cost.compute(password, &self.salt, out)
    }
}

impl Kdf for Scrypt {
    fn parameters(&self) -> Map<String, Value> {
        self.cost.parameters()
    }

    fn check(&self, options: &VerifyOptions, _tag_length: usize) -> Result<()> {
        self.cost.check(options)
    }

    fn time(&self, _options: &VerifyOptions, _tag_length: usize) -> Result<Duration> {
        Ok(self.cost.time())
    }

    /// It begins with PBKDF2 over SHA-256.
    fn has_no_equivalent_password(&self, password: &[u8]) -> bool {
        Digest::Sha256.has_no_equivalent_key(password)
    }

    fn verify(&self, password: &[u8], _options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        let mut computed = Zeroizing::new(vec![0; tag.len()]);
        self.compute(password, &mut computed)?;
        Ok(begins_with(&computed, tag))
    }
}
