//! The responses, with the headers they all carry.

use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, Method, Response, StatusCode, Uri};
use serde::Serialize;
use serde_json::json;

/// A response with a JSON body.
///
/// RFC 6749 section 5.1 wants `no-store` on tokens; whatever is behind a login
/// is nobody's to cache either.
pub(super) fn json(status: StatusCode, body: &impl Serialize) -> Response<Vec<u8>> {
    // Serializing to memory cannot fail for the plain types used here.
    let body = serde_json::to_vec(body).unwrap_or_default();
    filled(status, "application/json", body)
}

/// A response with a line of plain text.
pub(super) fn text(status: StatusCode, body: String) -> Response<Vec<u8>> {
    filled(status, "text/plain; charset=utf-8", body.into_bytes())
}

/// A page.
pub(super) fn html(body: &'static str) -> Response<Vec<u8>> {
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

fn empty(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// An error as FastAPI writes it: `{"detail": …}`.
pub(super) fn error(status: StatusCode, detail: impl Serialize) -> Response<Vec<u8>> {
    json(status, &json!({ "detail": detail }))
}

/// 401 with the challenge of RFC 6750 section 3, which names the scopes that
/// are needed, if any.
pub(super) fn unauthorized(detail: &str, scopes: &[&str]) -> Response<Vec<u8>> {
    challenge(error(StatusCode::UNAUTHORIZED, detail), scopes)
}

/// Adds `WWW-Authenticate: Bearer`.
pub(super) fn challenge(mut response: Response<Vec<u8>>, scopes: &[&str]) -> Response<Vec<u8>> {
    let challenge = if scopes.is_empty() {
        Ok(HeaderValue::from_static("Bearer"))
    } else {
        HeaderValue::try_from(format!("Bearer scope=\"{}\"", scopes.join(" ")))
    };
    if let Ok(challenge) = challenge {
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    response
}

/// Starlette's answer to an unknown path.
pub(super) fn not_found() -> Response<Vec<u8>> {
    error(StatusCode::NOT_FOUND, "Not Found")
}

/// Starlette's answer to a known path with another method.
pub(super) fn method_not_allowed(allowed: &[Method]) -> Response<Vec<u8>> {
    let mut response = error(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed");
    let allowed: Vec<&str> = allowed.iter().map(Method::as_str).collect();
    if let Ok(value) = HeaderValue::try_from(allowed.join(", ")) {
        response.headers_mut().insert(ALLOW, value);
    }
    response
}

/// 307 to another path on the same origin, as Starlette's `redirect_slashes`
/// does it: an absolute URL, and no body.
pub(super) fn redirect(from: &Uri, path: &str) -> Response<Vec<u8>> {
    let origin = match (from.scheme_str(), from.authority()) {
        (Some(scheme), Some(authority)) => format!("{scheme}://{authority}"),
        _ => String::new(),
    };
    let query = from
        .query()
        .map_or(String::new(), |query| format!("?{query}"));
    let mut response = empty(StatusCode::TEMPORARY_REDIRECT);
    if let Ok(location) = HeaderValue::try_from(format!("{origin}{path}{query}")) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

/// 503: the operator has to mend something, or the store is away for a moment.
pub(super) fn unavailable(detail: impl Serialize) -> Response<Vec<u8>> {
    let mut response = error(StatusCode::SERVICE_UNAVAILABLE, detail);
    response
        .headers_mut()
        .insert(RETRY_AFTER, HeaderValue::from_static("5"));
    response
}
