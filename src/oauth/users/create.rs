//! `POST /users`: makes a user, for administrators, whether registration is open or
//! not. Without a password the user has to reset it first.

use http::{Method, Request, StatusCode};
use serde_json::{Value as Json, json};

use super::new::{self, NewUser};
use super::user_read::{self, UserRead};
use super::{admin, change};
use crate::account::address;
use crate::oauth::Backend;
use crate::oauth::context::Context;
use crate::oauth::http::body::Body;
use crate::oauth::http::json_body;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success};
use crate::oauth::schema::{optional, reference};
use crate::oauth::scope::ADMIN;
use crate::store::layout;

const BODY: &str = "AdminUserCreate";

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/users",
    aliases: &[],
    methods: &[Method::POST],
    worker_first: &["/users"],
    operation: Some(Operation {
        function: "users_create_user",
        security: Security::Admin,
        input: Input::Json(BODY),
        success: Success::Json(201, || reference("UserRead")),
        errors: super::ERRORS_OF_ONE,
        schemas: || {
            let mut all = schemas();
            all.push((BODY, body()));
            all
        },
    }),
};

/// Those of the routes that change a user.
pub(super) fn schemas() -> Vec<(&'static str, Json)> {
    vec![change::body(), user_read::schema(), super::error_schema()]
}

pub(in crate::oauth) async fn answer<S: Backend, B: Body>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    let (admin, token) = admin::of_token(request.headers(), context).await?;
    let body = json_body::read(request).await?;
    let mut members = body.members()?;
    let email = members.address("email").unwrap_or_default();
    let password = members.text("password");
    let username = members.text("username").map(|name| name.to_string());
    let full_name = members.text("full_name").map(|name| name.to_string());
    let is_active = members.flag("is_active").unwrap_or(true);
    let is_superuser = members.flag("is_superuser").unwrap_or(false);
    let is_verified = members.flag("is_verified").unwrap_or(false);
    let mut scopes = members.texts("scopes").unwrap_or_default();
    members.check()?;
    let admin = admin::newest(admin, &token, context).await?;
    let exists = || Refusal::new(StatusCode::BAD_REQUEST, "REGISTER_USER_ALREADY_EXISTS");
    if let Some(name) = &username {
        // A name that looks like an address has to be the user's own.
        let is_other = name.contains('@') && address::comparable(&email) != *name;
        if name.is_empty() || layout::user_key(name).is_none() || is_other {
            let most = layout::MAX_NAME_LENGTH;
            let detail =
                format!("A username has 1 to {most} bytes, and an @ only where it is the address");
            return Err(Refusal::new(StatusCode::BAD_REQUEST, detail));
        }
    }
    if is_superuser && !scopes.iter().any(|scope| scope == ADMIN) {
        scopes.push(ADMIN.into());
    }
    let own = [
        username.as_deref(),
        Some(email.as_str()),
        full_name.as_deref(),
    ];
    let code = "REGISTER_INVALID_PASSWORD";
    let hashed_password = match &password {
        None => None,
        Some(password) => Some(new::chosen(password, &own, code, context).await?),
    };
    let name = username
        .clone()
        .unwrap_or_else(|| address::comparable(&email));
    let user = NewUser {
        username,
        email,
        full_name,
        hashed_password,
        scopes,
        disabled: !is_active,
        is_verified,
    };
    let _kept = (context.see_through)();
    let created = user.create(context).await;
    let created = created.and_then(|created| created.map_err(|_| exists()));
    let user = admin::audited(created, "created", &admin, &name, context)?;
    Ok(reply::json(StatusCode::CREATED, &UserRead::of(&user)).into())
}

fn body() -> Json {
    let flag = |title: &str| optional(json!({"type": "boolean"}), title);
    let word = |title: &str| optional(json!({"type": "string"}), title);
    json!({
        "properties": {
            "email": {"type": "string", "format": "email", "title": "Email"},
            "password": optional(json!({"type": "string", "format": "password"}), "Password"),
            "username": word("Username"),
            "full_name": word("Full Name"),
            "is_active": flag("Is Active"),
            "is_superuser": flag("Is Superuser"),
            "is_verified": flag("Is Verified"),
            "scopes": optional(json!({"type": "array", "items": {"type": "string"}}), "Scopes"),
        },
        "type": "object",
        "required": ["email"],
        "title": BODY,
    })
}
