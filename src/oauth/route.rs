//! How a route describes itself. Everything that is said about a route elsewhere
//! comes from here: where it is found, the methods of a 405, the name in the log,
//! its entry in `/openapi.json`, and the patterns in `wrangler.toml`.

use std::borrow::Cow;

use ::http::Method;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::http::reply::JSON;

/// A route. Several may share a path and differ in their methods.
pub(super) struct Route {
    /// The path, as the log and `/openapi.json` name it.
    pub(super) path: &'static str,
    /// Other spellings, answered in the same way and not listed.
    pub(super) aliases: &'static [&'static str],
    pub(super) methods: &'static [Method],
    /// What `run_worker_first` in `wrangler.toml` has for it, so that no static
    /// file can hide it.
    pub(super) worker_first: &'static [&'static str],
    /// `None` for what FastAPI leaves out of the document.
    pub(super) operation: Option<Operation>,
}

/// What `/openapi.json` says about a route.
pub(super) struct Operation {
    /// How FastAPI would call the function behind the route.
    pub(super) function: &'static str,
    pub(super) security: Security,
    pub(super) input: Input,
    pub(super) success: Success,
    pub(super) errors: &'static [Refused],
    /// The schemas of its own that it refers to.
    pub(super) schemas: fn() -> Vec<(&'static str, Value)>,
}

/// What a request has besides its path.
pub(super) enum Input {
    Nothing,
    /// Parameters behind the question mark, none of which has to be there: names and schemas.
    Query(fn() -> Vec<(&'static str, Value)>),
    /// A form as its body: the name of a schema of `schemas`.
    Form(&'static str),
    /// JSON as its body, the same.
    Json(&'static str),
}

/// What a request has to bring along.
pub(super) enum Security {
    Nothing,
    /// An access token. Where `REQUIRE_SCOPES` is on it has these scopes, in the
    /// order of the challenge.
    Token(&'static [&'static str]),
    /// An access token of an administrator.
    Admin,
    /// The id and the secret of a client.
    Client,
}

/// How a request is answered that can be.
pub(super) enum Success {
    /// 200 with a body.
    Body(Content),
    /// This status with JSON of this schema.
    Json(u16, fn() -> Value),
    /// This status, without one.
    Empty(u16),
}

/// A body.
pub(super) struct Content {
    pub(super) media_type: &'static str,
    pub(super) schema: fn() -> Value,
}

impl Success {
    /// JSON of this schema.
    pub(super) const fn json(schema: fn() -> Value) -> Self {
        Self::Body(Content {
            media_type: JSON,
            schema,
        })
    }
}

/// What a route may answer instead: status, when, and the name of the schema.
pub(super) type Refused = (u16, &'static str, &'static str);

/// What every route may answer.
pub(super) const UNAVAILABLE: Refused = (503, "Not available right now", "HTTPError");

impl Route {
    /// All spellings of the path.
    pub(super) fn paths(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.path).chain(self.aliases.iter().copied())
    }
}

/// The parameter before the end of a path, without escapes.
pub(super) fn parameter_before<'a>(path: &'a str, end: &str) -> Cow<'a, str> {
    parameter(path.strip_suffix(end).unwrap_or(path))
}

/// The parameter at the end of a path, without escapes.
pub(super) fn parameter(path: &str) -> Cow<'_, str> {
    let last = path.rsplit('/').next().unwrap_or_default();
    percent_decode_str(last).decode_utf8_lossy()
}
