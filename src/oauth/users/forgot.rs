//! `POST /auth/forgot-password`: sends a mail with which a password is set anew. The
//! answer never tells whether there was one to send.

use http::{Method, Request};
use serde_json::json;

use super::mail;
use crate::account::mail_token::Purpose;
use crate::oauth::Backend;
use crate::oauth::context::Context;
use crate::oauth::http::body::Body;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::Reply;
use crate::oauth::route::{Input, Operation, Route, Security, Success};

const BODY: &str = "Body_forgot";

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/auth/forgot-password",
    aliases: &[],
    methods: &[Method::POST],
    worker_first: &["/auth/*"],
    operation: Some(Operation {
        function: "reset_forgot_password",
        security: Security::Nothing,
        input: Input::Json(BODY),
        success: Success::Json(202, || json!({"title": "Nothing"})),
        errors: super::ERRORS,
        schemas: || vec![(BODY, mail::body(BODY)), super::error_schema()],
    }),
};

pub(in crate::oauth) async fn answer<S: Backend, B: Body>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    mail::asked(request, Purpose::Reset, context).await
}
