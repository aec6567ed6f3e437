//! `GET /status/`: "ok" for anybody who is logged in.

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
    path: "/status/",
    aliases: &[],
    methods: &[Method::GET],
    worker_first: &["/status", "/status/"],
    operation: Some(Operation {
        function: "read_system_status",
        security: Security::Token(SCOPES),
        input: Input::Nothing,
        success: Success::json(status),
        errors: bearer::ERRORS,
        schemas: schema::none,
    }),
};

pub(in crate::oauth) async fn answer<S: Backend, B>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    bearer::active_user(request.headers(), SCOPES, context).await?;
    Ok(reply::json(StatusCode::OK, &json!({"status": "ok"})).into())
}

fn status() -> Value {
    object(json!({"status": text("Status")}))
}
