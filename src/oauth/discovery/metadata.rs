//! `GET /.well-known/oauth-authorization-server`: what a client finds where, RFC 8414.

use http::header::CACHE_CONTROL;
use http::{HeaderValue, Method, Request, StatusCode};
use serde_json::{Value, json};

use super::jwks::CACHE;
use crate::oauth::Backend;
use crate::oauth::context::Context;
use crate::oauth::http::origin::origin;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success, UNAVAILABLE};
use crate::oauth::schema;
use crate::oauth::scope::SCOPES;

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/.well-known/oauth-authorization-server",
    aliases: &[],
    methods: &[Method::GET],
    worker_first: &["/.well-known/oauth-authorization-server"],
    operation: Some(Operation {
        function: "read_metadata",
        security: Security::Nothing,
        input: Input::Nothing,
        success: Success::json(|| json!({"type": "object"})),
        errors: &[UNAVAILABLE],
        schemas: schema::none,
    }),
};

pub(in crate::oauth) async fn answer<S: Backend, B>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    let document = document(&origin(request.uri()), context);
    let mut response = reply::json(StatusCode::OK, &document);
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static(CACHE));
    Ok(response.into())
}

fn document<S: Backend>(origin: &str, context: &Context<'_, S>) -> Value {
    let at = |path: &str| format!("{origin}{path}");
    let scopes: Vec<&str> = SCOPES.iter().map(|(name, _)| *name).collect();
    let mut document = json!({
        // Tokens have an `iss` only where ISSUER is set; the document needs one.
        "issuer": context.config.issuer.as_deref().unwrap_or(origin),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/.well-known/jwks.json"),
        "scopes_supported": scopes,
        // There is no authorization endpoint.
        "response_types_supported": [],
        "grant_types_supported": ["password"],
        "token_endpoint_auth_methods_supported": ["none"],
        "service_documentation": at("/docs"),
    });
    if context.store.accounts_enabled() {
        document["grant_types_supported"] = json!(["password", "refresh_token"]);
        document["revocation_endpoint"] = at("/revoke").into();
        document["revocation_endpoint_auth_methods_supported"] = json!(["none"]);
        document["introspection_endpoint"] = at("/introspect").into();
        document["introspection_endpoint_auth_methods_supported"] =
            json!(["client_secret_basic", "client_secret_post"]);
    }
    document
}
