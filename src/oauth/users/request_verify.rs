//! `POST /auth/request-verify-token`: sends a mail that shows whose address it is. The
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

const BODY: &str = "Body_request_verify";

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/auth/request-verify-token",
    aliases: &[],
    methods: &[Method::POST],
    worker_first: &["/auth/*"],
    operation: Some(Operation {
        function: "verify_request_token",
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
    mail::asked(request, Purpose::Verify, context).await
}
