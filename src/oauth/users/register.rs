//! `POST /auth/register`: makes an account, where `REGISTRATION` is open.

use http::{Method, Request, StatusCode};
use serde_json::{Value as Json, json};

use super::limits;
use super::new::{self, NewUser};
use super::user_read::{self, UserRead};
use crate::oauth::context::Context;
use crate::oauth::http::body::Body;
use crate::oauth::http::json_body;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::login::Client;
use crate::oauth::route::{Input, Operation, Refused, Route, Security, Success};
use crate::oauth::schema::{optional, reference};
use crate::oauth::{Backend, account};

const BODY: &str = "UserCreate";

const COUNTED_AS: &str = "register";

const REFUSED: &[Refused] = &[
    super::ERRORS[0],
    (403, "Registration is closed", "HTTPError"),
    super::ERRORS[1],
    super::ERRORS[2],
    super::ERRORS[3],
    super::ERRORS[4],
    super::ERRORS[5],
];

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/auth/register",
    aliases: &[],
    methods: &[Method::POST],
    worker_first: &["/auth/*"],
    operation: Some(Operation {
        function: "register_register",
        security: Security::Nothing,
        input: Input::Json(BODY),
        success: Success::Json(201, || reference("UserRead")),
        errors: REFUSED,
        schemas: || vec![(BODY, body()), user_read::schema(), super::error_schema()],
    }),
};

pub(in crate::oauth) async fn answer<S: Backend, B: Body>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    account::require_enabled(context)?;
    let accounts = &context.config.accounts;
    if !accounts.registration {
        return Err(Refusal::new(StatusCode::FORBIDDEN, "REGISTER_CLOSED"));
    }
    let client = Client::of(&request);
    let body = json_body::read(request).await?;
    let mut members = body.members()?;
    let email = members.address("email");
    let password = members.required("password");
    // Read for their types alone: nobody makes himself an administrator.
    for name in ["is_active", "is_superuser", "is_verified"] {
        members.flag(name);
    }
    let full_name = members.text("full_name");
    members.check()?;
    let (Some(email), Some(password)) = (email, password) else {
        return Err(account::unexpected());
    };
    limits::network(COUNTED_AS, &client, context).await?;
    let full_name = full_name.map(|name| name.to_string());
    let own = [Some(email.as_str()), full_name.as_deref()];
    // Hashed in any case: a taken address must not be faster.
    let code = "REGISTER_INVALID_PASSWORD";
    let hashed = new::chosen(&password, &own, code, context).await?;
    if let Some(seconds) = limits::address(COUNTED_AS, &email, context).await {
        return Err(limits::too_many(seconds));
    }
    let user = NewUser {
        username: None,
        email,
        full_name,
        hashed_password: Some(hashed),
        scopes: accounts.registration_scopes.clone(),
        disabled: false,
        is_verified: false,
    };
    match user.create(context).await? {
        Ok(user) => Ok(reply::json(StatusCode::CREATED, &UserRead::of(&user)).into()),
        Err(_) => Err(Refusal::new(
            StatusCode::BAD_REQUEST,
            "REGISTER_USER_ALREADY_EXISTS",
        )),
    }
}

fn body() -> Json {
    json!({
        "properties": {
            "email": {"type": "string", "format": "email", "title": "Email"},
            "password": {"type": "string", "format": "password", "title": "Password"},
            "full_name": optional(json!({"type": "string"}), "Full Name"),
        },
        "type": "object",
        "required": ["email", "password"],
        "title": BODY,
    })
}
