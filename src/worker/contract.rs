//! The contract of the store, tried against the KV namespace that is bound. In a
//! build for a test alone.

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use worker::Env;

use super::kv::{Kv, NAMESPACE};
use super::task;
use crate::store::contract::{self, Fixture};

/// The namespace, and an environment whose own does not answer.
struct Namespaces {
    kv: Kv,
    raw: JsValue,
    broken: Env,
}

impl Fixture for Namespaces {
    type Store = Kv;

    fn store(&self) -> &Kv {
        &self.kv
    }

    fn out_of_reach(&self) -> Kv {
        Kv::new(&self.broken)
    }

    async fn write(&self, key: &str, value: &[u8]) -> Result<(), String> {
        let bytes = Uint8Array::from(value);
        call(&self.raw, "put", &[key.into(), bytes.into()]).await?;
        Ok(())
    }

    async fn read(&self, key: &str) -> Result<Option<Vec<u8>>, String> {
        let value = call(&self.raw, "get", &[key.into(), "arrayBuffer".into()]).await?;
        Ok((!value.is_null()).then(|| Uint8Array::new(&value).to_vec()))
    }
}

/// Calls a method of the namespace itself.
async fn call(namespace: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, String> {
    let thrown = |thrown: JsValue| format!("{method}: {thrown:?}");
    let arguments: Array = arguments.iter().collect();
    let function: Function = Reflect::get(namespace, &method.into())
        .and_then(JsCast::dyn_into)
        .map_err(thrown)?;
    let promise: Promise = Reflect::apply(&function, namespace, &arguments)
        .and_then(JsCast::dyn_into)
        .map_err(thrown)?;
    task::settled(promise).await.map_err(thrown)
}

/// A promise of every clause and what is wrong with it, as JSON.
#[wasm_bindgen]
#[allow(unreachable_pub, reason = "JavaScript calls it")]
pub fn store_contract(env: Env, broken: Env) -> JsValue {
    let check = async move {
        let namespaces = Namespaces {
            kv: Kv::new(&env),
            raw: Reflect::get(&env, &NAMESPACE.into()).unwrap_or_default(),
            broken,
        };
        let clauses = contract::check(&namespaces).await;
        JsValue::from(serde_json::to_string(&clauses).unwrap_or_default())
    };
    task::run(check, js_sys::Date::now())
}
