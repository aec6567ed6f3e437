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
//! What is checked is the hash of a *stand-in*, a user of the store, and what
//! comes of the check is thrown away. The store keeps the list of stand-ins
//! beside the users, as a JSON object of costs and usernames:
//! `{"argon2id version=19 memory=65536 iterations=3 parallelism=4": "johndoe"}`.
//! It grows when a login meets a kind that is not in it, and shrinks when a
//! stand-in is gone, has got another kind of hash, or one that cannot be checked.

use serde_json::Value;

use super::config::Config;
use super::{Context, Level};
use crate::error::Error;
use crate::password::{self, StoredHash};
use crate::store::{Object, Store, User};

/// The most kinds of hashes that are told apart. It bounds what a failed login
/// can cost.
const MAX_STAND_INS: usize = 4;

/// The list of stand-ins, by the cost of their hashes.
pub(super) struct StandIns(Object);

impl StandIns {
    /// Reads the list. Without one, say because the store did not answer, the
    /// login goes on.
    pub(super) async fn load<S: Store>(context: &Context<'_, S>) -> Self {
        Self(match context.store.stand_ins().await {
            Ok(None) => Object::new(),
            Ok(Some(text)) => serde_json::from_str(&text).unwrap_or_else(|_| {
                warn(context, "is not a JSON object; starting a new one");
                Object::new()
            }),
            Err(error) => {
                warn(context, &format!("was not read: {error}"));
                Object::new()
            }
        })
    }

    /// Takes up a user whose hash has a new cost, once it has been checked: one that
    /// cannot be checked costs nothing, and would only take a place.
    pub(super) async fn learn<S: Store>(
        &mut self,
        user: &User,
        cost: Option<&str>,
        context: &Context<'_, S>,
    ) {
        let Some(cost) = cost else {
            return;
        };
        if self.0.contains_key(cost) || self.0.len() >= MAX_STAND_INS {
            return;
        }
        let username = Value::String(user.username.clone());
        self.0.insert(cost.to_owned(), username);
        self.save(context).await;
    }

    /// Makes a failed login cost what every other one costs. `checked` is the cost
    /// of the hash that has been checked already, if there is one.
    pub(super) async fn spend<S: Store>(
        mut self,
        password: &[u8],
        checked: Option<&str>,
        config: &Config,
        context: &Context<'_, S>,
    ) {
        let mut gone = Vec::new();
        for (kind, username) in &self.0 {
            let stand_in = context
                .store
                .user(username.as_str().unwrap_or_default())
                .await;
            let stored = match stand_in {
                Ok(Some(stand_in)) => StoredHash::parse(&stand_in.hashed_password).ok(),
                _ => None,
            };
            let stored = stored.filter(|stored| stored.cost(&config.verify).as_ref() == Some(kind));
            let is_there = stored.is_some_and(|stored| {
                checked == Some(kind.as_str()) || is_checked(password, &stored, config)
            });
            if !is_there {
                gone.push(kind.clone());
            }
        }
        if self.0.len() == gone.len() && checked.is_none() {
            let _ = password::hash(password, &[0; 16], &config.hash);
        }
        if !gone.is_empty() {
            self.0.retain(|kind, _| !gone.contains(kind));
            self.save(context).await;
        }
    }

    async fn save<S: Store>(&self, context: &Context<'_, S>) {
        let text = Value::Object(self.0.clone()).to_string();
        if let Err(error) = context.store.put_stand_ins(&text).await {
            warn(context, &format!("was not written: {error}"));
        }
    }
}

fn warn<S>(context: &Context<'_, S>, what: &str) {
    (context.log)(
        Level::Warning,
        format!("the list of stand-ins {what}").into(),
    );
}

/// Checks a hash, and says whether that could be done. What a password is too
/// long for would have been done with a shorter one.
fn is_checked(password: &[u8], stored: &StoredHash, config: &Config) -> bool {
    matches!(
        stored.verify(password, &config.verify),
        Ok(_) | Err(Error::PasswordLength(_))
    )
}
