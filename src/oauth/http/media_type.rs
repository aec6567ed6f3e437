//! The media type of a request's body (RFC 9110 section 8.3).

use std::borrow::Cow;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue};

/// The media type and its parameters. Bytes outside ASCII can only be in a
/// parameter, such as the name of a charset, and no such parameter is read.
pub(super) fn with_parameters(headers: &HeaderMap) -> Cow<'_, str> {
    let value = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    String::from_utf8_lossy(value.unwrap_or_default())
}

/// The media type alone, in small letters.
pub(super) fn without_parameters(content_type: &str) -> String {
    let (media_type, _) = content_type.split_once(';').unwrap_or((content_type, ""));
    media_type.trim().to_ascii_lowercase()
}
