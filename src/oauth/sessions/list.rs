//! `GET /users/me/sessions`: where the user is logged in.

use http::{Method, Request, StatusCode};
use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::account::sessions::{Call, Listed, Outcome};
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success};
use crate::oauth::schema::reference;
use crate::oauth::{Backend, account, bearer};

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/users/me/sessions",
    aliases: &[],
    methods: &[Method::GET],
    worker_first: &["/users/*"],
    operation: Some(Operation {
        function: "read_own_sessions",
        security: Security::Token(&[]),
        input: Input::Nothing,
        success: Success::json(
            || json!({"type": "array", "items": reference("Session"), "title": "Sessions"}),
        ),
        errors: bearer::ERRORS_OF_SESSIONS,
        schemas: || vec![("Session", schema())],
    }),
};

#[derive(Serialize)]
pub(in crate::oauth) struct SessionRead<'a> {
    #[serde(flatten)]
    session: &'a Listed,
    /// Whether the token of the request is of it.
    current: bool,
}

pub(in crate::oauth) async fn answer<S: Backend, B>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    account::require_enabled(context)?;
    let (user, token) = bearer::authenticate(request.headers(), &[], context).await?;
    let sessions = match account::ask(&user.username, Call::List, context).await? {
        Outcome::Sessions(sessions) => sessions,
        _ => return Err(account::unexpected()),
    };
    let sessions = read_within(&sessions, token.session.as_deref());
    Ok(reply::json(StatusCode::OK, &sessions).into())
}

/// Sessions as whoever asks within this one of them reads them.
pub(in crate::oauth) fn read_within<'a>(
    sessions: &'a [Listed],
    within: Option<&str>,
) -> Vec<SessionRead<'a>> {
    let sessions = sessions.iter().map(|session| SessionRead {
        session,
        current: within == Some(&session.id.text()),
    });
    sessions.collect()
}

/// A session as its user sees it.
fn schema() -> Json {
    let time = |title: &str| json!({"type": "integer", "title": title, "description": "Seconds since the epoch."});
    let text =
        |title: &str| json!({"anyOf": [{"type": "string"}, {"type": "null"}], "title": title});
    json!({
        "properties": {
            "id": {"type": "string", "title": "Id"},
            "created_at": time("Created At"),
            "last_used_at": time("Last Used At"),
            "expires_at": time("Expires At"),
            "scope": text("Scope"),
            "client_id": text("Client Id"),
            "current": {"type": "boolean", "title": "Current", "description": "Whether the token of this request is of it."},
        },
        "type": "object",
        "required": ["id", "created_at", "last_used_at", "expires_at", "current"],
        "title": "Session",
    })
}
