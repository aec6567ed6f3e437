//! The login flow: one HTTP request in, one HTTP response out.
//!
//! The dialect is that of FastAPI's security tutorial ("OAuth2 with Password
//! (and hashing), Bearer with JWT tokens"), so that a client written against
//! such an app cannot tell the difference where it matters. Time, randomness,
//! storage and the log come in through [`Context`]; nothing here knows about
//! Cloudflare or JavaScript.
//!
//! A request walks one straight corridor: [`route`] finds the endpoint, `form`
//! and `login` or `bearer` and `resources` answer it, `reply` writes the
//! response, `cors` and `security` add the headers that browsers look at.

use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, ORIGIN};
use http::{HeaderName, Request, Response, Uri};

use crate::store::Store;
use crate::{Result, error::Detail};

mod access_keys;
mod bearer;
mod body;
pub mod config;
mod cors;
mod docs;
mod form;
mod jwks;
mod login;
mod login_queue;
mod multipart;
mod openapi;
mod password_secret;
mod reply;
mod resources;
mod router;
mod scope;
mod security;
mod served;
mod stand_in;
mod unavailable;
mod validation;

pub use body::{Body, BodyError, MAX_BODY_LENGTH};
pub use config::{Config, ConfigError};
pub use cors::{Cors, PREFLIGHT_HEADERS};
pub use login_queue::LoginQueue;
pub use served::Served;

use router::{Endpoint, Found};

/// The request headers that the flow reads. A face needs to hand over no
/// others, except [`BODY_HEADERS`] unless the method is GET or HEAD, and
/// [`PREFLIGHT_HEADERS`] when it is OPTIONS.
pub const REQUEST_HEADERS: [HeaderName; 2] = [AUTHORIZATION, ORIGIN];

/// The request headers that matter where there is a body.
pub const BODY_HEADERS: [HeaderName; 2] = [CONTENT_LENGTH, CONTENT_TYPE];

/// What a request is answered with and what it may use.
pub struct Context<'a, S> {
    /// The settings, or why they cannot be used: then every request to an
    /// endpoint is answered 503.
    pub config: std::result::Result<&'a Config, &'a ConfigError>,
    /// Where the users are.
    pub store: &'a S,
    /// Seconds since the Unix epoch.
    pub now: f64,
    /// Fills a buffer with bytes from the system's random source.
    pub random: &'a dyn Fn(&mut [u8]) -> Result<()>,
    /// The logins that are under way, shared by all requests.
    pub logins: &'a LoginQueue,
    /// Takes the lines for the operator's log. They never hold a password, a
    /// token, a key or a hash.
    pub log: &'a dyn Fn(Level, Detail),
}

/// How loud a line of the log is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Worth knowing, such as a password hash that was renewed.
    Info,
    /// Something went wrong and the request was answered all the same.
    Warning,
    /// Somebody must act: a request could not be answered as it should.
    Error,
}

/// Answers one request.
///
/// Every request gets an answer: nothing a client sends, and nothing found in
/// the store or the settings, makes this panic or answer 500. The extensions of
/// the response hold a [`Served`] for the log. The answer to a HEAD has the body of
/// a GET, which an HTTP server leaves out.
pub async fn route<S: Store, B: Body>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Response<Vec<u8>> {
    let method = request.method().clone();
    let uri = request.uri().clone();
    let origin = request.headers().get(ORIGIN).cloned();
    let cors = context.config.ok().and_then(|config| config.cors.as_ref());
    let found = router::find(uri.path());

    let preflight = cors.and_then(|cors| cors.preflight(&method, request.headers()));
    let mut response = match preflight {
        Some(response) => response,
        None => {
            let mut response = answer(&found, request, context).await;
            if let Some(cors) = cors {
                cors.admit(origin.as_ref(), response.headers_mut());
            }
            response
        }
    };
    security::harden(&uri, response.headers_mut());
    Served::attach(&method, found.path(), &mut response);
    response
}

/// The answer where a request cannot go on, because the face has let go of it:
/// 503.
pub fn given_up() -> Response<Vec<u8>> {
    let mut response = reply::unavailable("the request waited too long");
    security::harden(&Uri::default(), response.headers_mut());
    response
}

async fn answer<S: Store, B: Body>(
    found: &Found,
    request: Request<B>,
    context: &Context<'_, S>,
) -> Response<Vec<u8>> {
    let endpoint = match found {
        Found::Endpoint(endpoint, _) => *endpoint,
        Found::Elsewhere(path) => return reply::redirect(request.uri(), path),
        Found::Nothing => return reply::not_found(),
    };
    if !endpoint.methods().contains(request.method()) {
        return reply::method_not_allowed(endpoint.methods());
    }
    let config = match context.config {
        Ok(config) => config,
        Err(error) => {
            (context.log)(Level::Error, error.to_string().into());
            return reply::unavailable(error.to_string());
        }
    };
    let answer = match endpoint {
        Endpoint::Token => login::token(request, config, context).await,
        Endpoint::Resource(resource) => {
            resources::answer(resource, &request, config, context).await
        }
        Endpoint::Jwks => Ok(jwks::answer(config)),
        Endpoint::OpenApi => Ok(openapi::answer(config)),
        Endpoint::Docs => Ok(docs::answer()),
    };
    answer.unwrap_or_else(|unavailable| unavailable.reply(context))
}
