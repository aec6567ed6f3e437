//! `DELETE /users/{id}`: deletes a user with everything of his, for administrators.

use http::{Method, Request, StatusCode};

use super::{admin, record};
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success};
use crate::oauth::{Backend, route};

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/users/{id}",
    aliases: &[],
    methods: &[Method::DELETE],
    worker_first: &["/users/*"],
    operation: Some(Operation {
        function: "users_delete_user",
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
    let id = route::parameter(request.uri().path());
    let user = admin::target(&id, context).await?;
    let _kept = (context.see_through)();
    let deleted = record::delete(&user, None, context).await;
    let deleted = deleted.and_then(|deleted| deleted.then_some(()).ok_or_else(Refusal::not_found));
    admin::audited(deleted, "deleted", &admin, &user.username, context)?;
    Ok(reply::empty(StatusCode::NO_CONTENT).into())
}
