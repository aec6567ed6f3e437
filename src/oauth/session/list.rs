//! `GET /users/me/sessions`: where the user is logged in.

use http::{Method, Request, StatusCode};
use serde::Serialize;
use serde_json::json;

use crate::account::sessions::{Call, Listed, Outcome};
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Operation, Route, Security, Success};
use crate::oauth::schema::reference;
use crate::oauth::{Backend, bearer, session};

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/users/me/sessions",
    aliases: &[],
    methods: &[Method::GET],
    worker_first: &["/users/*"],
    operation: Some(Operation {
        function: "read_own_sessions",
        security: Security::Token(&[]),
        form: None,
        success: Success::json(
            || json!({"type": "array", "items": reference("Session"), "title": "Sessions"}),
        ),
        errors: bearer::ERRORS_OF_SESSIONS,
        schemas: || vec![("Session", session::schema())],
    }),
};

#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    session: &'a Listed,
    /// Whether the token of the request is of it.
    current: bool,
}

pub(in crate::oauth) async fn answer<S: Backend, B>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    session::on(context)?;
    let (user, token) = bearer::authenticate(request.headers(), &[], context).await?;
    let sessions = match session::ask(&user.username, Call::List, context).await? {
        Outcome::Sessions(sessions) => sessions,
        _ => return Err(session::unexpected()),
    };
    let shown = sessions.iter().map(|session| Shown {
        session,
        current: token.session.as_deref() == Some(&session.id.text()),
    });
    let shown: Vec<Shown<'_>> = shown.collect();
    Ok(reply::json(StatusCode::OK, &shown).into())
}
