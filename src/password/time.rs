//! How long a stored hash takes, estimated from its parameters.
//!
//! The estimate is what decides before any work whether a hash may be checked at
//! all, and how much work a failed login is made to look like. It is the CPU time
//! of WebAssembly on the machine of `docs/performance.md`, for a password of a
//! usual length. Another machine is faster or slower by some factor, nearly the
//! same for all of them; what one function takes beside another is right to about
//! 40 %.

use std::time::Duration;

use super::digest::Digest;

/// One block of 1 KiB in one pass of Argon2, in nanoseconds.
pub(super) const ARGON2_BLOCK: u64 = 480;
/// One of bcrypt's 2^cost rounds: two key schedules of Blowfish.
pub(super) const BCRYPT_ROUND: u64 = 62_000;
/// One of scrypt's N · r · p steps: 128 bytes written, and read again.
pub(super) const SCRYPT_STEP: u64 = 200;
/// One of yescrypt's N · r steps, with its passes over them.
pub(super) const YESCRYPT_STEP: u64 = 150;
/// One round of PBKDF2: an HMAC whose key has been taken in before, two blocks.
pub(super) const PBKDF2_SHA1_ROUND: u64 = 235;
/// The same with SHA-256.
pub(super) const PBKDF2_SHA256_ROUND: u64 = 390;
/// The same with SHA-512.
pub(super) const PBKDF2_SHA512_ROUND: u64 = 590;

/// So many steps of so many nanoseconds each.
pub(super) const fn of(steps: u64, nanoseconds: u64) -> Duration {
    Duration::from_nanos(steps.saturating_mul(nanoseconds))
}

impl Digest {
    /// One call over a short message, in nanoseconds.
    pub(super) const fn time(self) -> u64 {
        match self {
            Self::Md5 => 140,
            Self::Sha1 => 180,
            Self::Sha224 | Self::Sha256 => 235,
            Self::Sha384 | Self::Sha512 => 335,
        }
    }

    /// One round of SHA-crypt or MD5-crypt, which takes in the password and the
    /// salt in most rounds.
    pub(super) const fn crypt_round(self) -> u64 {
        self.time() * 3 / 2
    }
}

#[cfg(test)]
mod tests;
