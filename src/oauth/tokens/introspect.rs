//! `POST /introspect` (RFC 7662): whether a token is active, for protected resources,
//! which authenticate as one of `CLIENTS`.

use base64ct::{Base64, Encoding};
use http::header::AUTHORIZATION;
use http::{HeaderMap, Method, Request, StatusCode};
use serde::Serialize;
use serde_json::{Value as Json, json};
use zeroize::Zeroizing;

use crate::account::refresh_token::RefreshToken;
use crate::account::sessions::{Call, Client, Outcome, Refresh};
use crate::oauth::access_token::AccessToken;
use crate::oauth::config::Right;
use crate::oauth::context::Context;
use crate::oauth::http::body::Body;
use crate::oauth::http::form::{self, Form};
use crate::oauth::http::parameter;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success, UNAVAILABLE};
use crate::oauth::schema::reference;
use crate::oauth::{Backend, access_token, account, scope};
use crate::store::{Seen, User};

const FORM: &str = "Body_introspect_introspect_post";

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/introspect",
    aliases: &[],
    methods: &[Method::POST],
    worker_first: &["/introspect"],
    operation: Some(Operation {
        function: "introspect",
        security: Security::Client,
        input: Input::Form(FORM),
        success: Success::json(|| reference("Introspection")),
        errors: &[
            (
                400,
                "No token, a body that cannot be read, or plain HTTP",
                "HTTPError",
            ),
            (401, "No client, or a wrong secret", "HTTPError"),
            (403, "A client that may not ask", "HTTPError"),
            (404, "No sessions", "HTTPError"),
            (413, "A body over 64 KiB", "HTTPError"),
            UNAVAILABLE,
        ],
        schemas: || vec![(FORM, form_schema()), ("Introspection", schema())],
    }),
};

/// Section 2.2. What does not apply is left out.
#[derive(Serialize, Default)]
struct Introspection<'a> {
    active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    token_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iat: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exp: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iss: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aud: Option<&'a str>,
}

pub(in crate::oauth) async fn answer<S: Backend, B: Body>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    account::require_enabled(context)?;
    let headers = request.headers().clone();
    let form = form::read(request).await?;
    authenticate(&headers, &form, context)?;
    let text = parameter::required(&form, "token")?;
    let config = context.config;
    // Of a disabled user, and of a token that the record has ended, the account's object
    // is asked too: so it hears of the record, and locations that have an older one follow.
    if let Some(token) = config.sessions.keys.read(text) {
        return match context.store.user(&token.username).await? {
            Some(user) => of_refresh_token(&token, &user, context).await,
            None => Ok(inactive()),
        };
    }
    let Ok(token) = access_token::read(text, config, context.now) else {
        return Ok(inactive());
    };
    match context.store.user(&token.username).await? {
        Some(user) => of_access_token(&token, &user, context).await,
        None => Ok(inactive()),
    }
}

/// Nothing is said of a token that is no good (section 2.2).
fn inactive() -> Reply {
    reply::json(StatusCode::OK, &Introspection::default()).into()
}

async fn of_refresh_token<S: Backend>(
    token: &RefreshToken,
    user: &User,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    let call = Call::Introspect(Refresh {
        session: token.session,
        generation: token.generation,
        scope: None,
        client: Client::default(),
        record: Seen::of(user),
    });
    let refreshed = match account::ask(&user.username, call, context).await? {
        Outcome::Refreshed(refreshed) if user.disabled != Some(true) => refreshed,
        Outcome::Refreshed(_) | Outcome::Refused(_) => return Ok(inactive()),
        _ => return Err(account::unexpected()),
    };
    let introspection = Introspection {
        active: true,
        token_type: Some("refresh_token"),
        scope: refreshed.scope.map(|granted| scope::held(&granted, user)),
        client_id: refreshed.client_id,
        username: Some(&user.username),
        sub: Some(format!(
            "{}{}",
            context.config.subject_prefix, user.username
        )),
        sid: Some(token.session.text()),
        iat: Some(refreshed.issued_at),
        exp: Some(refreshed.expires_at),
        iss: context.config.issuer.as_deref(),
        aud: None,
    };
    Ok(reply::json(StatusCode::OK, &introspection).into())
}

