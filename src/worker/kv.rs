//! The user store in Workers KV.
//!
//! `user:<username>` holds a user's record, `stand-ins` the list that
//! `oauth::stand_in` keeps.

use worker::{Env, KvError, KvStore};

use crate::store::{Store, StoreError, User};

/// The longest key of Workers KV, in bytes.
const MAX_KEY_LENGTH: usize = 512;

const STAND_INS: &str = "stand-ins";

/// A KV namespace, or why there is none.
pub(super) struct Kv(Result<KvStore, StoreError>);

impl Kv {
    pub(super) fn new(env: &Env, binding: &str) -> Self {
        Self(env.kv(binding).map_err(|_| {
            StoreError::Unavailable(format!("there is no KV namespace bound to {binding}"))
        }))
    }

    fn namespace(&self) -> Result<&KvStore, StoreError> {
        self.0.as_ref().map_err(Clone::clone)
    }
}

fn unavailable(error: KvError) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

/// The key of a user, `None` for a name that is too long for one: no such user
/// can have been stored.
fn key(username: &str) -> Option<String> {
    let key = format!("user:{username}");
    (key.len() <= MAX_KEY_LENGTH).then_some(key)
}

impl Store for Kv {
    async fn user(&self, username: &str) -> Result<Option<User>, StoreError> {
        let Some(key) = key(username) else {
            return Ok(None);
        };
        let record = self.namespace()?.get(&key).text().await;
        let user = record
            .map_err(unavailable)?
            .map(|record| User::from_json(&record))
            .transpose()?;
        match user {
            Some(user) if user.username != username => Err(StoreError::Malformed(
                "`username` is not the name in the key".into(),
            )),
            user => Ok(user),
        }
    }

    async fn put(&self, user: &User) -> Result<(), StoreError> {
        let Some(key) = key(&user.username) else {
            return Err(StoreError::Unavailable("the username is too long".into()));
        };
        let put = self
            .namespace()?
            .put(&key, user.to_json())
            .map_err(unavailable)?;
        put.execute().await.map_err(unavailable)
    }

    async fn stand_ins(&self) -> Result<Option<String>, StoreError> {
        let list = self.namespace()?.get(STAND_INS);
        list.text().await.map_err(unavailable)
    }

    async fn put_stand_ins(&self, text: &str) -> Result<(), StoreError> {
        let put = self
            .namespace()?
            .put(STAND_INS, text)
            .map_err(unavailable)?;
        put.execute().await.map_err(unavailable)
    }
}
