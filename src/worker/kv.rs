//! The user store in Workers KV.
//!
//! `user:<username>` holds a user's record, `stand-ins` the list that
//! `oauth::stand_in` keeps.

use worker::Env;
use worker::js_sys::{Error, Promise, Reflect, Uint8Array};
use worker::wasm_bindgen::{JsCast, JsValue};

use super::{bridge, task};
use crate::store::{Store, StoreError, User};

/// The longest key of Workers KV, in bytes.
const MAX_KEY_LENGTH: usize = 512;

const STAND_INS: &str = "stand-ins";

/// The KV namespace with the users, as `wrangler.toml` binds it.
const NAMESPACE: &str = "AUTH";

thread_local! {
    /// Made once, because a text that crosses to JavaScript is copied.
    static BINDING: JsValue = NAMESPACE.into();
}

/// The KV namespace, or why there is none.
pub(super) struct Kv(Result<JsValue, StoreError>);

impl Kv {
    pub(super) fn new(env: &Env) -> Self {
        let namespace = BINDING.with(|binding| Reflect::get(env, binding));
        Self(match namespace {
            Ok(namespace) if namespace.is_object() => Ok(namespace),
            _ => Err(StoreError::Unavailable(format!(
                "there is no KV namespace bound to {NAMESPACE}"
            ))),
        })
    }

    fn namespace(&self) -> Result<&JsValue, StoreError> {
        self.0.as_ref().map_err(Clone::clone)
    }

    async fn read(&self, key: &str) -> Result<Option<String>, StoreError> {
        let value = settled(bridge::get(self.namespace()?, key)).await?;
        if value.is_null() {
            return Ok(None);
        }
        let bytes = Uint8Array::new(&value);
        let text = String::from_utf8(bytes.to_vec());
        // A record holds a hash: no copy of it stays where the garbage collector leaves it.
        bytes.fill(0, 0, bytes.length());
        let text = text.map_err(|_| StoreError::Malformed("not UTF-8".into()))?;
        // Some editors put a byte order mark before a file that is uploaded.
        Ok(Some(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        }))
    }

    async fn write(&self, key: &str, text: &str) -> Result<(), StoreError> {
        let written = settled(bridge::put(self.namespace()?, key, text)).await;
        written.map(|_| ())
    }
}

async fn settled(promise: Result<Promise, JsValue>) -> Result<JsValue, StoreError> {
    match promise {
        Ok(promise) => task::settled(promise).await.map_err(unavailable),
        Err(thrown) => Err(unavailable(thrown)),
    }
}

fn unavailable(thrown: JsValue) -> StoreError {
    let detail = match thrown.dyn_ref::<Error>() {
        Some(error) => String::from(error.message()),
        None => "something was thrown that is no Error".into(),
    };
    StoreError::Unavailable(detail)
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
        let record = self.read(&key).await?;
        let user = record.map(|record| User::from_json(&record)).transpose()?;
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
        self.write(&key, &user.to_json()).await
    }

    async fn stand_ins(&self) -> Result<Option<String>, StoreError> {
        self.read(STAND_INS).await
    }

    async fn put_stand_ins(&self, text: &str) -> Result<(), StoreError> {
        self.write(STAND_INS, text).await
    }
}
