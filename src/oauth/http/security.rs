//! The headers that keep browsers from doing more with an answer than show it
//! (OWASP REST Security Cheat Sheet, "Security Headers").

use http::header::{
    CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use http::uri::Scheme;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

const HEADERS: [(HeaderName, &str); 3] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
];

/// An answer that is data loads nothing and is framed by nobody.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// A year, in seconds.
const TRANSPORT: &str = "max-age=31536000";

/// Adds the headers to an answer; one that has a policy of its own, because it
/// is a page, keeps it.
pub(in crate::oauth) fn harden(requested: &Uri, answer: &mut HeaderMap) {
    for (name, value) in HEADERS {
        answer.insert(name, HeaderValue::from_static(value));
    }
    answer
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(DATA_POLICY));
    // RFC 6797 section 7.2: never over plain HTTP. RFC 6749 section 3.2 wants
    // TLS for tokens anyway.
    if requested.scheme() == Some(&Scheme::HTTPS) {
        answer.insert(
            STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static(TRANSPORT),
        );
    }
}
