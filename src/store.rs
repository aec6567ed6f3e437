//! The storage seam: what the login flow asks of a user store.
//!
//! The Worker keeps users in Workers KV, the tests in [`memory`]. A record is
//! a JSON object; see [`User`] for its fields.

use std::future::Future;

use serde_json::{Map, Value};

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

/// A user store, and a short text beside it in which the login flow names a few
/// of its users as stand-ins for usernames that do not exist.
pub trait Store {
    /// The user of that name, `None` when there is none.
    fn user(&self, username: &str) -> impl Future<Output = Result<Option<User>, StoreError>>;

    /// Replaces the record of a user, in one write.
    fn put(&self, user: &User) -> impl Future<Output = Result<(), StoreError>>;

    /// The text last given to [`Store::put_stand_ins`], `None` when there is
    /// none. May lag behind by a minute.
    fn stand_ins(&self) -> impl Future<Output = Result<Option<String>, StoreError>>;

    /// Keeps a short text beside the users.
    fn put_stand_ins(&self, text: &str) -> impl Future<Output = Result<(), StoreError>>;
}

/// A JSON object as records and claims use it, in the order it was written.
pub type Object = Map<String, Value>;
