//! What an account's object has written to the key-value store lately.
//!
//! KV shows a value that was replaced for up to a minute. The account's object
//! knows better: a value that it has replaced itself is older than the one that it has
//! written.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Reference, StoreError};

/// For so long the store may go on showing what was there before, in seconds: KV says up
/// to a minute, "no such key" included.
pub const LAG: i64 = 90;

/// A text that was written under a key, or that nothing is there any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Write {
    /// The key.
    pub key: String,
    /// The text, `None` where the key was deleted.
    pub text: Option<String>,
    /// When, in seconds since the epoch.
    pub at: i64,
    /// Whether it is not yet known to have reached the store.
    pub pending: bool,
}

/// The writes of one account's object. Every method is one step that nothing comes
/// between.
pub trait Writes {
    /// The last write under a key.
    fn write(&self, key: &str) -> Result<Option<Write>, StoreError>;

    /// All that are pending, in no order.
    fn pending(&self) -> Result<Vec<Write>, StoreError>;

    /// Keeps a write in place of the last one under its key.
    fn put_write(&self, write: &Write) -> Result<(), StoreError>;

    /// Whether something was replaced under a key.
    fn has_replaced(&self, key: &str, what: &Reference) -> Result<bool, StoreError>;

    /// Notes that something was replaced under a key, at a time in seconds since the
    /// epoch.
    fn put_replaced(&self, key: &str, what: &Reference, at: i64) -> Result<(), StoreError>;

    /// Forgets what was written or replaced at a time or before, unless it is pending,
    /// and says when the oldest that is left was written.
    fn sweep_writes(&self, until: i64) -> Result<Option<i64>, StoreError>;
}

/// What a text is called among those that were replaced; there may have been none.
pub fn replaced(text: Option<&str>) -> Reference {
    let digest = match text {
        Some(text) => Sha256::new().chain_update(b"text\0").chain_update(text),
        None => Sha256::new().chain_update(b"none\0"),
    };
    Reference::first_of(&digest.finalize().into())
}

/// The newest value of a key, where `found` is what the store shows at a time in
/// seconds since the epoch. A key that is missing more than [`LAG`] after it was
/// written was deleted by somebody else, and stays deleted.
///
/// # Errors
/// What the writes say.
pub fn newest(
    writes: &(impl Writes + ?Sized),
    key: &str,
    found: Option<&str>,
    now: i64,
) -> Result<Option<String>, StoreError> {
    let Some(write) = writes.write(key)? else {
        return Ok(found.map(str::to_owned));
    };
    let may_lag = found.is_some() || write.pending || now - write.at <= LAG;
    let is_older =
        may_lag && write.text.as_deref() != found && writes.has_replaced(key, &replaced(found))?;
    Ok(match is_older {
        true => write.text,
        false => found.map(str::to_owned),
    })
}
