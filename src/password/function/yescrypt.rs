//! yescrypt (Alexander Peslyak, 2018), the default of Debian 11, Fedora 35 and
//! Ubuntu 22.04 in `/etc/shadow`.

use std::hint::black_box;
use std::time::Duration;

use serde_json::{Map, Value};
use yescrypt::Params;
use zeroize::Zeroizing;

use super::{Kdf, begins_with, named};
use crate::error::{Error, Result};
use crate::password::argon2;
use crate::password::encoding::malformed;
use crate::password::limits::{MEMORY, within};
use crate::password::{VerifyOptions, time};

pub(in crate::password) struct Yescrypt {
    pub(in crate::password) params: Params,
    pub(in crate::password) salt: Vec<u8>,
}

impl Yescrypt {
    fn blocks(&self) -> u64 {
        self.params.n().saturating_mul(self.params.r().into())
    }

    /// In bytes.
    fn memory(&self) -> u64 {
        self.blocks().saturating_mul(128)
    }
}

impl Kdf for Yescrypt {
    fn parameters(&self) -> Map<String, Value> {
        named([("n", self.params.n().into()), ("r", self.params.r().into())])
    }

    fn check(&self, options: &VerifyOptions, _tag_length: usize) -> Result<()> {
        let memory = self.memory().div_ceil(1024);
        within(MEMORY, "KiB of memory", memory, options.limits.memory)
    }

    fn time(&self, _options: &VerifyOptions, _tag_length: usize) -> Result<Duration> {
        Ok(time::of(self.blocks(), time::YESCRYPT_STEP))
    }

    fn verify(&self, password: &[u8], _options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        let mut computed = Zeroizing::new(vec![0; tag.len()]);
        // The memory itself, and as much room as its parts need besides.
        let room = self.memory().saturating_add(1 << 20);
        let needed = usize::try_from(room).unwrap_or(usize::MAX);
        argon2::lend_memory(needed, || {
            // The library allocates without a way to fail: this asks first.
            if black_box(Vec::<u8>::new())
                .try_reserve_exact(needed)
                .is_err()
            {
                let detail = format!("yescrypt needs {needed} bytes, which cannot be allocated");
                return Err(Error::HashLimit(detail.into()));
            }
            yescrypt::yescrypt(password, &self.salt, &self.params, &mut computed)
                .map_err(|_| malformed("the parameters of a yescrypt hash are out of range"))
        })?;
        Ok(begins_with(&computed, tag))
    }
}
