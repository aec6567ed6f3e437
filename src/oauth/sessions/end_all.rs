//! `DELETE /users/me/sessions`: logs the user out everywhere. All sessions end, and all
//! access tokens that were issued until then.

use http::{Method, Request, StatusCode};

use crate::account::sessions::Call;
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success};
use crate::oauth::{Backend, account, bearer, schema};

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/users/me/sessions",
    aliases: &[],
    methods: &[Method::DELETE],
    worker_first: &["/users/*"],
    operation: Some(Operation {
        function: "delete_own_sessions",
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
    account::end(&user.username, Call::EndAll, context).await?;
    Ok(reply::empty(StatusCode::NO_CONTENT).into())
}
