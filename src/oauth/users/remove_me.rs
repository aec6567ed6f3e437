//! `DELETE /users/me`: deletes the user whose token it is, who has logged in a moment ago.

use http::{Method, Request, StatusCode};

use super::{change, oneself, record};
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success};
use crate::oauth::{Backend, account, bearer};

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/users/me",
    aliases: &[],
    methods: &[Method::DELETE],
    worker_first: &["/users/*"],
    operation: Some(Operation {
        function: "users_delete_current_user",
        security: Security::Token(&[]),
        input: Input::Nothing,
        success: Success::Empty(204),
        errors: super::ERRORS_OF_ONE,
        schemas: || vec![super::error_schema()],
    }),
};

pub(in crate::oauth) async fn answer<S: Backend, B>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    account::require_enabled(context)?;
    let (user, token) = bearer::authenticate(request.headers(), &[], context).await?;
    let user = oneself::newest(user, &token, context).await?;
    change::recent_session(&user, &token, context).await?;
    let _kept = (context.see_through)();
    record::delete(&user, Some(token.claims()), context).await?;
    Ok(reply::empty(StatusCode::NO_CONTENT).into())
}
