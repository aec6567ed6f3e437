//! `GET /protected`: the smallest protected resource, the username.

use http::{Method, Request, StatusCode};
use serde_json::{Value, json};

use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success};
use crate::oauth::schema::{self, object, text};
use crate::oauth::{Backend, bearer};

const SCOPES: &[&str] = &[];

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/protected",
    aliases: &[],
    methods: &[Method::GET],
    worker_first: &["/protected"],
    operation: Some(Operation {
        function: "read_protected",
        security: Security::Token(SCOPES),
        input: Input::Nothing,
        success: Success::json(username),
        errors: bearer::ERRORS,
        schemas: schema::none,
    }),
};

pub(in crate::oauth) async fn answer<S: Backend, B>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    let user = bearer::active_user(request.headers(), SCOPES, context).await?;
    let body = json!({"user": {"username": user.username}});
    Ok(reply::json(StatusCode::OK, &body).into())
}

fn username() -> Value {
    object(json!({
        "user": object(json!({"username": text("Username")})),
    }))
}
