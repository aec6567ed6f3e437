//! `PATCH /users/me`: changes the user whose token it is.

use http::{Method, Request, StatusCode};

use super::change::{self, Update};
use super::user_read::{self, UserRead};
use super::{limits, oneself};
use crate::account::sessions::Revokes;
use crate::oauth::context::Context;
use crate::oauth::http::body::Body;
use crate::oauth::http::json_body;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::login::Client;
use crate::oauth::route::{Input, Operation, Route, Security, Success};
use crate::oauth::schema::reference;
use crate::oauth::{Backend, account, bearer};

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/users/me",
    aliases: &[],
    methods: &[Method::PATCH],
    worker_first: &["/users/*"],
    operation: Some(Operation {
        function: "users_patch_current_user",
        security: Security::Token(&[]),
        input: Input::Json(change::BODY),
        success: Success::json(|| reference("UserRead")),
        errors: super::ERRORS_OF_ONE,
        schemas: || vec![change::body(), user_read::schema(), super::error_schema()],
    }),
};

pub(in crate::oauth) async fn answer<S: Backend, B: Body>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    account::require_enabled(context)?;
    let client = Client::of(&request);
    let (user, token) = bearer::authenticate(request.headers(), &[], context).await?;
    let body = json_body::read(request).await?;
    let update = Update::read(&body)?.of_oneself();
    let user = oneself::newest(user, &token, context).await?;
    let mut revokes = Revokes::Nothing;
    // The address, too: a mail for a new password goes there.
    if update.password.is_some() || update.moves(&user).is_some() {
        let session = change::recent_session(&user, &token, context).await?;
        if update.password.is_some() {
            revokes = Revokes::Others(session);
        }
    }
    if update.moves(&user).is_some() {
        // The answer tells whether somebody has the address.
        limits::network("move", &client, context).await?;
        if let Some(seconds) = limits::address("move", &user.username, context).await {
            return Err(limits::too_many(seconds));
        }
    }
    let _kept = (context.see_through)();
    let user = change::apply(&user, update, revokes, Some(token.claims()), context).await?;
    Ok(reply::json(StatusCode::OK, &UserRead::of(&user)).into())
}
