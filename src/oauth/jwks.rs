//! `GET /.well-known/jwks.json`: the public halves of the keys, for services
//! that verify the tokens themselves (RFC 7517 section 5). Secrets have none;
//! with HMAC the list is empty.

use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Response};

use super::config::Config;
use super::reply;

/// How long others may keep the set. A new key belongs in the set that long
/// before it signs.
const CACHE: &str = "public, max-age=300";

/// RFC 7517 section 8.5.2.
pub(super) const MEDIA_TYPE: &str = "application/jwk-set+json";

/// The set as a response.
pub(super) fn answer(config: &Config) -> Response<Vec<u8>> {
    let mut response = reply::text(http::StatusCode::OK, config.keys.public.clone());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(CACHE));
    response
}
