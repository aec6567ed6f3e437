//! `PATCH /users/{id}`: changes a user, for administrators. A new password, and a user
//! who is disabled, ends all sessions and tokens.

use http::{Method, Request, StatusCode};

use super::admin;
use super::change::{self, Update};
use super::user_read::UserRead;
use crate::account::sessions::Revokes;
use crate::oauth::context::Context;
use crate::oauth::http::body::Body;
use crate::oauth::http::json_body;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success};
use crate::oauth::schema::reference;
use crate::oauth::{Backend, route};

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/users/{id}",
    aliases: &[],
    methods: &[Method::PATCH],
    worker_first: &["/users/*"],
    operation: Some(Operation {
        function: "users_patch_user",
        security: Security::Admin,
        input: Input::Json(change::BODY),
        success: Success::json(|| reference("UserRead")),
        errors: super::ERRORS_OF_ONE,
        schemas: super::create::schemas,
    }),
};

pub(in crate::oauth) async fn answer<S: Backend, B: Body>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    let (admin, token) = admin::of_token(request.headers(), context).await?;
    let id = route::parameter(request.uri().path()).into_owned();
    let body = json_body::read(request).await?;
    let admin = admin::newest(admin, &token, context).await?;
    let user = admin::target(&id, context).await?;
    let update = Update::read(&body)?;
    let ends = update.password.is_some() || update.is_active == Some(false);
    let revokes = match ends {
        true => Revokes::All,
        false => Revokes::Nothing,
    };
    let what = update.names();
    let _kept = (context.see_through)();
    let changed = change::apply(&user, update, revokes, None, context).await;
    let what = format!("changed {what}");
    let user = admin::audited(changed, &what, &admin, &user.username, context)?;
    Ok(reply::json(StatusCode::OK, &UserRead::of(&user)).into())
}
