//! The responses, with the headers they all carry.

use http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use http::{HeaderValue, Response, StatusCode, Uri};
use serde::Serialize;

use super::origin::origin;
use crate::oauth::who::LoginFacts;

/// The media type of nearly every body.
pub(in crate::oauth) const JSON: &str = "application/json";

/// Why a request was refused where the client is not told: a word for the log.
pub(in crate::oauth) type Reason = &'static str;

/// What an endpoint returns.
pub(in crate::oauth) struct Reply {
    /// For the client.
    pub(in crate::oauth) response: Response<Vec<u8>>,
    /// For the log, where it was a login.
    pub(in crate::oauth) login: Option<Box<LoginFacts>>,
    /// For the log, where the client is not told why.
    pub(in crate::oauth) reason: Option<Reason>,
}

impl From<Response<Vec<u8>>> for Reply {
    fn from(response: Response<Vec<u8>>) -> Self {
        Self {
            response,
            login: None,
            reason: None,
        }
    }
}

/// A response with a JSON body.
///
/// RFC 6749 section 5.1 wants `no-store` on tokens; whatever is behind a login
/// is nobody's to cache either.
pub(in crate::oauth) fn json(status: StatusCode, body: &impl Serialize) -> Response<Vec<u8>> {
    json_within(status, body, 128)
}

/// The same where the body has so many bytes at most.
pub(in crate::oauth) fn json_within(
    status: StatusCode,
    body: &impl Serialize,
    length: usize,
) -> Response<Vec<u8>> {
    let mut text = Vec::with_capacity(length);
    // Serializing to memory cannot fail for the plain types used here.
    let _ = serde_json::to_writer(&mut text, body);
    filled(status, JSON, text)
}

/// A response with a line of plain text.
pub(in crate::oauth) fn text(status: StatusCode, body: String) -> Response<Vec<u8>> {
    filled(status, "text/plain; charset=utf-8", body.into_bytes())
}

/// A page.
pub(in crate::oauth) fn html(body: &'static str) -> Response<Vec<u8>> {
    filled(
        StatusCode::OK,
        "text/html; charset=utf-8",
        body.as_bytes().to_vec(),
    )
}

fn filled(status: StatusCode, media_type: &'static str, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = empty(status);
    *response.body_mut() = body;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

/// A response without a body.
pub(in crate::oauth) fn empty(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// 307 to another path on the same origin, as Starlette's `redirect_slashes`
/// does it: an absolute URL, and no body.
pub(in crate::oauth) fn redirect(from: &Uri, path: &str) -> Response<Vec<u8>> {
    let origin = origin(from);
    let query = from
        .query()
        .map_or(String::new(), |query| format!("?{query}"));
    let mut response = empty(StatusCode::TEMPORARY_REDIRECT);
    if let Ok(location) = HeaderValue::try_from(format!("{origin}{path}{query}")) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}
