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
//! | Argon2, in the PHC string format | `$argon2id$`, `$argon2i$`, `$argon2d$`; versions 0x10 and 0x13, `keyid` and `data` allowed, parameters in any order, base64 with padding or without |
//! | bcrypt: PHP, Laravel, Drupal 10.1, Auth0, Python, Node | `$2a$`, `$2b$`, `$2y$`; `$2x$` is legacy |
//! | Django, FoalTS | `pbkdf2_sha256$`, `pbkdf2_sha1$`, `pbkdf2_sha512$`, `argon2$argon2…`, `bcrypt_sha256$$`, `bcrypt$$`, `scrypt$`; `md5$` and `sha1$` are legacy |
//! | Werkzeug, Flask | `scrypt:N:r:p$`, `pbkdf2:digest[:rounds]$`; `md5$`, `sha1$`, `sha224$`, `sha256$`, `sha384$` and `sha512$` are legacy |
//! | better-auth, Lucia, oslo, Convex, and programs for Node that write salt and key | `<salt>:<128 hexadecimal digits>`, `s2:<salt>:<128>`, with a dot in place of the colon too: scrypt, and PBKDF2-SHA-512 of 1,000, 10,000 and 100,000 rounds |
//! | Adonis | `$scrypt$n=…,r=…,p=…$`, `$bcrypt$v=98$r=…$`, `$argon2id$` |
//! | passlib, Odoo, Authelia | `$pbkdf2$`, `$pbkdf2-sha256$`, `$pbkdf2-sha512$`, `$bcrypt-sha256$` of both versions, `$scrypt$`, and those of the next two rows |
//! | `crypt(3)` | `$y$` (yescrypt), `$7$` (scrypt, libsodium's too), `$5$`, `$6$`; `$1$` and `$apr1$` are legacy |
//! | LDAP, Dovecot, mailcow; names in any case, base64 or hexadecimal digits, with `.B64` or `.HEX` in the name or without | `{PBKDF2}`, `{PBKDF2-SHA1}`, `{PBKDF2-SHA256}`, `{PBKDF2-SHA512}`, `{ARGON2}`, `{ARGON2ID}`, `{ARGON2I}`, `{BLF-CRYPT}`, `{SHA256-CRYPT}`, `{SHA512-CRYPT}`, `{CRYPT}` before one of `crypt(3)` or bcrypt; `{MD5-CRYPT}`, `{SSHA}`, `{SSHA256}`, `{SSHA384}`, `{SSHA512}`, `{SMD5}`, `{SHA}`, `{SHA1}`, `{SHA256}`, `{SHA384}`, `{SHA512}`, `{MD5}`, `{LDAP-MD5}`, `{PLAIN-MD5}` are legacy |
//! | WordPress, bbPress, phpBB | `$wp$2y$`, `$P$`, `$H$` |
//! | Drupal 7 to 10.0 | `$S$`, `U$S$`, `U$P$` |
//! | Nextcloud, ownCloud | `1\|$2y$`, `2\|$argon2i$`, `3\|$argon2id$` |
//! | MediaWiki | `:pbkdf2:`, `:argon2:`, `:bcrypt:`; `:A:` and `:B:` are legacy |
//! | Magento 2 | `<64 hexadecimal digits>:<salt>:2`, `…:3_32_2_67108864`, and those of upgrades, `…:0:1:2`; `…:0` and `…:1` are legacy |
//! | Magento 1, Joomla | `<32 or 64 hexadecimal digits>:<salt>`, `{SHA256}<64>:<salt>`, legacy |
//! | Spring Security | `{bcrypt}`, `{argon2}`, `{pbkdf2}`, `{scrypt}` with and without `@SpringSecurity_v5_8`; `{sha256}`, `{SHA-256}`, `{SHA-512}`, `{SHA-1}`, `{MD5}`, `{ldap}` are legacy |
//! | Shiro | `$shiro1$`, `$shiro2$argon2id$`, `$shiro2$2y$`; `$shiro1$` of less than 5,000 rounds is legacy |
//! | Atlassian | `{PKCS5S2}` |
//! | ASP.NET Identity | `AQAAAA…`, the base64 of version 3, and that of version 2 |
//! | Jellyfin | `$PBKDF2-SHA512$iterations=…$`, `$PBKDF2$iterations=…$` |
//! | Mattermost | `$pbkdf2$f=…,w=…,l=…$` |
//! | scrypt: Authlogic and Ruby, Go | `400$8$26$…$…` in hexadecimal digits, `16384$8$1$…$…` |
//! | scrypt: `scrypt-kdf` (Medusa), Tarsnap's header | `c2NyeXB0…` in base64, `736372797074…` in hexadecimal digits |
//! | Firebase | `$fbscrypt$v=1,n=…,r=…,p=…,ss=…,sk=…$salt$hash` as GoTrue (Supabase) has it, `$firescrypt$ln=…,r=…,p=…$salt$hash$separator$key` as Kratos has it, or `$fbscrypt$salt$hash` and SuperTokens' `$f_scrypt$hash$salt$m=…$r=…$s=…` with [`VerifyOptions::firebase`]; base64 of either alphabet |
//! | Keycloak | the JSON of a credential, `{…"secretData":…,"credentialData":…}`, or of version 7 and before, `{…"hashedSaltedValue":…}`; a list of credentials of which one is a password |
//! | Kratos, Auth0's import and others, in the PHC string format | `$pbkdf2-sha1$i=…,l=…$`, `-sha256`, `-sha512`; `$scrypt$ln=…,r=…,p=…$` |
//! | Kratos | `$sha256-crypt$`, `$sha512-crypt$`; `$md5-crypt$`, `$md5$`, `$sha1$pf=`, `$sha256$pf=`, `$sha512$pf=`, `$hmac-…$` are legacy |
//! | a digest alone: WordPress before 2.5, Django's `unsalted_md5`, many others | 32, 40, 56, 64, 96 or 128 hexadecimal digits: MD5, SHA-1, SHA-2, legacy |
//! | nobody's password | nothing, `!…` (Django, Unix), `*…`, `x`: matches none |
//!
//! Legacy formats can be guessed too fast to protect anything; they need
//! [`VerifyOptions::allow_legacy`]. Everything but an Argon2id PHC string asks
//! for a new hash ([`needs_rehash`]). Passwords in clear (`{noop}`, `{PLAIN}`,
//! `{PLAINTEXT}`, `{CLEAR}`, `{CLEARTEXT}`, `{PLAIN-TRUNC}`, `plain$`) and MD4 (`{MD4}`,
//! `{PLAIN-MD4}`) are always refused.

mod argon2;
mod decoy;
mod digest;
mod encoding;
mod explain;
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
    parse(password, encoded)?.verify(password, options)
}

/// [`StoredHash::parse`], with an error that says so where password and hash are
/// swapped.
fn parse(password: &[u8], encoded: &str) -> Result<StoredHash> {
    StoredHash::parse(encoded).map_err(|error| explain::swapped(password, error))
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
    let stored = parse(password, encoded)?;
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

/// Why a text is no stored hash, in words: what it is instead, and what to do, or
/// which field of which format is off. `None` where it can be read.
///
/// ```
/// let why = keyward::password::explain("b'$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW'");
/// assert!(why.unwrap().contains("Python"));
/// ```
pub fn explain(encoded: &str) -> Option<String> {
    StoredHash::parse(encoded)
        .err()
        .map(|error| error.to_string())
}

/// Whether this stands for an account without a password, which none matches: an
/// empty text, `x`, and what begins with `!` or `*`.
pub fn is_unusable(encoded: &str) -> bool {
    scheme::is_unusable(encoded)
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
#[cfg(not(target_arch = "wasm32"))]
mod tests;
