//! `POST /auth/jwt/login`: a login with a password as fastapi-users has it: the form and the
//! answer of `POST /token`, with codes of its own for what is refused.

use http::{Method, Request, StatusCode};

use super::{password, token};
use crate::oauth::Backend;
use crate::oauth::context::Context;
use crate::oauth::http::body::Body;
use crate::oauth::http::form;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::Reply;
use crate::oauth::login::Client;
use crate::oauth::route::{Input, Operation, Route, Security, Success, UNAVAILABLE};
use crate::oauth::schema::reference;
use crate::oauth::{account, schema};

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/auth/jwt/login",
    aliases: &[],
    methods: &[Method::POST],
    worker_first: &["/auth/*"],
    operation: Some(Operation {
        function: "auth_jwt_login",
        security: Security::Nothing,
        input: Input::Form(token::FORM),
        success: Success::json(|| reference("Token")),
        errors: &[
            (
                400,
                "LOGIN_BAD_CREDENTIALS, LOGIN_USER_NOT_VERIFIED, an unknown scope, or plain HTTP",
                "HTTPError",
            ),
            (404, "No accounts", "HTTPError"),
            (413, "A body over 64 KiB", "HTTPError"),
            (422, "Validation Error", "HTTPValidationError"),
            (429, "Too many failed logins", "HTTPError"),
            UNAVAILABLE,
        ],
        schemas: schema::none,
    }),
};

pub(in crate::oauth) async fn answer<S: Backend, B: Body>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    account::require_enabled(context)?;
    let client = Client::of(&request);
    let form = form::read(request).await?;
    password::answer(&form, &client, context)
        .await
        .map_err(|refusal| refusal.reworded(&WORDS))
}

/// What the tutorial says, and what fastapi-users says of the same.
const WORDS: [(StatusCode, &str, &str); 3] = [
    (
        StatusCode::UNAUTHORIZED,
        "Incorrect username or password",
        "LOGIN_BAD_CREDENTIALS",
    ),
    (
        StatusCode::BAD_REQUEST,
        "Inactive user",
        "LOGIN_BAD_CREDENTIALS",
    ),
    (
        StatusCode::BAD_REQUEST,
        password::NOT_VERIFIED,
        "LOGIN_USER_NOT_VERIFIED",
    ),
];
