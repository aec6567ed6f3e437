//! The Cloudflare face: hands requests to [`oauth`](crate::oauth) and its
//! responses back. Nothing is decided here.

use std::cell::OnceCell;

use worker::{Env, event, web_sys};

use crate::error::Error;
use crate::oauth::{self, Config, ConfigError, Context, LoginQueue, Served};

mod bridge;
mod environment;
mod kv;
mod log;
mod request;
mod request_id;
mod response;

use kv::Kv;
use log::Log;

/// The KV namespace with the users, as `wrangler.toml` binds it.
const NAMESPACE: &str = "AUTH";

/// Answers a request from the edge.
#[event(fetch)]
async fn fetch(
    request: web_sys::Request,
    env: Env,
    _context: worker::Context,
) -> worker::Result<web_sys::Response> {
    let began = worker::js_sys::Date::now();
    let (request, request_id) = request::convert(request);
    let log = Log {
        request_id: &request_id,
    };
    let store = Kv::new(&env, NAMESPACE);
    let context = Context {
        config: config(&env),
        store: &store,
        now: began / 1000.0,
        random: &random,
        logins: logins(),
        log: &|level, message| log.message(level, &message),
    };
    let response = oauth::route(request, &context).await;
    if let Some(served) = Served::of(&response) {
        log.request(served, began);
    }
    response::convert(&response, &request_id)
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

/// The logins that are under way in this isolate.
fn logins() -> &'static LoginQueue {
    thread_local! {
        static LOGINS: &'static LoginQueue = Box::leak(Box::default());
    }
    LOGINS.with(|logins| *logins)
}

fn random(bytes: &mut [u8]) -> crate::Result<()> {
    getrandom::fill(bytes).map_err(|error| Error::Random(error.to_string().into()))
}
