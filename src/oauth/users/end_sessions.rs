//! `DELETE /users/{id}/sessions`: logs a user out everywhere, for administrators.

use http::{Method, Request, StatusCode};

use super::admin;
use crate::account::sessions::Call;
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success};
use crate::oauth::{Backend, account, route};

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/users/{id}/sessions",
    aliases: &[],
    methods: &[Method::DELETE],
    worker_first: &["/users/*"],
    operation: Some(Operation {
        function: "users_delete_sessions",
        security: Security::Admin,
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
    let admin = admin::authenticate(request.headers(), context).await?;
    let id = route::parameter_before(request.uri().path(), "/sessions");
    let user = admin::target(&id, context).await?;
    let _kept = (context.see_through)();
    let ended = account::end(&user.username, Call::EndAll, context).await;
    let what = "logged out everywhere";
    admin::audited(ended, what, &admin, &user.username, context)?;
    Ok(reply::empty(StatusCode::NO_CONTENT).into())
}
