//! What the log says about a request that was answered.

use http::{Method, Response};
use serde_json::{Map, Value, json};

/// The facts about one request, none of them secret and none of them chosen by
/// the client: a path that is no route is not written down.
///
/// [`route`](super::route) puts it into the extensions of the response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Served {
    /// The method, `other` for one that HTTP does not know.
    pub method: &'static str,
    /// The route's own path, such as `/users/me/`; `None` where there is none.
    pub route: Option<&'static str>,
    /// The status of the answer.
    pub status: u16,
    /// On a login: the format of the stored hash that was checked, such as
    /// `argon2id` or `bcrypt`.
    pub scheme: Option<&'static str>,
    /// On a login: whether the stored hash was replaced by a better one.
    pub renewed: bool,
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
            renewed: hash.is_some_and(|hash| hash.renewed),
        };
        response.extensions_mut().insert(served);
    }

    /// The facts as the fields of a log line; those that do not apply are left
    /// out.
    pub fn fields(&self) -> Map<String, Value> {
        let mut fields = Map::new();
        fields.insert("method".into(), json!(self.method));
        if let Some(route) = self.route {
            fields.insert("route".into(), json!(route));
        }
        fields.insert("status".into(), json!(self.status));
        if let Some(scheme) = self.scheme {
            fields.insert("scheme".into(), json!(scheme));
            fields.insert("renewed".into(), json!(self.renewed));
        }
        fields
    }
}

fn name(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] = [
        "GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "CONNECT", "TRACE",
    ];
    let known = KNOWN.into_iter().find(|known| *known == method.as_str());
    known.unwrap_or("other")
}
