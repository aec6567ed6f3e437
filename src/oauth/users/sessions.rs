//! `GET /users/{id}/sessions`: where a user is logged in, for administrators.

use http::{Method, Request, StatusCode};
use serde_json::json;

use super::admin;
use crate::account::sessions::{Call, Outcome};
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success};
use crate::oauth::schema::reference;
use crate::oauth::sessions::list;
use crate::oauth::{Backend, account, route};

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/users/{id}/sessions",
    aliases: &[],
    methods: &[Method::GET],
    worker_first: &["/users/*"],
    operation: Some(Operation {
        function: "users_read_sessions",
        security: Security::Admin,
        input: Input::Nothing,
        success: Success::json(
            || json!({"type": "array", "items": reference("Session"), "title": "Sessions"}),
        ),
        errors: super::ERRORS_OF_ONE,
        schemas: || vec![super::error_schema()],
    }),
};

pub(in crate::oauth) async fn answer<S: Backend, B>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    admin::authenticate(request.headers(), context).await?;
    let id = route::parameter_before(request.uri().path(), "/sessions");
    let user = admin::target(&id, context).await?;
    match account::ask(&user.username, Call::List, context).await? {
        Outcome::Sessions(sessions) => {
            let sessions = list::read_within(&sessions, None);
            Ok(reply::json(StatusCode::OK, &sessions).into())
        }
        _ => Err(account::unexpected()),
    }
}
