//! A stored hash, read once and asked as often as need be.

use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value};

use super::explain;
use super::limits::within_time;
use super::scheme::{self, ARGON2ID, Parts};
use super::{HashOptions, VerifyOptions, check_length, secret, stack};
use crate::error::{Error, Result};

/// What helps against [`Error::HashLegacy`].
const LEGACY: &str = "`allowLegacy: true`, `--allow-legacy` or, in the Worker, `ALLOW_LEGACY_HASHES=true` lets it in, to be renewed";

/// A stored hash of any known format.
///
/// ```
/// use keyward::password::{HashOptions, StoredHash, VerifyOptions};
///
/// // A Django of some years ago.
/// let stored = StoredHash::parse(
///     "pbkdf2_sha256$10000$seasalt$FQCNpiZpTb0zub+HBsH6TOwyRxJ19FwvjbweatNmK/Y=",
/// )?;
/// assert_eq!(stored.scheme(), "django-pbkdf2");
/// assert_eq!(stored.parameters()["rounds"], 10000);
/// if stored.verify(b"letmein", &VerifyOptions::default())? {
///     let salt = [7; 16]; // 16 bytes from the system's random source
///     let new = stored.rehash(b"letmein", &salt, &HashOptions::default())?;
///     assert!(new.is_some_and(|new| new.starts_with("$argon2id$")));
/// }
/// # Ok::<(), keyward::Error>(())
/// ```
pub struct StoredHash {
    scheme: &'static str,
    parts: Parts,
}

impl StoredHash {
    /// Reads a stored hash. Nothing is computed, so no limit applies but the
    /// text's length.
    ///
    /// # Errors
    /// [`Error::HashFormat`] for a text that is no known format or is malformed;
    /// [`Error::HashLegacy`] for a password in clear or an MD4 hash, which are
    /// never accepted; [`Error::HashLimit`] for a text of more than 2048 bytes.
    pub fn parse(encoded: &str) -> Result<Self> {
        let (scheme, parts) =
            scheme::read(encoded).map_err(|error| explain::why(encoded, error))?;
        Ok(Self { scheme, parts })
    }

    /// The name of the format, such as `argon2id`, `bcrypt` or `django-pbkdf2`.
    pub const fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// The parameters under their standard names: `memory` in KiB, `iterations`,
    /// `parallelism`, `rounds`, `cost`, `n`, `r`, `p` and others. Never the salt
    /// or the tag.
    pub fn parameters(&self) -> Map<String, Value> {
        self.parts.kdf.parameters()
    }

    /// Whether `password` is the one that the hash was made from.
    ///
    /// # Errors
    /// [`Error::PasswordLength`] over [`super::MAX_PASSWORD_LENGTH`], and under a
    /// hash of very many rounds sooner; [`Error::HashLegacy`] for a format known
    /// to be broken, unless [`VerifyOptions::allow_legacy`] is set;
    /// [`Error::HashLimit`] for a hash that costs more than
    /// [`VerifyOptions::limits`], or whose memory cannot be had;
    /// [`Error::HashSecret`] for one whose `keyid` names a secret of
    /// [`HashOptions::secret`] that `options` do not have; [`Error::Option`] for
    /// one of Firebase without [`VerifyOptions::firebase`], and for a secret of less
    /// than [`super::MIN_SECRET_LENGTH`] bytes. A wrong password is `Ok(false)`.
    pub fn verify(&self, password: &[u8], options: &VerifyOptions) -> Result<bool> {
        check_length(password)?;
        self.check(options)?;
        let Parts { kdf, tag, .. } = &self.parts;
        stack::wiped(|| kdf.verify(password, options, tag))
    }

