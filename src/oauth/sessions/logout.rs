//! `POST /auth/jwt/logout`: ends the session of the token, as fastapi-users has it.

use http::{Method, Request, StatusCode};

use crate::account::sessions::Call;
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success};
use crate::oauth::{Backend, account, bearer, schema};
use crate::store::SessionId;

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/auth/jwt/logout",
    aliases: &[],
    methods: &[Method::POST],
    worker_first: &["/auth/*"],
    operation: Some(Operation {
        function: "logout",
        security: Security::Token(&[]),
        input: Input::Nothing,
        success: Success::Empty(204),
        errors: bearer::ERRORS_OF_SESSIONS,
        schemas: schema::none,
    }),
};

pub(in crate::oauth) async fn answer<S: Backend, B>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    account::require_enabled(context)?;
    let (user, token) = bearer::authenticate(request.headers(), &[], context).await?;
    // A token of no session ends by its time alone, as in fastapi-users.
    if let Some(session) = token.session.as_deref().and_then(SessionId::from_text) {
        account::end(&user.username, Call::End { session }, context).await?;
    }
    Ok(reply::empty(StatusCode::NO_CONTENT).into())
}
