//! Where a request was sent to.

use http::Uri;

/// Scheme, host and port of a URI, as in `https://example.com`; empty for a path alone.
pub(in crate::oauth) fn origin(uri: &Uri) -> String {
    match (uri.scheme_str(), uri.authority()) {
        (Some(scheme), Some(authority)) => format!("{scheme}://{authority}"),
        _ => String::new(),
    }
}
