//! The storage seam, a trait for each concern: what the account and the login
//! flow ask of a store.
//!
//! The Worker keeps users in Workers KV, the tests in memory; both keep what
//! `contract` says. A record is a JSON object; see [`User`] for its fields, and
//! [`layout`] for where it lies.

use std::future::Future;

#[cfg(any(test, feature = "store-contract"))]
pub mod contract;
pub mod layout;
#[cfg(not(target_arch = "wasm32"))]
pub mod memory;
mod user;

pub use user::User;

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

/// The users.
pub trait Users {
    /// The user of that name, `None` when there is none.
    fn user(&self, username: &str) -> impl Future<Output = Result<Option<User>, StoreError>>;

    /// Replaces the record of a user, in one write.
    fn put(&self, user: &User) -> impl Future<Output = Result<(), StoreError>>;
}

/// A short text beside the users, in which the account names a few of them as
/// decoys for usernames that do not exist.
pub trait Decoys {
    /// The text last given to [`Decoys::put_decoys`], `None` when there is none.
    /// May lag behind by a minute.
    fn decoys(&self) -> impl Future<Output = Result<Option<String>, StoreError>>;

    /// Keeps the text.
    fn put_decoys(&self, text: &str) -> impl Future<Output = Result<(), StoreError>>;
}

/// All of it, for what hands requests on to whoever needs which part.
pub trait Store: Users + Decoys {}

impl<S: Users + Decoys> Store for S {}
