//! `PATCH /users/me/password`: a new password for whoever knows the current one. All other
//! sessions end.

use http::{Method, Request, StatusCode};
use serde_json::{Value as Json, json};

use super::record::{self, Unchanged};
use super::{new, oneself};
use crate::account::sessions::{Change, Precondition, Revokes, password_of};
use crate::json;
use crate::oauth::context::Context;
use crate::oauth::http::body::Body;
use crate::oauth::http::json_body;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::login::Client;
use crate::oauth::route::{Input, Operation, Route, Security, Success};
use crate::oauth::{Backend, account, bearer};
use crate::store::SessionId;

const BODY: &str = "PasswordChange";

const WRONG: &str = "UPDATE_USER_WRONG_PASSWORD";

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/users/me/password",
    aliases: &[],
    methods: &[Method::PATCH],
    worker_first: &["/users/*"],
    operation: Some(Operation {
        function: "users_patch_current_password",
        security: Security::Token(&[]),
        input: Input::Json(BODY),
        success: Success::Empty(204),
        errors: super::ERRORS_OF_ONE,
        schemas: || vec![(BODY, body()), super::error_schema()],
    }),
};

pub(in crate::oauth) async fn answer<S: Backend, B: Body>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    account::require_enabled(context)?;
    let client = Client::of(&request);
    let (user, token) = bearer::authenticate(request.headers(), &[], context).await?;
    let body = json_body::read(request).await?;
    let mut members = body.members()?;
    let current = members.required("current_password").unwrap_or_default();
    let chosen = members.required("new_password").unwrap_or_default();
    members.check()?;
    let user = oneself::newest(user, &token, context).await?;
    client.admit(context).await?;
    // As at a login: it is counted, and takes the same time whatever is wrong.
    let checked = client
        .log_in(&user.username, current.as_bytes(), context)
        .await;
    let user = match checked {
        Ok(logged_in) => logged_in.user,
        Err(refusal) => {
            return Err(refusal.reworded(&[(
                StatusCode::UNAUTHORIZED,
                "Incorrect username or password",
                WRONG,
            )]));
        }
    };
    let code = "UPDATE_USER_INVALID_PASSWORD";
    let hashed = new::chosen(&chosen, &new::known_as(&user), code, context).await?;
    let session = token.session.as_deref().and_then(SessionId::from_text);
    let change = Change {
        when: Precondition::Password(password_of(&user)),
        members: vec![("hashed_password".into(), json::string(&hashed))],
        scope: None,
        revokes: session.map_or(Revokes::All, Revokes::Others),
        by: Some(token.claims()),
    };
    match record::change(&user.username, change, context).await? {
        Ok(_) => Ok(reply::empty(StatusCode::NO_CONTENT).into()),
        Err(Unchanged::Missing) => Err(Refusal::not_found()),
        Err(Unchanged::Ended) => Err(bearer::invalid("ended", &[])),
        Err(_) => Err(Refusal::new(StatusCode::BAD_REQUEST, WRONG)),
    }
}

fn body() -> Json {
    let password = |title: &str| json!({"type": "string", "format": "password", "title": title});
    json!({
        "properties": {
            "current_password": password("Current Password"),
            "new_password": password("New Password"),
        },
        "type": "object",
        "required": ["current_password", "new_password"],
        "title": BODY,
    })
}
