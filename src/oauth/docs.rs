//! `GET /docs`: Swagger UI over `/openapi.json`, as FastAPI has it.
//!
//! The page is here, so that it is a route like any other; what it loads lies
//! among the static files under `/docs/` and comes from npm's
//! `swagger-ui-dist`, never from another origin.

use http::header::CONTENT_SECURITY_POLICY;
use http::{HeaderValue, Response};

use super::reply;

/// Only files of this origin run. Swagger UI draws its icons from `data:`
/// images and asks the API itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The page.
pub(super) fn answer() -> Response<Vec<u8>> {
    let mut response = reply::html(include_str!("docs.html"));
    response
        .headers_mut()
        .insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}
