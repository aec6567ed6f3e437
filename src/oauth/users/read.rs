//! `GET /users/{id}`: a user, for administrators.

use http::{Method, Request, StatusCode};

use super::admin;
use super::user_read::{self, UserRead};
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success};
use crate::oauth::schema::reference;
use crate::oauth::{Backend, route};

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/users/{id}",
    aliases: &[],
    methods: &[Method::GET],
    worker_first: &["/users/*"],
    operation: Some(Operation {
        function: "users_user",
        security: Security::Admin,
        input: Input::Nothing,
        success: Success::json(|| reference("UserRead")),
        errors: super::ERRORS_OF_ONE,
        schemas: || vec![user_read::schema(), super::error_schema()],
    }),
};

pub(in crate::oauth) async fn answer<S: Backend, B>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    admin::authenticate(request.headers(), context).await?;
    let id = route::parameter(request.uri().path());
    let user = admin::target(&id, context).await?;
    Ok(reply::json(StatusCode::OK, &UserRead::of(&user)).into())
}
