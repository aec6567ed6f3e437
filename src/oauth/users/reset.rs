//! `POST /auth/reset-password`: takes the token of a mail and a new password. Whoever
//! is logged in with the old one is logged out.

use http::{Method, Request, StatusCode};
use serde_json::{Value as Json, json};

use super::{new, record, user_read};
use crate::account::mail_token::Purpose;
use crate::account::sessions::{Change, Precondition, Revokes};
use crate::json;
use crate::oauth::context::Context;
use crate::oauth::http::body::Body;
use crate::oauth::http::json_body;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success};
use crate::oauth::{Backend, account};

const BODY: &str = "Body_reset";

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/auth/reset-password",
    aliases: &[],
    methods: &[Method::POST],
    worker_first: &["/auth/*"],
    operation: Some(Operation {
        function: "reset_reset_password",
        security: Security::Nothing,
        input: Input::Json(BODY),
        success: Success::json(|| json!({"title": "Nothing"})),
        errors: super::ERRORS,
        schemas: || vec![(BODY, body()), super::error_schema()],
    }),
};

pub(in crate::oauth) async fn answer<S: Backend, B: Body>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    account::require_enabled(context)?;
    let body = json_body::read(request).await?;
    let mut members = body.fields()?;
    let text = members.required("token").unwrap_or_default();
    let password = members.required("password").unwrap_or_default();
    members.check()?;
    let bad = || Refusal::new(StatusCode::BAD_REQUEST, "RESET_PASSWORD_BAD_TOKEN");
    let keys = &context.config.accounts.mail_keys;
    let token = keys.read(Purpose::Reset, &text, context.now as i64);
    let token = token.ok_or_else(bad)?;
    let user = record::newest(&token.username, context).await?;
    let is_good = |user: &crate::store::User| {
        Purpose::Reset.binding(user) == token.bound_to && user_read::is_active(user)
    };
    let user = user.filter(is_good).ok_or_else(bad)?;
    let code = "RESET_PASSWORD_INVALID_PASSWORD";
    let hashed = new::chosen(&password, &new::known_as(&user), code, context).await?;
    let change = Change {
        when: Precondition::Password(token.bound_to),
        members: vec![("hashed_password".into(), json::string(&hashed))],
        scope: None,
        revokes: Revokes::All,
        by: None,
    };
    let changed = record::change(&token.username, change, context).await?;
    changed.map_err(|_| bad())?;
    Ok(reply::json(StatusCode::OK, &()).into())
}

fn body() -> Json {
    json!({
        "properties": {
            "token": {"type": "string", "title": "Token"},
            "password": {"type": "string", "format": "password", "title": "Password"},
        },
        "type": "object",
        "required": ["token", "password"],
        "title": BODY,
    })
}
