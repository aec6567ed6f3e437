//! The settings, out of the variables and secrets of the environment.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use worker::js_sys::{Array, Error, Reflect};
use worker::wasm_bindgen::{JsCast, JsValue};
use worker::{Env, js_sys};

use super::{bridge, task};
use crate::oauth::{Config, ConfigError, SETTINGS, Variable};

/// The settings, or which of them cannot be used.
pub(super) type Settings = Rc<Result<Config, ConfigError>>;

/// What fills a buffer with random bytes.
type Random = fn(&mut [u8]) -> crate::Result<()>;

thread_local! {
    static SETTINGS_READ: OnceCell<Settings> = const { OnceCell::new() };
}

/// The settings. They cannot change while an isolate lives, so they are read once and
/// kept: all but what comes of a secret that could not be fetched, which may go better
/// the next time.
pub(super) async fn settings(env: &Env, random: Random) -> Settings {
    match SETTINGS_READ.with(|settings| settings.get().cloned()) {
        Some(settings) => settings,
        None => read(env, random).await,
    }
}

async fn read(env: &Env, random: Random) -> Settings {
    let mut variables = BTreeMap::new();
    let mut all_there = true;
    for name in SETTINGS {
        let value = Reflect::get(env, &name.into()).unwrap_or_default();
        let variable = match is_secret(&value) {
            false => plain(&value),
            true => {
                let fetched = fetched(&value).await;
                all_there &= fetched.is_ok();
                fetched
            }
        };
        variables.insert(name, variable);
    }
    let variables = RefCell::new(variables);
    // Taken out, so that no secret is copied.
    let variable = |name: &str| variables.borrow_mut().remove(name).unwrap_or(Ok(None));
    let settings = Config::read(variable, random).map(|mut config| {
        config.verify.nfkc = Some(nfkc);
        config
    });
    let settings = Rc::new(settings);
    match all_there {
        true => SETTINGS_READ.with(|kept| kept.get_or_init(|| settings).clone()),
        false => settings,
    }
}

/// Unicode's compatibility composition; the runtime has the tables.
fn nfkc(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFKC").into()
}

/// A variable of `[vars]` or a secret of the Worker. `wrangler.toml` also takes
/// numbers and booleans, and whole objects, which are no settings of ours.
fn plain(value: &JsValue) -> Variable {
    const EXPECTED: &str = "expected a text, a number, true or false";
    if value.is_undefined() {
        return Ok(None);
    }
    if let Some(number) = value.as_f64() {
        // Digits that are lost already.
        return match number.abs() <= js_sys::Number::MAX_SAFE_INTEGER {
            true => Ok(Some(number.to_string())),
            false => Err("is a number that is too long: write it as a text".into()),
        };
    }
    let text = value.as_string();
    let text = text.or_else(|| value.as_bool().map(|flag| flag.to_string()));
    text.map(Some).ok_or_else(|| {
        let found = match value {
            null if null.is_null() => "null",
            list if Array::is_array(list) => "a list",
            _ => "an object",
        };
        format!("is {found}: {EXPECTED}")
    })
}

/// Whether it is a secret of the Secrets Store.
fn is_secret(value: &JsValue) -> bool {
    value.is_object() && Reflect::get(value, &"get".into()).is_ok_and(|get| get.is_function())
}

async fn fetched(binding: &JsValue) -> Variable {
    let secret = match bridge::secret(binding) {
        Ok(promise) => task::settled(promise).await,
        Err(thrown) => Err(thrown),
    };
    match secret {
        Ok(secret) => secret.as_string().map(Some).ok_or_else(|| {
            "is bound to something that gives no text: expected a secret of the Secrets Store"
                .into()
        }),
        Err(thrown) => {
            let why = thrown
                .dyn_ref::<Error>()
                .map(|error| String::from(error.message()));
            let why = why.unwrap_or_else(|| "something was thrown that is no Error".into());
            Err(format!(
                "could not be fetched from the Secrets Store: {why}"
            ))
        }
    }
}
