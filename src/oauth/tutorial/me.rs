//! `GET /users/me/`: the user, without the hash.

use http::{Method, Request, StatusCode};
use serde::Serialize;
use serde_json::{Value, json};

use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success};
use crate::oauth::schema::{optional, reference, text};
use crate::oauth::users::user_read;
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
        input: Input::Nothing,
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
    /// What fastapi-users has besides, where there are accounts.
    #[serde(flatten)]
    account: Option<Account<'a>>,
}

#[derive(Serialize)]
struct Account<'a> {
    id: &'a str,
    is_active: bool,
    is_superuser: bool,
    is_verified: bool,
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
        account: context.store.accounts_enabled().then(|| Account {
            id: user_read::id(&user),
            is_active: user_read::is_active(&user),
            is_superuser: user_read::is_superuser(&user),
            is_verified: user_read::is_verified(&user),
        }),
    };
    Ok(reply::json(StatusCode::OK, &me).into())
}

fn schema() -> Value {
    let flag = |title: &str| json!({"type": "boolean", "title": title});
    json!({
        "properties": {
            "username": text("Username"),
            "email": optional(json!({"type": "string"}), "Email"),
            "full_name": optional(json!({"type": "string"}), "Full Name"),
            "disabled": optional(json!({"type": "boolean"}), "Disabled"),
            "id": text("Id"),
            "is_active": flag("Is Active"),
            "is_superuser": flag("Is Superuser"),
            "is_verified": flag("Is Verified"),
        },
        "type": "object",
        "required": ["username"],
        "title": "User",
    })
}
