//! The counts of failed logins, and who is trusted.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::StoreError;

/// What a user, a network or a device is called here: 128 bits that say nothing
/// to whoever has not the secret that they were made with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference([u8; 16]);

impl Reference {
    /// The first 16 bytes of an HMAC.
    pub fn first_of(tag: &[u8; 32]) -> Self {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&tag[..16]);
        Self(bytes)
    }

    /// The bytes, for a store.
    pub const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// From the bytes in a store.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// All 32 hexadecimal digits.
    pub fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// From its hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        if text.len() != 32 || !text.is_ascii() {
            return None;
        }
        let mut bytes = [0; 16];
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// The first 16 hexadecimal digits, for the log.
    pub fn short(&self) -> String {
        let mut text = self.hex();
        text.truncate(16);
        text
    }
}

impl Serialize for Reference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.hex())
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_hex(&text).ok_or_else(|| serde::de::Error::custom("no reference"))
    }
}

/// Only what the log may know.
impl std::fmt::Debug for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.short())
    }
}

/// The failed logins of one user from one trusted client, or from all others
/// together. Times are in seconds since the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// The trusted client, `None` for all others.
    pub client: Option<Reference>,
    /// The stored hash that the guesses were for.
    pub password: Reference,
    /// Failures since `since`, without a long time between two of them.
    pub failures: u32,
    /// The first of these.
    pub since: i64,
    /// Failures since the last success.
    pub consecutive: u32,
    /// Blocks since the last success.
    pub blocks: u32,
    /// When the block ends, if there is one.
    pub blocked_until: i64,
    /// The last failure.
    pub last_failure_at: i64,
}

/// A failed login as its network remembers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NetworkFailure {
    /// When, in seconds since the epoch.
    pub at: i64,
    /// The user whose name was given.
    pub user: Reference,
}

/// A user's record as the account's object has written it last, for as long as the
/// key-value store may still show an older one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fresh {
    /// The record, `None` where it was deleted.
    pub record: Option<String>,
    /// When, in seconds since the epoch.
    pub at: i64,
}

/// The most networks that are trusted for one user; the one that would end first
/// makes room.
pub const MAX_TRUSTED: usize = 20;

/// What is older than this is forgotten. Times are in seconds since the epoch.
#[derive(Debug, Clone, Copy)]
pub struct Horizon {
    /// Trust that ended before.
    pub trust: i64,
    /// Failures of networks from before.
    pub networks: i64,
    /// Uses and fresh records from before.
    pub uses: i64,
    /// Counts whose last failure was before, and whose block has ended by then.
    pub counts: i64,
}

/// The counts of failed logins. Every method is one step that nothing comes between.
pub trait Counters {
    /// The counts of a user, at most one for each client.
    fn counts(&self, user: &Reference) -> Result<Vec<Count>, StoreError>;

    /// Keeps a count in place of the one of the same client.
    fn put_count(&self, user: &Reference, count: &Count) -> Result<(), StoreError>;

    /// Forgets the count of a client.
    fn forget(&self, user: &Reference, client: Option<&Reference>) -> Result<(), StoreError>;

    /// Until when a network is trusted for a user, in seconds since the epoch.
    fn trusted_until(
        &self,
        user: &Reference,
        network: &Reference,
    ) -> Result<Option<i64>, StoreError>;

    /// Trusts a network for a user until a time in seconds since the epoch.
    fn trust(&self, user: &Reference, network: &Reference, until: i64) -> Result<(), StoreError>;

    /// The failures of a network from `since` on, in seconds since the epoch, the oldest
    /// first.
    fn network_failures(
        &self,
        network: &Reference,
        since: i64,
    ) -> Result<Vec<NetworkFailure>, StoreError>;

    /// Adds a failure of a network, and says under which number.
    fn add_network_failure(
        &self,
        network: &Reference,
        failure: NetworkFailure,
    ) -> Result<i64, StoreError>;

    /// Takes the failure of this number back.
    fn remove_network_failure(&self, number: i64) -> Result<(), StoreError>;

    /// When something was used by somebody, from `since` on, the oldest first; both in
    /// seconds since the epoch.
    fn uses(&self, subject: &Reference, since: i64) -> Result<Vec<i64>, StoreError>;

    /// Notes that it was used at a time in seconds since the epoch.
    fn add_use(&self, subject: &Reference, at: i64) -> Result<(), StoreError>;

    /// The record of a user that was noted last.
    fn fresh(&self, user: &Reference) -> Result<Option<Fresh>, StoreError>;

    /// Notes it.
    fn put_fresh(&self, user: &Reference, fresh: &Fresh) -> Result<(), StoreError>;

    /// Forgets what is old, and says whether anything is left.
    fn sweep(&self, horizon: &Horizon) -> Result<bool, StoreError>;
}