    /// How long one [`Self::verify`] takes, estimated from the parameters: the CPU
    /// time in WebAssembly on the machine of `docs/performance.md`, right to about
    /// 40 %, for a wrong password of a usual length. Zero for a hash that no password
    /// matches.
    ///
    /// ```
    /// use std::time::Duration;
    /// use keyward::password::{StoredHash, VerifyOptions};
    ///
    /// let stored = StoredHash::parse(
    ///     "pbkdf2_sha256$10000$seasalt$FQCNpiZpTb0zub+HBsH6TOwyRxJ19FwvjbweatNmK/Y=",
    /// )?;
    /// let time = stored.estimated_time(&VerifyOptions::default())?;
    /// assert!(time > Duration::from_millis(2) && time < Duration::from_millis(8));
    /// # Ok::<(), keyward::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Self::verify`], but for the ones about the password.
    pub fn estimated_time(&self, options: &VerifyOptions) -> Result<Duration> {
        self.check(options)?;
        self.time(options)
    }

    /// Whether the hash is as good as a new one: an Argon2id PHC string of version
    /// 0x13 with at least the memory, iterations, parallelism and tag length of
    /// `options`, and with their secret, if they have one and none otherwise.
    pub fn is_current(&self, options: &HashOptions) -> bool {
        let Parts { kdf, tag, .. } = &self.parts;
        self.scheme == ARGON2ID && tag.len() >= options.tag_length && kdf.is_current(options)
    }

    /// The hash to store from now on, once [`Self::verify`] has found the password
    /// right. As [`super::hash`] makes it, but at the cost of this hash where that
    /// is an Argon2id PHC string with at least the memory, iterations and lanes of
    /// `options`, and is replaced for its secret.
    ///
    /// `None` where this hash [is current](Self::is_current), and where the password
    /// that matched may not be the user's own, because the old hash accepts others
    /// in its place. A new hash would accept only the one it was made from. That is so
    /// for a password
    ///
    /// - with a zero byte, whatever the format: bcrypt, and HMAC in PBKDF2 and scrypt,
    ///   do not tell `secret` from some spellings with it;
    /// - longer than what is read: 72 bytes by bcrypt, a block by HMAC (64 bytes, and
    ///   128 with SHA-512), which takes the digest of a longer one, so that these
    ///   bytes are a right password as well, and renew nothing either;
    /// - with white space around it, where WordPress trims (`$wp$2y$`, phpass), or a
    ///   backslash in it, and with a `&` where phpBB escapes (`$H$`);
    /// - beyond ASCII, where it was normalized (better-auth, Lucia, oslo);
    /// - with a byte over 127 under `$2x$`, where it hides those before it.
    ///
    /// # Errors
    /// Those of [`super::hash`].
    pub fn rehash(
        &self,
        password: &[u8],
        salt: &[u8],
        options: &HashOptions,
    ) -> Result<Option<String>> {
        let kdf = &self.parts.kdf;
        let is_unique = !password.contains(&0) && kdf.has_no_equivalent_password(password);
        if self.is_current(options) || !is_unique {
            return Ok(None);
        }
        match self.scheme {
            ARGON2ID => super::hash(password, salt, &kdf.no_weaker(options)),
            _ => super::hash(password, salt, options),
        }
        .map(Some)
    }

    /// Refuses what is broken or costs too much.
    fn check(&self, options: &VerifyOptions) -> Result<()> {
        let Parts { kdf, tag, .. } = &self.parts;
        secret::check(options.secret.iter().chain(&options.previous_secrets))?;
        match kdf.broken() {
            Some(reason) if !options.allow_legacy => {
                return Err(Error::HashLegacy(format!("{reason}; {LEGACY}").into()));
            }
            _ => kdf.check(options, tag.len())?,
        }
        match options.limits.time {
            Some(limit) => within_time(self.time(options)?, limit),
            None => Ok(()),
        }
    }

    fn time(&self, options: &VerifyOptions) -> Result<Duration> {
        let Parts { kdf, tag, .. } = &self.parts;
        kdf.time(options, tag.len())
    }
}

/// Only its format: the rest is nobody's business.
impl fmt::Debug for StoredHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredHash")
            .field("scheme", &self.scheme)
            .finish_non_exhaustive()
    }
}
