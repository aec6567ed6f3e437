//! `GET /users/me/`: the user, without the hash.

use http::{Method, Request, StatusCode};
use serde::Serialize;
use serde_json::{Value, json};

use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Operation, Route, Security, Success};
use crate::oauth::schema::{optional, reference, text};
use crate::oauth::{Backend, bearer};

const SCOPES: &[&str] = &["me"];

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/users/me/",
    // FastAPI would redirect, and a redirect drops the Authorization header in some
    // clients.
    aliases: &["/users/me"],
    methods: &[Method::GET],
    worker_first: &["/users/*"],
    operation: Some(Operation {
        function: "read_users_me",
        security: Security::Token(SCOPES),
        form: None,
        success: Success::json(|| reference("User")),
        errors: bearer::ERRORS,
        schemas: || vec![("User", schema())],
    }),
};

/// The user as the tutorial shows it: everything but the hash.
#[derive(Serialize)]
struct Me<'a> {
    username: &'a str,
    email: Option<&'a str>,
    full_name: Option<&'a str>,
    disabled: Option<bool>,
}

pub(in crate::oauth) async fn answer<S: Backend, B>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    let user = bearer::active_user(request.headers(), SCOPES, context).await?;
    let me = Me {
        username: &user.username,
        email: user.email.as_deref(),
        full_name: user.full_name.as_deref(),
        disabled: user.disabled,
    };
    Ok(reply::json(StatusCode::OK, &me).into())
}

fn schema() -> Value {
    json!({
        "properties": {
            "username": text("Username"),
            "email": optional(json!({"type": "string"}), "Email"),
            "full_name": optional(json!({"type": "string"}), "Full Name"),
            "disabled": optional(json!({"type": "boolean"}), "Disabled"),
        },
        "type": "object",
        "required": ["username"],
        "title": "User",
    })
}
