//! The user store in Workers KV. What lies where is in `store::layout`.

use worker::Env;
use worker::js_sys::{Error, Promise, Reflect, Uint8Array};
use worker::wasm_bindgen::{JsCast, JsValue};

use super::{bridge, task};
use crate::store::{Ended, Page, RenewedHash, StoreError, User, Users, layout};

/// The KV namespace with the users, as `wrangler.toml` binds it.
pub(super) const NAMESPACE: &str = "AUTH";

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

    pub(super) async fn read(&self, key: &str) -> Result<Option<String>, StoreError> {
        let value = settled(bridge::get(self.namespace()?, key)).await?;
        if value.is_null() {
            return Ok(None);
        }
        let bytes = Uint8Array::new(&value);
        let copy = bytes.to_vec();
        // A record holds a hash: no copy of it stays where the garbage collector leaves it.
        bytes.fill(0, 0, bytes.length());
        layout::text(copy).map(Some)
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

pub(super) fn unavailable(thrown: JsValue) -> StoreError {
    StoreError::Unavailable(in_words(thrown))
}

/// What was thrown.
pub(super) fn in_words(thrown: JsValue) -> String {
    match thrown.dyn_ref::<Error>() {
        Some(error) => String::from(error.message()),
        None => "something was thrown that is no Error".into(),
    }
}

impl Users for Kv {
    async fn user(&self, username: &str) -> Result<Option<User>, StoreError> {
        let Some(key) = layout::user_key(username) else {
            return Ok(None);
        };
        let record = self.read(&key).await?;
        record
            .map(|record| layout::user(username, &record))
            .transpose()
    }

    async fn renewed_hash(&self, username: &str) -> Result<Option<RenewedHash>, StoreError> {
        let Some(key) = layout::hash_key(username) else {
            return Ok(None);
        };
        let text = self.read(&key).await?;
        text.map(|text| RenewedHash::from_json(&text)).transpose()
    }

    async fn put_renewed_hash(
        &self,
        username: &str,
        renewed: &RenewedHash,
    ) -> Result<(), StoreError> {
        let key = layout::hash_key(username).ok_or_else(layout::no_key)?;
        self.write(&key, &renewed.to_json()).await
    }

    async fn username_of(&self, address: &str) -> Result<Option<String>, StoreError> {
        match layout::email_key(address) {
            None => Ok(None),
            Some(key) => self.read(&key).await,
        }
    }

    async fn username_by_id(&self, id: &str) -> Result<Option<String>, StoreError> {
        match layout::id_key(id) {
            None => Ok(None),
            Some(key) => self.read(&key).await,
        }
    }

    async fn page(&self, after: Option<&str>, limit: usize) -> Result<Page, StoreError> {
        let page = bridge::page(
            self.namespace()?,
            "user:",
            after.unwrap_or_default(),
            limit as u32,
        );
        let text = task::settled(page).await.map_err(unavailable)?;
        let text = text.as_string().unwrap_or_default();
        let (records, next): (Vec<(String, String)>, Option<String>) = serde_json::from_str(&text)
            .map_err(|error| StoreError::Unavailable(format!("a page of KV: {error}")))?;
        Ok(Page { records, next })
    }

    async fn ended(&self, username: &str) -> Result<Ended, StoreError> {
        let Some(key) = layout::ended_key(username) else {
            return Ok(Ended::default());
        };
        let text = self.read(&key).await?;
        text.map_or_else(|| Ok(Ended::default()), |text| Ended::from_json(&text))
    }
}
