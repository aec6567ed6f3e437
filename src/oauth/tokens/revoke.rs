//! `POST /revoke`, RFC 7009. Whoever holds a token may end its session; the token is the
//! credential.

use http::{Method, Request, StatusCode};
use serde_json::{Value as Json, json};

use crate::account::sessions::Call;
use crate::oauth::context::Context;
use crate::oauth::http::body::Body;
use crate::oauth::http::form;
use crate::oauth::http::parameter;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success, UNAVAILABLE};
use crate::oauth::{Backend, access_token, account};
use crate::store::SessionId;

const FORM: &str = "Body_revoke_revoke_post";

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/revoke",
    aliases: &[],
    methods: &[Method::POST],
    worker_first: &["/revoke"],
    operation: Some(Operation {
        function: "revoke",
        security: Security::Nothing,
        input: Input::Form(FORM),
        success: Success::Empty(200),
        errors: &[
            (
                400,
                "No token, an access token of no session, a body that cannot be read, or plain HTTP",
                "HTTPError",
            ),
            (404, "No sessions", "HTTPError"),
            (413, "A body over 64 KiB", "HTTPError"),
            UNAVAILABLE,
        ],
        schemas: || vec![(FORM, form_schema())],
    }),
};

pub(in crate::oauth) async fn answer<S: Backend, B: Body>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    account::require_enabled(context)?;
    let form = form::read(request).await?;
    let text = parameter::required(&form, "token")?;
    // A token that is no good needs no end (section 2.2).
    if let Some((username, session)) = session_of(text, context)? {
        account::end(&username, Call::End { session }, context).await?;
    }
    Ok(reply::empty(StatusCode::OK).into())
}

/// Whose session a token is of, and which; `None` for what is no token.
fn session_of<S>(
    text: &str,
    context: &Context<'_, S>,
) -> Result<Option<(String, SessionId)>, Refusal> {
    let config = context.config;
    if let Some(token) = config.sessions.keys.read(text) {
        return Ok(Some((token.username, token.session)));
    }
    let Ok(token) = access_token::read(text, config, context.now) else {
        return Ok(None);
    };
    match token.session.as_deref().and_then(SessionId::from_text) {
        Some(session) => Ok(Some((token.username, session))),
        None => Err(Refusal::oauth(
            StatusCode::BAD_REQUEST,
            "unsupported_token_type",
            "This access token is of no session: it ends by its time",
        )),
    }
}

fn form_schema() -> Json {
    json!({
        "properties": {
            "token": {"type": "string", "minLength": 1, "title": "Token"},
            "token_type_hint": {"type": "string", "title": "Token Type Hint"},
            "client_id": {"type": "string", "title": "Client Id"},
        },
        "type": "object",
        "required": ["token"],
        "title": FORM,
    })
}
