//! Why a wrong password and an unknown username take the same time.
//!
//! Hashes differ in cost: bcrypt takes another time than Argon2, and Argon2
//! another time with every set of parameters. A constant dummy hash would
//! therefore tell which usernames exist as soon as a store brings hashes of its
//! own, and more so while it brings several kinds. So every login that fails
//! pays for one check of *each* kind of hash that the store has: an unknown
//! username for all of them, a wrong password for its own and all the others.
//! A store with one kind of hash pays nothing extra.
//!
//! What is checked is the hash of a *decoy*, a user of the store, and what comes
//! of the check is thrown away. The store keeps the list of decoys beside the
//! users, as a JSON object of costs and usernames:
//! `{"argon2id version=19 memory=65536 iterations=3 parallelism=4": "johndoe"}`.
//! It grows when a login finds a kind that is not in it, and shrinks when a decoy
//! is gone, has got another kind of hash, or one that cannot be checked.

use serde_json::{Map, Value};

use super::Context;
use super::facts::Notice;
use crate::error::Error;
use crate::password::{self, StoredHash};
use crate::store::{Decoys, User, Users};

/// The most kinds of hashes that are told apart. It bounds what a failed login
/// can cost.
const MAX_KINDS: usize = 4;

/// The list of decoys, by the cost of their hashes.
pub(super) struct DecoyList(Map<String, Value>);

impl DecoyList {
    /// Reads the list. Without one, say because the store did not answer, the
    /// login goes on.
    pub(super) async fn load<S: Decoys>(
        context: &Context<'_, S>,
        notices: &mut Vec<Notice>,
    ) -> Self {
        Self(match context.store.decoys().await {
            Ok(None) => Map::new(),
            Ok(Some(text)) => serde_json::from_str(&text).unwrap_or_else(|_| {
                let what = "is not a JSON object; starting a new one";
                notices.push(Notice::Decoys(what.into()));
                Map::new()
            }),
            Err(error) => {
                notices.push(Notice::Decoys(format!("was not read: {error}")));
                Map::new()
            }
        })
    }

    /// Takes up a user whose hash has a new cost, once it has been checked: one that
    /// cannot be checked costs nothing, and would only take a place.
    pub(super) async fn learn<S: Decoys>(
        &mut self,
        user: &User,
        cost: Option<&str>,
        context: &Context<'_, S>,
        notices: &mut Vec<Notice>,
    ) {
        let Some(cost) = cost else {
            return;
        };
        if self.0.contains_key(cost) || self.0.len() >= MAX_KINDS {
            return;
        }
        let username = Value::String(user.username.clone());
        self.0.insert(cost.to_owned(), username);
        self.save(context, notices).await;
    }

    /// Makes a failed login cost what every other one costs. `checked` is the cost
    /// of the hash that has been checked already, if there is one.
    pub(super) async fn check<S: Users + Decoys>(
        mut self,
        password: &[u8],
        checked: Option<&str>,
        context: &Context<'_, S>,
        notices: &mut Vec<Notice>,
    ) {
        let mut gone = Vec::new();
        for (kind, username) in &self.0 {
            let decoy = context
                .store
                .user(username.as_str().unwrap_or_default())
                .await;
            let stored = match decoy {
                Ok(Some(decoy)) => StoredHash::parse(&decoy.hashed_password).ok(),
                _ => None,
            };
            let stored = stored.filter(|stored| stored.cost(context.verify).as_ref() == Some(kind));
            let is_there = stored.is_some_and(|stored| {
                checked == Some(kind.as_str()) || can_be_checked(password, &stored, context)
            });
            if !is_there {
                gone.push(kind.clone());
            }
        }
        if self.0.len() == gone.len() && checked.is_none() {
            let _ = password::hash(password, &[0; 16], context.hash);
        }
        if !gone.is_empty() {
            self.0.retain(|kind, _| !gone.contains(kind));
            self.save(context, notices).await;
        }
    }

    async fn save<S: Decoys>(&self, context: &Context<'_, S>, notices: &mut Vec<Notice>) {
        let text = Value::Object(self.0.clone()).to_string();
        if let Err(error) = context.store.put_decoys(&text).await {
            notices.push(Notice::Decoys(format!("was not written: {error}")));
        }
    }
}

/// Checks a hash, and says whether that could be done. What a password is too
/// long for would have been done with a shorter one.
fn can_be_checked<S>(password: &[u8], stored: &StoredHash, context: &Context<'_, S>) -> bool {
    matches!(
        stored.verify(password, context.verify),
        Ok(_) | Err(Error::PasswordLength(_))
    )
}
