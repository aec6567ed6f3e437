//! The Cloudflare face: hands requests to [`oauth`](crate::oauth) and its
//! responses back. Nothing is decided here.

use wasm_bindgen::prelude::*;
use worker::{Env, web_sys};

use crate::account::Admission;
use crate::error::Error;
use crate::oauth::{self, Environment, Level, Who};

mod accounts;
mod breaches;
mod bridge;
mod client;
#[cfg(feature = "store-contract")]
mod contract;
mod environment;
mod kv;
mod log;
mod mail;
mod networks;
mod objects;
mod request;
mod request_id;
mod response;
mod shard;
mod task;
mod throttle;

use kv::Kv;
use log::Log;
use throttle::Edge;

/// Answers a request from the edge: a `Response`, or a promise of one.
///
/// `#[worker::event(fetch)]` would make the same export, for the executor of
/// wasm-bindgen; see [`task`].
#[wasm_bindgen]
#[allow(unreachable_pub, reason = "JavaScript calls it")]
pub fn fetch(request: web_sys::Request, env: Env, context: JsValue) -> JsValue {
    let began = js_sys::Date::now();
    task::run(answer(request, env, context, began), began)
}

async fn answer(request: web_sys::Request, env: Env, context: JsValue, began: f64) -> JsValue {
    let client = web_sys::Request::from(JsValue::from(&request));
    let (request, request_id) = request::convert(request);
    let log = Log {
        request_id: &request_id,
    };
    let settings = environment::settings(&env, random).await;
    let store = Edge {
        kv: Kv::new(&env),
        env: &env,
        context: &context,
        request: &client,
        log: &log,
    };
    let environment = Environment {
        config: settings.as_ref().as_ref(),
        store: &store,
        now: began / 1000.0,
        random: &random,
        logins: logins(),
        is_gone: &|| client::is_gone(&client),
        wait_until: &client::wait_until,
        see_through: &|| client::see_through(&context),
        log: &|level, message, who| log.message(level, &message, who),
    };
    let answer = oauth::route(request, &environment).await;
    log.request(&answer.facts, began);
    response::convert(answer.response, &request_id)
}

/// The answer to a request that [`task`] had given up. Its id is lost with it.
fn given_up() -> JsValue {
    let request_id = request_id::choose(None);
    let log = Log {
        request_id: &request_id,
    };
    log.message(
        Level::Error,
        "request given up: it waited too long",
        &Who::default(),
    );
    response::convert(oauth::given_up(), &request_id)
}

/// The logins that are under way in this isolate.
fn logins() -> &'static Admission {
    thread_local! {
        static LOGINS: &'static Admission = Box::leak(Box::default());
    }
    LOGINS.with(|logins| *logins)
}

fn random(bytes: &mut [u8]) -> crate::Result<()> {
    getrandom::fill(bytes).map_err(|error| Error::Random(error.to_string().into()))
}
