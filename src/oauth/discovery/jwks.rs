//! `GET /.well-known/jwks.json`: the public halves of the keys, for services
//! that verify the tokens themselves (RFC 7517 section 5). Secrets have none;
//! with HMAC the list is empty.

use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Method, Request, StatusCode};
use serde_json::{Value, json};

use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Content, Input, Operation, Route, Security, Success, UNAVAILABLE};
use crate::oauth::schema::{reference, text};

/// How long others may keep the set, and the document that names it. A new key belongs
/// in the set that long before it signs.
pub(super) const CACHE: &str = "public, max-age=300";

/// RFC 7517 section 8.5.2.
const MEDIA_TYPE: &str = "application/jwk-set+json";

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/.well-known/jwks.json",
    aliases: &[],
    methods: &[Method::GET],
    worker_first: &["/.well-known/jwks.json"],
    operation: Some(Operation {
        function: "read_jwks",
        security: Security::Nothing,
        input: Input::Nothing,
        success: Success::Body(Content {
            media_type: MEDIA_TYPE,
            schema: || reference("JWKSet"),
        }),
        errors: &[UNAVAILABLE],
        schemas: || vec![("JWK", jwk()), ("JWKSet", jwk_set())],
    }),
};

pub(in crate::oauth) async fn answer<S, B>(
    _request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    let mut response = reply::text(StatusCode::OK, context.config.keys.public.clone());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(CACHE));
    Ok(response.into())
}

fn jwk_set() -> Value {
    json!({
        "properties": {
            "keys": {"items": reference("JWK"), "type": "array", "title": "Keys"},
        },
        "type": "object",
        "required": ["keys"],
        "title": "JWKSet",
    })
}

/// A public key, RFC 7517 and RFC 7518 section 6.
fn jwk() -> Value {
    json!({
        "properties": {
            "kty": text("Key Type"),
            "use": text("Public Key Use"),
            "alg": text("Algorithm"),
            "kid": text("Key ID"),
            "crv": text("Curve"),
            "x": text("X Coordinate"),
            "y": text("Y Coordinate"),
            "n": text("Modulus"),
            "e": text("Exponent"),
        },
        "type": "object",
        "required": ["kty"],
        "title": "JWK",
    })
}
