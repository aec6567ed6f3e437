//! What a stored hash may cost.

use std::fmt;
use std::time::Duration;

use crate::error::{Error, Result};

/// The longest password that is hashed or verified, in bytes: passlib's
/// `PASSLIB_MAX_PASSWORD_SIZE` by default.
pub const MAX_PASSWORD_LENGTH: usize = 4096;

/// The longest stored hash that is read, in bytes. The longest real one, a
/// Keycloak credential, has about 600.
pub const MAX_ENCODED_LENGTH: u32 = 2048;

/// The default of [`Limits::memory`]: Django's Argon2, the hungriest default
/// there is.
pub(super) const DEFAULT_MEMORY: u32 = 102_400;

/// Ceilings for stored hashes, one for each kind of cost.
///
/// A hash over one of them is refused with [`Error::HashLimit`] before anything
/// is computed or allocated. The defaults let the defaults of frameworks pass
/// within the 128 MB of a Worker isolate, but for three: Kratos's Argon2 and
/// RustCrypto's scrypt, which is OWASP's too, take 128 MiB, and Keycloak's
/// deprecated `pbkdf2` 5,200,000 rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Memory of Argon2 (`m`), scrypt and yescrypt (128 · r · (N + p - 1) bytes), in
    /// KiB. Default 102,400, Django's Argon2, the hungriest that fits into a Worker.
    pub memory: u32,
    /// Passes of Argon2 (`t`) over its memory. Default 16; libsodium's
    /// costliest preset for Argon2i has 8.
    pub iterations: u32,
    /// Lanes of Argon2 (`p`). They take neither memory nor time here. Default 255, the
    /// most that the PHC string format allows.
    pub parallelism: u32,
    /// The cost of bcrypt, a power of two. Default 15, eight times the work of
    /// the default of Django and Laravel, which is 12.
    pub cost: u32,
    /// Rounds of PBKDF2 (iterations times the blocks of its output),
    /// SHA-crypt, MD5-crypt, phpass and Drupal. Default 2,000,000; Django 6.1
    /// has 1,500,000.
    pub rounds: u32,
    /// The parallelization `p` of scrypt; each adds the time of another run
    /// over the whole memory. Default 16; OWASP's widest set has 10. Where one run
    /// is less work than N = 16384 and r = 8, it is not `p` that counts but the
    /// whole work, in runs of that size: Ruby's scrypt has small runs and many.
    pub scrypt_parallelization: u32,
    /// All of it together: the [estimated time](super::StoredHash::estimated_time)
    /// of one check. Default `None`, no limit but the others.
    pub time: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: DEFAULT_MEMORY,
            iterations: 16,
            parallelism: 255,
            cost: 15,
            rounds: 2_000_000,
            scrypt_parallelization: 16,
            time: None,
        }
    }
}

impl Limits {
    /// The ceilings of one who has only so much time: memory as by default, and any
    /// parameters that take no longer.
    pub fn of_time(time: Duration) -> Self {
        Self {
            iterations: u32::MAX,
            parallelism: u32::MAX,
            cost: u32::MAX,
            rounds: u32::MAX,
            scrypt_parallelization: u32::MAX,
            time: Some(time),
            ..Self::default()
        }
    }
}

/// What moves a limit: the option of the package, the flag of the command line and
/// what holds in the Worker, as an error says it.
#[derive(Clone, Copy)]
pub(super) struct Help(&'static str);

pub(super) const MEMORY: Help =
    Help("`limits.memory` or `--memory-limit` moves it, but not in the Worker, which has 128 MB");
pub(super) const ITERATIONS: Help =
    Help("`limits.iterations`, `--iterations-limit` or, in the Worker, `LOGIN_HASH_MS` moves it");
pub(super) const PARALLELISM: Help =
    Help("`limits.parallelism`, `--parallelism-limit` or, in the Worker, `LOGIN_HASH_MS` moves it");
pub(super) const COST: Help =
    Help("`limits.cost`, `--cost-limit` or, in the Worker, `LOGIN_HASH_MS` moves it");
pub(super) const ROUNDS: Help =
    Help("`limits.rounds`, `--rounds-limit` or, in the Worker, `LOGIN_HASH_MS` moves it");
pub(super) const SCRYPT_PARALLELIZATION: Help = Help(
    "`limits.scryptParallelization`, `--scrypt-parallelization-limit` or, in the Worker, `LOGIN_HASH_MS` moves it",
);

impl fmt::Display for Help {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Refuses a hash that needs more of something than the limit.
pub(super) fn within(help: Help, what: &str, needed: u64, limit: u32) -> Result<()> {
    if needed <= u64::from(limit) {
        return Ok(());
    }
    Err(Error::HashLimit(
        format!("the hash needs {needed} {what}, the limit is {limit}: {help}").into(),
    ))
}

/// Refuses a text that is longer than any hash.
pub(super) fn length_within(encoded: &str) -> Result<()> {
    let (length, limit) = (encoded.len(), MAX_ENCODED_LENGTH);
    if length as u64 <= u64::from(limit) {
        return Ok(());
    }
    Err(Error::HashLimit(
        format!("the stored hash has {length} bytes, the limit is {limit}").into(),
    ))
}

/// Refuses a hash that takes longer than the limit.
pub(super) fn within_time(needed: Duration, limit: Duration) -> Result<()> {
    if needed <= limit {
        return Ok(());
    }
    let needed = needed.as_nanos().div_ceil(1_000_000);
    let limit = limit.as_millis();
    Err(Error::HashLimit(
        format!("the hash takes about {needed} ms, the limit is {limit} ms").into(),
    ))
}

/// The most bytes that SHA-crypt, phpass and the like may feed to their hash
/// function, in round after round over the whole password.
const MAX_INPUT: u64 = 1 << 29;

/// Refuses a password that is too long for this many rounds over it.
pub(super) fn input_within(rounds: u32, password: &[u8]) -> Result<()> {
    if u64::from(rounds) * password.len() as u64 <= MAX_INPUT {
        return Ok(());
    }
    Err(Error::PasswordLength(
        format!(
            "the password has {} bytes, the limit under this hash is {}",
            password.len(),
            MAX_INPUT / u64::from(rounds)
        )
        .into(),
    ))
}
