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
//! | ASP.NET Identity | the base64 of versions 2 and 3 |
//! | Firebase | `$fbscrypt$v=1,n=…,r=…,p=…,ss=…,sk=…$salt$hash` as GoTrue (Supabase) has it, `$firescrypt$ln=…,r=…,p=…$salt$hash$separator$key` as Kratos has it, or `$fbscrypt$salt$hash` with [`VerifyOptions::firebase`] |
//! | Keycloak | a JSON object with the fields `secretData` and `credentialData` of its export, and nothing else |
//! | Kratos, Auth0's import and others, in the PHC string format | `$pbkdf2-sha1$i=…,l=…$`, `-sha256`, `-sha512`; `$scrypt$ln=…,r=…,p=…$` |
//! | Kratos | `$sha256-crypt$`, `$sha512-crypt$`; `$md5-crypt$`, `$md5$`, `$sha1$`, `$sha256$`, `$sha512$`, `$hmac-…$` are legacy |
//!
//! Legacy formats can be guessed too fast to protect anything; they need
//! [`VerifyOptions::allow_legacy`]. Everything but an Argon2id PHC string asks
//! for a new hash ([`needs_rehash`]). Passwords in clear (`{noop}`, `{PLAIN}`,
//! `plain$`) and MD4 are always refused.

mod argon2;
pub mod bare;
mod digest;
mod encoding;
mod function;
mod limits;
mod options;
mod scheme;
mod secret;
mod stack;

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
    stack::wiped(|| scheme::argon2::hash(password, salt, options))
}

/// Whether `password` is the one that `encoded` was made from.
///
/// # Errors
/// [`Error::PasswordLength`] over [`MAX_PASSWORD_LENGTH`];
/// [`Error::HashFormat`] for a string that is no known format or is malformed;
/// [`Error::HashLegacy`] for a format known to be broken, unless
/// [`VerifyOptions::allow_legacy`] is set; [`Error::HashLimit`] for one that
/// costs more than [`VerifyOptions::limits`]; [`Error::HashSecret`] for one
/// whose `keyid` names a secret of [`HashOptions::secret`] that `options` do not
/// have. A wrong password is `Ok(false)`.
pub fn verify(password: &[u8], encoded: &str, options: &VerifyOptions) -> Result<bool> {
    check_length(password)?;
    let stored = scheme::read(encoded)?;
    stored.check(options)?;
    stack::wiped(|| stored.verify(password, options))
}

/// Whether a hash should be replaced by a new one: true for everything but an
/// Argon2id PHC string of version 0x13 with at least the memory, iterations,
/// parallelism and tag length of `options`, and with their secret, if they have
/// one and none otherwise.
///
/// # Errors
/// [`Error::HashFormat`] for a string that cannot be read.
pub fn needs_rehash(encoded: &str, options: &HashOptions) -> Result<bool> {
    Ok(!scheme::read(encoded)?.meets(options))
}

/// The hash to store in place of `encoded`, once the password was found right:
/// as [`hash`] makes it, but at the cost of `encoded` where that is an Argon2id
/// PHC string with at least the memory, iterations and lanes of `options`, and
/// is replaced for the secret.
///
/// # Errors
/// Those of [`hash`]; [`Error::HashFormat`] when `encoded` cannot be read.
pub fn rehash(
    password: &[u8],
    encoded: &str,
    salt: &[u8],
    options: &HashOptions,
) -> Result<String> {
    hash(password, salt, &scheme::read(encoded)?.replacement(options))
}

/// Whether a password that [`verify`] found right should get a new hash:
/// [`needs_rehash`] asks for one, and the password is right to its last byte.
/// bcrypt reads 72 bytes: what comes after them may be anything, and must not
/// find its way into a new hash.
///
/// # Errors
/// [`Error::HashFormat`] when `encoded` cannot be read.
pub fn renews(password: &[u8], encoded: &str, options: &HashOptions) -> Result<bool> {
    let stored = scheme::read(encoded)?;
    Ok(!stored.meets(options) && stored.reads_all_of(password))
}

/// What a check against a stored hash costs, as a text that is the same for
/// hashes that cost the same. `None` where it costs nothing: the hash cannot be
/// read, is refused by these options, or is one that no password matches.
pub fn cost(encoded: &str, options: &VerifyOptions) -> Option<String> {
    let stored = scheme::read(encoded).ok()?;
    stored.check(options).ok()?;
    stored.cost()
}

/// [`verify`], and after a right password a new hash where it [`renews`] the
/// stored one. `salt` is used only then.
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
    let valid = self::verify(password, encoded, verify)?;
    let updated = match valid && renews(password, encoded, hash)? {
        true => Some(rehash(password, encoded, salt, hash)?),
        false => None,
    };
    Ok(Verification { valid, updated })
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
