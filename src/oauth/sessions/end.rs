//! `DELETE /users/me/sessions/{id}`: ends one of the user's sessions.

use http::{Method, Request, StatusCode};

use crate::account::sessions::Call;
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success};
use crate::oauth::{Backend, account, bearer, route, schema};
use crate::store::SessionId;

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/users/me/sessions/{id}",
    aliases: &[],
    methods: &[Method::DELETE],
    worker_first: &["/users/*"],
    operation: Some(Operation {
        function: "delete_own_session",
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
    let (user, _) = bearer::authenticate(request.headers(), &[], context).await?;
    let id = route::parameter(request.uri().path());
    let session = SessionId::from_text(&id).ok_or_else(Refusal::not_found)?;
    match account::end(&user.username, Call::End { session }, context).await? {
        true => Ok(reply::empty(StatusCode::NO_CONTENT).into()),
        false => Err(Refusal::not_found()),
    }
}
