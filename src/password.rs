//! Passwords: new ones are hashed with Argon2id (RFC 9106), stored ones are
//! verified in whatever format they came.
//!
//! ```
//! use keyward::password::{self, HashOptions, VerifyOptions};
//!
//! let salt = [7; 16]; // 16 bytes from the system's random source
//! let encoded = password::hash(b"secret", &salt, &HashOptions::default())?;
//! assert!(password::verify(b"secret", &encoded, &VerifyOptions::default())?);
//! assert!(!password::verify(b"Secret", &encoded, &VerifyOptions::default())?);
//! # Ok::<(), keyward::Error>(())
//! ```
//!
//! A stored hash is untrusted input: its format, its kind and its cost are
//! checked, in this order and against [`Limits`], before any work is done.

mod argon2;
mod digest;
mod encoding;
mod function;
mod limits;
mod options;
mod scheme;

use serde_json::{Map, Value};

use crate::error::{Error, Result};

/// Which variant of the Argon2 kernel runs; in WebAssembly only.
#[cfg(target_arch = "wasm32")]
pub use argon2::kernel::{Variant as KernelVariant, choose_variant as choose_kernel};
pub use limits::{Limits, MAX_PASSWORD_LENGTH};
pub use options::{FirebaseParameters, HashOptions, VerifyOptions};

/// What a stored hash says about itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    /// The format, such as `argon2id`, `bcrypt` or `django-pbkdf2`.
    pub scheme: &'static str,
    /// Its parameters under their standard names: `memory` in KiB,
    /// `iterations`, `parallelism`, `rounds`, `cost`, `n`, `r`, `p` and others.
    /// Never the salt or the tag.
    pub parameters: Map<String, Value>,
}

/// What [`verify_and_update`] found.
#[derive(Clone, PartialEq, Eq)]
pub struct Verification {
    /// Whether the password is the right one.
    pub valid: bool,
    /// The hash to store from now on; `None` when the password is wrong or the
    /// stored hash is as good as a new one.
    pub updated: Option<String>,
}

/// Hashes a password with Argon2id, version 0x13, into a PHC string such as
/// `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>`.
///
/// `salt` is 8 to 64 bytes that were never used before; take 16 random ones
/// (RFC 9106 section 3.1).
///
/// # Errors
/// [`Error::PasswordLength`] over [`MAX_PASSWORD_LENGTH`]; [`Error::Option`]
/// for parameters or a salt outside Argon2's ranges; [`Error::HashLimit`] when
/// the memory cannot be had.
pub fn hash(password: &[u8], salt: &[u8], options: &HashOptions) -> Result<String> {
    check_length(password)?;
    scheme::argon2::hash(password, salt, options)
}

/// Whether `password` is the one that `encoded` was made from.
///
/// # Errors
/// [`Error::PasswordLength`] over [`MAX_PASSWORD_LENGTH`];
/// [`Error::HashFormat`] for a string that is no known format or is malformed;
/// [`Error::HashLegacy`] for a format known to be broken, unless
/// [`VerifyOptions::allow_legacy`] is set; [`Error::HashLimit`] for one that
/// costs more than [`VerifyOptions::limits`]. A wrong password is `Ok(false)`.
pub fn verify(password: &[u8], encoded: &str, options: &VerifyOptions) -> Result<bool> {
    Ok(matches(password, encoded, options)?.is_some())
}

/// Whether a hash should be replaced by a new one: true for everything but an
/// Argon2id PHC string of version 0x13 with at least the memory, iterations,
/// parallelism and tag length of `options`.
///
/// Whether the hash was made with [`HashOptions::secret`] cannot be seen;
/// [`verify_and_update`] finds out.
///
/// # Errors
/// [`Error::HashFormat`] for a string that cannot be read.
pub fn needs_rehash(encoded: &str, options: &HashOptions) -> Result<bool> {
    Ok(!scheme::read(encoded)?.meets(options))
}

/// [`verify`], and after a right password a new hash where [`needs_rehash`]
/// asks for one. `salt` is used only then.
///
/// # Errors
/// Those of [`verify`] and [`hash`].
pub fn verify_and_update(
    password: &[u8],
    encoded: &str,
    salt: &[u8],
    verify: &VerifyOptions,
    hash: &HashOptions,
) -> Result<Verification> {
    let Some(matched) = matches(password, encoded, verify)? else {
        return Ok(Verification {
            valid: false,
            updated: None,
        });
    };
    let current = needs_rehash(encoded, hash)? || matched.peppered != hash.has_secret();
    Ok(Verification {
        valid: true,
        updated: match current {
            true => Some(self::hash(password, salt, hash)?),
            false => None,
        },
    })
}

/// The format and the parameters of a stored hash, `None` when it cannot be
/// read. Nothing is computed, so no limit applies but the string's length.
pub fn identify(encoded: &str) -> Option<Identity> {
    let stored = scheme::read(encoded).ok()?;
    Some(Identity {
        scheme: stored.scheme,
        parameters: stored.parameters(),
    })
}

/// How a password matched.
struct Match {
    /// With the secret of the options.
    peppered: bool,
}

fn matches(password: &[u8], encoded: &str, options: &VerifyOptions) -> Result<Option<Match>> {
    check_length(password)?;
    let stored = scheme::read(encoded)?;
    stored.check(options)?;
    let peppered = stored.takes_secret() && options.has_secret();
    if stored.verify(password, options)? {
        return Ok(Some(Match { peppered }));
    }
    if peppered && options.accept_without_secret {
        let plain = VerifyOptions {
            secret: None,
            ..options.clone()
        };
        if stored.verify(password, &plain)? {
            return Ok(Some(Match { peppered: false }));
        }
    }
    Ok(None)
}

fn check_length(password: &[u8]) -> Result<()> {
    if password.len() <= MAX_PASSWORD_LENGTH {
        return Ok(());
    }
    Err(Error::PasswordLength(
        format!(
            "the password has {} bytes, the limit is {MAX_PASSWORD_LENGTH}",
            password.len()
        )
        .into(),
    ))
}

#[cfg(test)]
mod tests;
