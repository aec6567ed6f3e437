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
//! response.

use http::{Method, Request, Response};

use crate::store::Store;
use crate::{Result, error::Detail};

mod bearer;
mod body;
pub mod config;
mod form;
mod login;
mod multipart;
mod reply;
mod resources;
mod router;
mod stand_in;
mod unavailable;
mod validation;

pub use body::{Body, BodyError, MAX_BODY_LENGTH};
pub use config::{Config, ConfigError};

use router::{Endpoint, Found};

/// The request headers that the flow reads. A face needs to hand over no
/// others.
pub const REQUEST_HEADERS: [http::HeaderName; 3] = [
    http::header::AUTHORIZATION,
    http::header::CONTENT_LENGTH,
    http::header::CONTENT_TYPE,
];

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
/// the store or the settings, makes this panic or answer 500.
pub async fn route<S: Store, B: Body>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Response<Vec<u8>> {
    let endpoint = match router::find(request.uri().path()) {
        Found::Endpoint(endpoint) => endpoint,
        Found::Elsewhere(path) => return reply::redirect(request.uri(), path),
        Found::Nothing => return reply::not_found(),
    };
    // Starlette's router compares the method of the route with that of the
    // request and makes no HEAD out of a GET.
    if request.method() != endpoint.method() {
        return reply::method_not_allowed(&endpoint.method());
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
    };
    answer.unwrap_or_else(|unavailable| unavailable.reply(context))
}

impl Endpoint {
    /// The one method of the endpoint.
    const fn method(self) -> Method {
        match self {
            Self::Token => Method::POST,
            Self::Resource(_) => Method::GET,
        }
    }
}
