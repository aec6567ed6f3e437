//! `GET /docs`: Swagger UI over `/openapi.json`, as FastAPI has it.
//!
//! The page is here, so that it is a route like any other; what it loads lies
//! among the static files under `/docs/` and comes from npm's
//! `swagger-ui-dist`, never from another origin.

use http::header::CONTENT_SECURITY_POLICY;
use http::{HeaderValue, Method, Request};

use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::Route;

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/docs",
    aliases: &[],
    // Starlette makes a HEAD of a GET on the routes that FastAPI adds itself, and on
    // no others.
    methods: &[Method::GET, Method::HEAD],
    worker_first: &["/docs", "/docs/"],
    operation: None,
};

/// Only files of this origin run. Swagger UI draws its icons from `data:`
/// images and asks the API itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(in crate::oauth) async fn answer<S, B>(
    _request: Request<B>,
    _context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    let mut response = reply::html(include_str!("docs.html"));
    response
        .headers_mut()
        .insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(response.into())
}
