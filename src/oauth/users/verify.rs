//! `POST /auth/verify`: takes the token of a mail that shows whose address it is.

use http::{Method, Request, StatusCode};
use serde_json::{Value as Json, json};

use super::record;
use super::user_read::{self, UserRead};
use crate::account::address;
use crate::account::mail_token::Purpose;
use crate::account::sessions::{Change, Precondition, Revokes};
use crate::oauth::context::Context;
use crate::oauth::http::body::Body;
use crate::oauth::http::json_body;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success};
use crate::oauth::schema::reference;
use crate::oauth::{Backend, account};

const BODY: &str = "Body_verify";

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/auth/verify",
    aliases: &[],
    methods: &[Method::POST],
    worker_first: &["/auth/*"],
    operation: Some(Operation {
        function: "verify_verify",
        security: Security::Nothing,
        input: Input::Json(BODY),
        success: Success::json(|| reference("UserRead")),
        errors: super::ERRORS,
        schemas: || vec![(BODY, body()), user_read::schema(), super::error_schema()],
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
    members.check()?;
    let refused = |code| Refusal::new(StatusCode::BAD_REQUEST, code);
    let bad = || refused("VERIFY_USER_BAD_TOKEN");
    let keys = &context.config.accounts.mail_keys;
    let token = keys.read(Purpose::Verify, &text, context.now as i64);
    let token = token.ok_or_else(bad)?;
    let user = record::newest(&token.username, context).await?;
    let user = user.ok_or_else(bad)?;
    if Purpose::Verify.binding(&user) != token.bound_to {
        return Err(bad());
    }
    if user_read::is_verified(&user) {
        return Err(refused("VERIFY_USER_ALREADY_VERIFIED"));
    }
    // Nobody changes the address in between, and has another one verified with this token.
    let change = Change {
        when: Precondition::Address(user.email.as_deref().map(address::comparable)),
        members: vec![("is_verified".into(), "true".into())],
        scope: None,
        revokes: Revokes::Nothing,
        by: None,
    };
    let changed = record::change(&token.username, change, context).await?;
    let user = changed.map_err(|_| bad())?;
    Ok(reply::json(StatusCode::OK, &UserRead::of(&user)).into())
}

fn body() -> Json {
    json!({
        "properties": {"token": {"type": "string", "title": "Token"}},
        "type": "object",
        "required": ["token"],
        "title": BODY,
    })
}
