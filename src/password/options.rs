//! What callers choose.

use zeroize::Zeroizing;

use super::Limits;

/// The bytes of a random salt (RFC 9106 section 3.1 asks for 16).
pub const SALT_LENGTH: usize = 16;

/// How new hashes are made. The default is OWASP's recommendation for Argon2id
/// (Password Storage Cheat Sheet): 19 MiB, two iterations, one lane.
#[derive(Clone)]
pub struct HashOptions {
    /// Memory in KiB, at least 8 for each lane. Default 19,456.
    pub memory: u32,
    /// Passes over the memory, at least 1. Default 2.
    pub iterations: u32,
    /// Lanes, 1 to 2^24-1. Default 1.
    pub parallelism: u32,
    /// Length of the tag in bytes, 4 to 128. Default 32.
    pub tag_length: usize,
    /// Argon2's secret value K (RFC 9106 section 3.1), often called pepper. The
    /// hash names it in its `keyid`, by a fingerprint, so it must be beyond
    /// guessing: random, and of [`super::MIN_SECRET_LENGTH`] bytes or more. A shorter
    /// one is [`crate::Error::Option`]. Default `None`.
    pub secret: Option<Zeroizing<Vec<u8>>>,
}

impl Default for HashOptions {
    fn default() -> Self {
        Self {
            memory: 19_456,
            iterations: 2,
            parallelism: 1,
            tag_length: 32,
            secret: None,
        }
    }
}

/// How stored hashes are verified.
#[derive(Clone, Default)]
pub struct VerifyOptions {
    /// What a stored hash may cost.
    pub limits: Limits,
    /// Accept formats known to be broken: MD5 and SHA-1, salted or not, and
    /// single rounds of any hash function. Default false.
    pub allow_legacy: bool,
    /// Argon2's secret value; other schemes have none and are not affected. As long as
    /// [`HashOptions::secret`], so that hashes that other software made with a shorter
    /// one cannot be verified. Default `None`.
    pub secret: Option<Zeroizing<Vec<u8>>>,
    /// Secrets from before, as long. They verify the hashes that name them, so that a
    /// secret can be changed or given up: [`super::verify_and_update`] replaces those
    /// hashes one by one. Default none.
    pub previous_secrets: Vec<Zeroizing<Vec<u8>>>,
    /// Also accept Argon2 hashes that name no secret and were made without one.
    /// Set it while a secret is being introduced. A wrong password costs twice
    /// as long for such a hash. Default false.
    pub accept_without_secret: bool,
    /// The parameters of the Firebase project, for hashes that do not carry them.
    /// Default `None`: those hashes are refused.
    pub firebase: Option<FirebaseParameters>,
    /// Unicode's compatibility composition (NFKC), for the hashes of those who
    /// normalize passwords: better-auth, Lucia, oslo. A runtime has it, and its tables
    /// would be a tenth of the wasm. Default `None`: their passwords are taken as they
    /// are, which is the same for ASCII.
    pub nfkc: Option<fn(&str) -> String>,
}

/// The password hash parameters of a Firebase project, as its console shows
/// them. Decode the two base64 values first.
#[derive(Clone)]
pub struct FirebaseParameters {
    /// `base64_signer_key`, decoded.
    pub signer_key: Zeroizing<Vec<u8>>,
    /// `base64_salt_separator`, decoded.
    pub salt_separator: Vec<u8>,
    /// `rounds`, scrypt's r. Firebase gives 8.
    pub rounds: u32,
    /// `mem_cost`, the power of two that is scrypt's N. Firebase gives 14.
    pub memory_cost: u32,
}
