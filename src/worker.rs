//! The Cloudflare face: hands requests to [`oauth`](crate::oauth) and its
//! responses back. Nothing is decided here.

use std::cell::OnceCell;

use worker::wasm_bindgen::JsValue;
use worker::{Env, event, web_sys};

use crate::error::{Detail, Error};
use crate::oauth::{self, Config, ConfigError, Context, Level};

mod environment;
mod kv;
mod request;
mod response;

use kv::Kv;

/// The KV namespace with the users, as `wrangler.toml` binds it.
const NAMESPACE: &str = "AUTH";

/// Answers a request from the edge.
#[event(fetch)]
async fn fetch(
    request: web_sys::Request,
    env: Env,
    _context: worker::Context,
) -> worker::Result<web_sys::Response> {
    let store = Kv::new(&env, NAMESPACE);
    let context = Context {
        config: config(&env),
        store: &store,
        now: worker::js_sys::Date::now() / 1000.0,
        random: &random,
        log: &log,
    };
    let response = oauth::route(request::convert(request), &context).await;
    response::convert(&response)
}

/// The settings. They cannot change while an isolate lives, so they are read
/// once and kept for good.
fn config(env: &Env) -> Result<&'static Config, &'static ConfigError> {
    thread_local! {
        static CONFIG: OnceCell<&'static Result<Config, ConfigError>> = const { OnceCell::new() };
    }
    CONFIG
        .with(|config| {
            *config.get_or_init(|| {
                let config = Config::read(|name| environment::variable(env, name));
                Box::leak(Box::new(config))
            })
        })
        .as_ref()
}

fn random(bytes: &mut [u8]) -> crate::Result<()> {
    getrandom::fill(bytes).map_err(|error| Error::Random(error.to_string().into()))
}

/// One JSON object a line, so that log tools can take it apart.
fn log(level: Level, message: Detail) {
    let (name, write): (_, fn(&JsValue)) = match level {
        Level::Info => ("info", web_sys::console::log_1),
        Level::Warning => ("warning", web_sys::console::warn_1),
        Level::Error => ("error", web_sys::console::error_1),
    };
    let line = serde_json::json!({"level": name, "message": message}).to_string();
    write(&JsValue::from(line));
}
