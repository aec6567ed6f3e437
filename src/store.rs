//! The storage seam, a trait for each concern: what the account and the login
//! flow ask of a store.
//!
//! The Worker keeps users in Workers KV, sessions and counts in the SQLite databases
//! of Durable Objects, tests on the host keep all of them in memory. Both are held to
//! the clauses of `contract`. A record is a JSON object; see [`User`] for its fields,
//! and [`layout`] for where it lies.

use std::future::Future;

#[cfg(any(test, feature = "store-contract"))]
pub mod contract;
mod counters;
mod ended;
pub mod layout;
#[cfg(not(target_arch = "wasm32"))]
pub mod memory;
mod renewed;
mod sessions;
mod user;
mod writes;

pub use counters::{Count, Counters, Fresh, Horizon, MAX_TRUSTED, NetworkFailure, Reference};
pub use ended::{Ended, has_ended_with};
pub use renewed::RenewedHash;
pub use sessions::{End, Seen, Session, SessionId, Sessions};
pub use user::User;
pub use writes::{LAG, Write, Writes, newest, replaced};

/// Why a store could not answer.
///
/// The text goes to the log, never to the client, and holds no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// The store itself failed.
    Unavailable(String),
    /// There is a record, and it cannot be read as a [`User`].
    Malformed(String),
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unavailable(detail) => write!(f, "the user store did not answer: {detail}"),
            Self::Malformed(detail) => write!(f, "malformed user record: {detail}"),
        }
    }
}

impl std::error::Error for StoreError {}

/// A part of all records.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Page {
    /// Names and what lies there, which need not be a user.
    pub records: Vec<(String, String)>,
    /// What to ask for to go on, `None` at the end.
    pub next: Option<String>,
}

/// The users, and the hashes that logins have made for them.
pub trait Users {
    /// The user of that name, `None` when there is none.
    fn user(&self, username: &str) -> impl Future<Output = Result<Option<User>, StoreError>>;

    /// The hash that a login has made for a user, `None` when there is none.
    fn renewed_hash(
        &self,
        username: &str,
    ) -> impl Future<Output = Result<Option<RenewedHash>, StoreError>>;

    /// Keeps a hash that a login has made. Nothing here writes a user's record.
    fn put_renewed_hash(
        &self,
        username: &str,
        renewed: &RenewedHash,
    ) -> impl Future<Output = Result<(), StoreError>>;

    /// The name of the user whose address this is, as far as it is known here; the
    /// address is one that [`layout::email_key`] knows.
    fn username_of(
        &self,
        address: &str,
    ) -> impl Future<Output = Result<Option<String>, StoreError>>;

    /// The name of the user whose record has this id, as far as it is known here.
    fn username_by_id(&self, id: &str) -> impl Future<Output = Result<Option<String>, StoreError>>;

    /// Some records in the order of their names, at most `limit`, which is 1 to 1000:
    /// the first ones, or those after the page whose `next` is `after`.
    fn page(
        &self,
        after: Option<&str>,
        limit: usize,
    ) -> impl Future<Output = Result<Page, StoreError>>;

    /// What has ended of a user's sessions and tokens, as far as it is known here;
    /// empty where nothing is written.
    fn ended(&self, username: &str) -> impl Future<Output = Result<Ended, StoreError>>;
}