async fn of_access_token<S: Backend>(
    token: &AccessToken,
    user: &User,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    let has_ended = account::has_ended_now(token, user, context).await?;
    if has_ended || token.is_revoked(user) || user.disabled == Some(true) {
        return Ok(inactive());
    }
    let scope = (!token.scope.is_empty()).then(|| scope::held(&token.scope, user));
    let introspection = Introspection {
        active: true,
        token_type: Some("bearer"),
        scope,
        client_id: None,
        username: Some(&user.username),
        sub: Some(token.subject.clone()),
        sid: token.session.clone(),
        iat: token.issued_at.map(|issued| issued as i64),
        exp: Some(token.expires_at as i64),
        iss: context.config.issuer.as_deref(),
        aud: context.config.audience.as_deref(),
    };
    Ok(reply::json(StatusCode::OK, &introspection).into())
}

/// Authenticates the client (RFC 7662 section 2.1) and checks that it may introspect.
fn authenticate<S>(
    headers: &HeaderMap,
    form: &Form,
    context: &Context<'_, S>,
) -> Result<(), Refusal> {
    let missing = || Refusal::invalid_client("Client authentication is needed");
    let (id, secret) = match basic(headers) {
        Some(given) => given,
        None => {
            let id = parameter::optional(form, "client_id")?.ok_or_else(missing)?;
            let secret = parameter::optional(form, "client_secret")?.ok_or_else(missing)?;
            (id.to_owned(), Zeroizing::new(secret.to_owned()))
        }
    };
    let client = context.config.sessions.clients.authenticate(&id, &secret);
    let client = client.ok_or_else(|| {
        Refusal::invalid_client("No such client, or a wrong secret").because("client")
    })?;
    match client.may(Right::Introspect) {
        true => Ok(()),
        false => Err(Refusal::oauth(
            StatusCode::FORBIDDEN,
            "unauthorized_client",
            "This client may not ask about tokens",
        )),
    }
}

/// Id and secret from `Authorization: Basic …`, both form-encoded (RFC 6749 section
/// 2.3.1).
fn basic(headers: &HeaderMap) -> Option<(String, Zeroizing<String>)> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, credentials) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let bytes = Zeroizing::new(Base64::decode_vec(credentials.trim()).ok()?);
    let text = std::str::from_utf8(&bytes).ok()?;
    let (id, secret) = text.split_once(':')?;
    let mut id = form::decode(id.as_bytes());
    let secret = form::decode(secret.as_bytes());
    Some((std::mem::take(&mut *id), secret))
}

fn form_schema() -> Json {
    json!({
        "properties": {
            "token": {"type": "string", "minLength": 1, "title": "Token"},
            "token_type_hint": {"type": "string", "title": "Token Type Hint"},
            "client_id": {"type": "string", "title": "Client Id"},
            "client_secret": {"type": "string", "format": "password", "title": "Client Secret"},
        },
        "type": "object",
        "required": ["token"],
        "title": FORM,
    })
}

fn schema() -> Json {
    let text = |title: &str| json!({"type": "string", "title": title});
    let time = |title: &str| json!({"type": "integer", "title": title});
    json!({
        "properties": {
            "active": {"type": "boolean", "title": "Active"},
            "token_type": text("Token Type"),
            "scope": text("Scope"),
            "client_id": text("Client Id"),
            "username": text("Username"),
            "sub": text("Subject"),
            "sid": text("Session Id"),
            "iat": time("Issued At"),
            "exp": time("Expires At"),
            "iss": text("Issuer"),
            "aud": text("Audience"),
        },
        "type": "object",
        "required": ["active"],
        "title": "Introspection",
    })
}
