//! `POST /token`, the token endpoint (RFC 6749 section 3.2). `grant_type` chooses the
//! grant; without it, the grant is `password`.

use http::{Method, Request};
use serde_json::{Value as Json, json};

use super::{password, refresh};
use crate::oauth::Backend;
use crate::oauth::context::Context;
use crate::oauth::http::body::Body;
use crate::oauth::http::form::{self, Value};
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::Reply;
use crate::oauth::login::Client;
use crate::oauth::route::{Input, Operation, Route, Security, Success, UNAVAILABLE};
use crate::oauth::schema::{optional, reference, text};

/// FastAPI names the schema of a form after the operation.
pub(super) const FORM: &str = "Body_login_for_access_token_token_post";

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/token",
    aliases: &[],
    methods: &[Method::POST],
    worker_first: &["/token"],
    operation: Some(Operation {
        function: "login_for_access_token",
        security: Security::Nothing,
        input: Input::Form(FORM),
        success: Success::json(|| reference("Token")),
        errors: &[
            (
                400,
                "A disabled user, a refresh token that is not good, an unknown scope, a body that cannot be read, or plain HTTP",
                "HTTPError",
            ),
            (401, "Incorrect username or password", "HTTPError"),
            (413, "A body over 64 KiB", "HTTPError"),
            (422, "Validation Error", "HTTPValidationError"),
            (429, "Too many failed logins", "HTTPError"),
            UNAVAILABLE,
        ],
        schemas: || vec![(FORM, form_schema()), ("Token", token_schema())],
    }),
};

pub(in crate::oauth) async fn answer<S: Backend, B: Body>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    let client = Client::of(&request);
    let form = form::read(request).await?;
    match form.get("grant_type") {
        Some(Value::Text(grant)) if grant.as_str() == refresh::GRANT => {
            refresh::answer(&form, &client, context).await
        }
        _ => password::answer(&form, &client, context).await,
    }
}

/// `OAuth2PasswordRequestForm`. An empty field counts as absent, which FastAPI
/// does and does not say.
fn form_schema() -> Json {
    let secret = |mut field: Json| {
        field["format"] = json!("password");
        field
    };
    let required = |title| json!({"type": "string", "minLength": 1, "title": title});
    json!({
        "properties": {
            "grant_type": optional(json!({"type": "string", "pattern": "^password$"}), "Grant Type"),
            "username": required("Username"),
            "password": secret(required("Password")),
            "scope": {"type": "string", "title": "Scope", "default": ""},
            "client_id": optional(json!({"type": "string"}), "Client Id"),
            "client_secret": secret(optional(json!({"type": "string"}), "Client Secret")),
            "refresh_token": secret(json!({
                "type": "string",
                "title": "Refresh Token",
                "description": "With `grant_type=refresh_token`, in place of a name and a password.",
            })),
        },
        "type": "object",
        "required": ["username", "password"],
        "title": FORM,
    })
}

/// RFC 6749 section 5.1; the tutorial has the first two.
fn token_schema() -> Json {
    json!({
        "properties": {
            "access_token": text("Access Token"),
            "token_type": text("Token Type"),
            "expires_in": {
                "type": "integer",
                "title": "Expires In",
                "description": "The lifetime of the token in seconds.",
            },
            "refresh_token": {
                "type": "string",
                "title": "Refresh Token",
                "description": "For the next access token, where sessions are on; it is good once.",
            },
            "scope": {
                "type": "string",
                "title": "Scope",
                "description": "The scopes that were granted, when any were asked for.",
            },
        },
        "type": "object",
        "required": ["access_token", "token_type"],
        "title": "Token",
    })
}
