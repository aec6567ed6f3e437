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
//! [`StoredHash`] is one that was read; what takes its text instead reads it
//! once.
//!
//! # Formats
//!
//! | from | spelled |
//! | --- | --- |
//! | Argon2, in the PHC string format | `$argon2id$`, `$argon2i$`, `$argon2d$`; versions 0x10 and 0x13, `keyid` and `data` allowed |
//! | bcrypt: PHP, Laravel, Drupal 10.1, Auth0, Python, Node | `$2a$`, `$2b$`, `$2y$`; `$2x$` is legacy |
//! | Django | `pbkdf2_sha256$`, `pbkdf2_sha1$`, `argon2$argon2…`, `bcrypt_sha256$$`, `bcrypt$$`, `scrypt$`, `!` (matches nothing); `md5$` and `sha1$` are legacy |
//! | Werkzeug, Flask | `scrypt:N:r:p$`, `pbkdf2:digest[:rounds]$`; `sha256$` and `sha512$` are legacy |
//! | passlib | `$pbkdf2$`, `$pbkdf2-sha256$`, `$pbkdf2-sha512$`, `$bcrypt-sha256$` of both versions, `$scrypt$`, and those of the next two rows |
//! | `crypt(3)` | `$5$`, `$6$`; `$1$` and `$apr1$` are legacy |
//! | LDAP | `{PBKDF2}`, `{PBKDF2-SHA256}`, `{PBKDF2-SHA512}`, `{CRYPT}` before one of `crypt(3)` or bcrypt; `{SSHA}`, `{SSHA256}`, `{SSHA512}`, `{SMD5}`, `{SHA}`, `{SHA256}`, `{SHA512}`, `{MD5}` are legacy |
//! | WordPress, bbPress, phpBB | `$wp$2y$`, `$P$`, `$H$` |
//! | Drupal 7 to 10.0 | `$S$`, `U$S$`, `U$P$` |
//! | Spring Security | `{bcrypt}`, `{argon2}`, `{pbkdf2}`, `{scrypt}` with and without `@SpringSecurity_v5_8`; `{sha256}`, `{SHA-256}`, `{SHA-1}`, `{MD5}`, `{ldap}` are legacy |
//! | ASP.NET Identity | `A…`, the base64 of versions 2 and 3 |
//! | Firebase | `$fbscrypt$v=1,n=…,r=…,p=…,ss=…,sk=…$salt$hash` as GoTrue (Supabase) has it, `$firescrypt$ln=…,r=…,p=…$salt$hash$separator$key` as Kratos has it, or `$fbscrypt$salt$hash` with [`VerifyOptions::firebase`] |
//! | Keycloak | `{"secretData":…,"credentialData":…}`, a JSON object with the fields `secretData` and `credentialData` of its export, and nothing else |
//! | Kratos, Auth0's import and others, in the PHC string format | `$pbkdf2-sha1$i=…,l=…$`, `-sha256`, `-sha512`; `$scrypt$ln=…,r=…,p=…$` |
//! | Kratos | `$sha256-crypt$`, `$sha512-crypt$`; `$md5-crypt$`, `$md5$`, `$sha1$`, `$sha256$`, `$sha512$`, `$hmac-…$` are legacy |
//!
//! Legacy formats can be guessed too fast to protect anything; they need
//! [`VerifyOptions::allow_legacy`]. Everything but an Argon2id PHC string asks
//! for a new hash ([`needs_rehash`]). Passwords in clear (`{noop}`, `{PLAIN}`,
//! `{CLEARTEXT}`, `plain$`) and `{MD4}` are always refused.

mod argon2;
mod decoy;
mod digest;
mod encoding;
mod function;
mod limits;
mod options;
pub mod primitives;
mod scheme;
mod secret;
mod stack;
mod stored;
mod time;

use serde_json::{Map, Value};

use crate::error::{Error, Result};

/// Which variant of the Argon2 kernel runs; in WebAssembly only.
#[cfg(target_arch = "wasm32")]
pub use argon2::kernel::{Variant as KernelVariant, choose_variant as choose_kernel};
pub use decoy::decoy;
pub use limits::{Limits, MAX_ENCODED_LENGTH, MAX_PASSWORD_LENGTH};
pub use options::{FirebaseParameters, HashOptions, SALT_LENGTH, VerifyOptions};
pub use secret::MIN_SECRET_LENGTH;
pub use stored::StoredHash;

/// What a stored hash says about itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    /// [`StoredHash::scheme`].
    pub scheme: &'static str,
    /// [`StoredHash::parameters`].
    pub parameters: Map<String, Value>,
}

/// What [`verify_and_update`] found.
#[derive(Clone, PartialEq, Eq)]
pub struct Verification {
    /// Whether the password is the right one.
    pub valid: bool,
    /// The hash to store from now on: [`StoredHash::rehash`], and `None` when the
    /// password is wrong.
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
/// for parameters, a salt or a secret outside their ranges; [`Error::HashLimit`]
/// when the memory cannot be had.
pub fn hash(password: &[u8], salt: &[u8], options: &HashOptions) -> Result<String> {
    check_length(password)?;
    stack::wiped(|| scheme::argon2::hash(password, salt, options))
}

/// [`StoredHash::verify`], straight from the text.
///
/// # Errors
/// Those of [`StoredHash::parse`] and [`StoredHash::verify`].
pub fn verify(password: &[u8], encoded: &str, options: &VerifyOptions) -> Result<bool> {
    check_length(password)?;
    StoredHash::parse(encoded)?.verify(password, options)
}

/// [`StoredHash::verify`], and after a right password [`StoredHash::rehash`].
/// `salt` is used only then.
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
    check_length(password)?;
    secret::check(&hash.secret)?;
    let stored = StoredHash::parse(encoded)?;
    let valid = stored.verify(password, verify)?;
    let updated = match valid {
        true => stored.rehash(password, salt, hash)?,
        false => None,
    };
    Ok(Verification { valid, updated })
}

/// Whether a hash should be replaced by a new one: it is not
/// [current](StoredHash::is_current).
///
/// # Errors
/// Those of [`StoredHash::parse`]; [`Error::Option`] for a secret of less than
/// [`MIN_SECRET_LENGTH`] bytes.
pub fn needs_rehash(encoded: &str, options: &HashOptions) -> Result<bool> {
    secret::check(&options.secret)?;
    Ok(!StoredHash::parse(encoded)?.is_current(options))
}

/// What a stored hash says about itself, `None` when it cannot be read.
pub fn identify(encoded: &str) -> Option<Identity> {
    let stored = StoredHash::parse(encoded).ok()?;
    Some(Identity {
        scheme: stored.scheme(),
        parameters: stored.parameters(),
    })
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
