//! The login flow: one HTTP request in, one HTTP response out.
//!
//! The dialect is that of FastAPI's security tutorial ("OAuth2 with Password
//! (and hashing), Bearer with JWT tokens"), so that a client written against
//! such an app cannot tell the difference where it matters. Time, randomness,
//! storage and the log come in through [`Environment`]; nothing here knows about
//! Cloudflare or JavaScript.
//!
//! A request takes one straight path: [`route`] finds the endpoint in the table
//! of `routes`, resolves the settings, and lets the endpoint answer. An
//! endpoint returns a reply or, with `?`, a refusal; both become a response here,
//! and get the headers that browsers look at.
//!
//! A route is one file, in a module such as `tutorial`, and one line in the table.

use ::http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, ORIGIN, USER_AGENT};
use ::http::{HeaderName, Method, Request, Response, Uri};

use crate::account::Throttle;
use crate::account::breached::Breaches;
use crate::account::mail::Mailer;
use crate::account::sessions::Accounts;
use crate::store::Users;

mod access_token;
mod account;
mod bearer;
pub mod config;
mod context;
mod discovery;
mod facts;
mod grant;
mod http;
mod level;
mod login;
mod route;
mod routes;
mod schema;
mod scope;
mod sessions;
mod tokens;
mod tutorial;
mod users;
mod who;

pub use config::{Config, ConfigError, SETTINGS, Variable};
pub use context::{Environment, LocalFuture, SeenThrough};
pub use facts::Facts;
pub use http::body::{Body, BodyError, MAX_BODY_LENGTH};
pub use http::cors::{Cors, PREFLIGHT_HEADERS};
pub use level::Level;
pub use who::Who;

use context::Context;
use http::refusal::Refusal;
use http::reply::{self, Reply};
use http::{security, transport};
use routes::Found;

/// The request headers that the flow reads. A server needs to hand over no
/// others, except [`BODY_HEADERS`] unless the method is GET or HEAD, and
/// [`PREFLIGHT_HEADERS`] when it is OPTIONS.
pub const REQUEST_HEADERS: [HeaderName; 2] = [AUTHORIZATION, ORIGIN];

/// The request headers that matter where there is a body.
pub const BODY_HEADERS: [HeaderName; 5] = [
    CONTENT_LENGTH,
    CONTENT_TYPE,
    COOKIE,
    USER_AGENT,
    login::CONNECTING_IP,
];

/// What the flow asks of whoever runs it.
pub trait Backend: Users + Throttle + Accounts + Mailer + Breaches {}

impl<S: Users + Throttle + Accounts + Mailer + Breaches> Backend for S {}

/// What came of a request.
pub struct Answer {
    /// For the client. That to a HEAD has the body of a GET, which an HTTP server
    /// leaves out.
    pub response: Response<Vec<u8>>,
    /// For the log.
    pub facts: Facts,
}

/// Answers one request.
///
/// Every request gets an answer: nothing a client sends, and nothing found in
/// the store or the settings, makes this panic or answer 500.
pub async fn route<S: Backend, B: Body>(
    request: Request<B>,
    environment: &Environment<'_, S>,
) -> Answer {
    let method = request.method().clone();
    let uri = request.uri().clone();
    let origin = request.headers().get(ORIGIN).cloned();
    let cors = environment.config.ok().and_then(|c| c.cors.as_ref());
    let found = routes::find(uri.path(), &method);

    let preflight = cors.and_then(|cors| cors.preflight(&method, request.headers()));
    let mut reply = match preflight {
        Some(response) => response.into(),
        None => {
            let answered = answer(&found, request, environment).await;
            let mut reply = answered.unwrap_or_else(|refusal| refusal.reply(environment.log));
            if let Some(cors) = cors {
                cors.admit(origin.as_ref(), reply.response.headers_mut());
            }
            reply
        }
    };
    security::harden(&uri, reply.response.headers_mut());
    Answer {
        facts: Facts::new(&method, found.path(), &reply),
        response: reply.response,
    }
}

/// What `run_worker_first` in `wrangler.toml` has: the patterns of all routes, so
/// that no static file can hide one.
pub fn worker_first() -> Vec<&'static str> {
    let mut patterns = Vec::new();
    for pattern in routes::TABLE.iter().flat_map(|route| route.worker_first) {
        if !patterns.contains(pattern) {
            patterns.push(*pattern);
        }
    }
    patterns
}

/// The 503 for a request that the server has given up, because it waited too long.
pub fn given_up() -> Response<Vec<u8>> {
    let refusal = Refusal::unavailable("the request waited too long");
    let mut response = refusal.reply(&|_, _, _| ()).response;
    security::harden(&Uri::default(), response.headers_mut());
    response
}

async fn answer<S: Backend, B: Body>(
    found: &Found,
    request: Request<B>,
    environment: &Environment<'_, S>,
) -> Result<Reply, Refusal> {
    transport::check(&request)?;
    let endpoint = match found {
        Found::Endpoint(endpoint, _) => endpoint,
        Found::OtherMethod(path) => {
            let allowed: Vec<Method> = routes::methods(path).cloned().collect();
            return Err(Refusal::method_not_allowed(&allowed));
        }
        Found::OtherSlash(path) => {
            let path = routes::other_spelling(path, request.uri().path());
            return Ok(reply::redirect(request.uri(), path).into());
        }
        Found::Nothing => return Err(Refusal::not_found()),
    };
    let context = Context::resolve(environment, routes::TABLE)?;
    endpoint.answer(request, &context).await
}
