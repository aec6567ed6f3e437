//! What the log says about a request that was answered.

use std::borrow::Cow;

use ::http::Method;
use serde::Serialize;

use super::http::reply::Reply;
use super::who::Who;

/// The facts about one request, none of them secret and none of them chosen by
/// the client: a path that is no route is not written down.
///
/// The fields are those of a log line; what does not apply is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// The method, `other` for one that HTTP does not know.
    pub method: &'static str,
    /// The route's own path, such as `/users/me/`; `None` where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<&'static str>,
    /// The status of the answer.
    pub status: u16,
    /// On a login: whose, and where from.
    #[serde(flatten)]
    pub who: Who,
    /// Where a token was refused: why, in a word such as `expired`, `signature`,
    /// `revoked` or `scope`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// On a login: the format of the stored hash that was checked, such as
    /// `argon2id` or `bcrypt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<Cow<'static, str>>,
    /// On a login that checked a hash: whether it was replaced by a better one.
    #[serde(rename = "renewed", skip_serializing_if = "Option::is_none")]
    pub rehashed: Option<bool>,
}

impl Facts {
    pub(super) fn new(method: &Method, route: Option<&'static str>, reply: &Reply) -> Self {
        let login = reply.login.as_deref();
        Self {
            method: name(method),
            route,
            status: reply.response.status().as_u16(),
            who: login.map(|login| login.who.clone()).unwrap_or_default(),
            reason: reply.reason,
            scheme: login.and_then(|login| login.scheme.clone()),
            rehashed: login.and_then(|login| login.scheme.as_ref().map(|_| login.rehashed)),
        }
    }
}

fn name(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] = [
        "GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "CONNECT", "TRACE",
    ];
    let known = KNOWN.into_iter().find(|known| *known == method.as_str());
    known.unwrap_or("other")
}
