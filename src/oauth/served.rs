//! What the log says about a request that was answered.

use http::{Method, Response};
use serde::Serialize;

/// The facts about one request, none of them secret and none of them chosen by
/// the client: a path that is no route is not written down.
///
/// [`route`](super::route) puts it into the extensions of the response. Its
/// fields are those of a log line; what does not apply is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Served {
    /// The method, `other` for one that HTTP does not know.
    pub method: &'static str,
    /// The route's own path, such as `/users/me/`; `None` where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<&'static str>,
    /// The status of the answer.
    pub status: u16,
    /// On a login: the format of the stored hash that was checked, such as
    /// `argon2id` or `bcrypt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<&'static str>,
    /// On a login that checked a hash: whether it was replaced by a better one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renewed: Option<bool>,
}

/// What a login adds to the facts, in the extensions of its response.
#[derive(Clone, Copy)]
pub(super) struct HashSeen {
    pub(super) scheme: Option<&'static str>,
    pub(super) renewed: bool,
}

impl Served {
    /// The facts of a response that came from [`route`](super::route).
    pub fn of<B>(response: &Response<B>) -> Option<&Self> {
        response.extensions().get()
    }

    pub(super) fn attach(
        method: &Method,
        route: Option<&'static str>,
        response: &mut Response<Vec<u8>>,
    ) {
        let hash = response.extensions_mut().remove::<HashSeen>();
        let served = Self {
            method: name(method),
            route,
            status: response.status().as_u16(),
            scheme: hash.and_then(|hash| hash.scheme),
            renewed: hash.and_then(|hash| hash.scheme.map(|_| hash.renewed)),
        };
        response.extensions_mut().insert(served);
    }
}

fn name(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] = [
        "GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "CONNECT", "TRACE",
    ];
    let known = KNOWN.into_iter().find(|known| *known == method.as_str());
    known.unwrap_or("other")
}
