//! What the log says about a request that was answered.

use ::http::Method;
use serde::Serialize;

use super::http::reply::Reply;

/// The facts about one request, none of them secret and none of them chosen by
/// the client: a path that is no route is not written down.
///
/// The fields are those of a log line; what does not apply is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// The method, `other` for one that HTTP does not know.
    pub method: &'static str,
    /// The route's own path, such as `/users/me/`; `None` where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<&'static str>,
    /// The status of the answer.
    pub status: u16,
    /// Where a token was refused: why, in a word such as `expired`, `signature`,
    /// `revoked` or `scope`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// On a login: the format of the stored hash that was checked, such as
    /// `argon2id` or `bcrypt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<&'static str>,
    /// On a login that checked a hash: whether it was replaced by a better one.
    #[serde(rename = "renewed", skip_serializing_if = "Option::is_none")]
    pub rehashed: Option<bool>,
}

impl Facts {
    pub(super) fn new(method: &Method, route: Option<&'static str>, reply: &Reply) -> Self {
        Self {
            method: name(method),
            route,
            status: reply.response.status().as_u16(),
            reason: reply.reason,
            scheme: reply.hash.map(|hash| hash.scheme),
            rehashed: reply.hash.map(|hash| hash.rehashed),
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
