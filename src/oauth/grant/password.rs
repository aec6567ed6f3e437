//! The resource owner password credentials grant (RFC 6749 section 4.3), as FastAPI's
//! `OAuth2PasswordRequestForm` takes it. Where there are sessions, it opens one.

use http::StatusCode;
use serde_json::{Value as Json, json};
use zeroize::Zeroizing;

use super::granted::Granted;
use crate::oauth::context::Context;
use crate::oauth::http::form::{Form, Value};
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::Reply;
use crate::oauth::http::validation::FieldError;
use crate::oauth::login::{Client, LoggedIn};
use crate::oauth::users::resolve;
use crate::oauth::{Backend, account, bearer, scope};

/// What a user hears whose address is not verified, where it has to be.
pub(super) const NOT_VERIFIED: &str = "User not verified";

/// A form that passed the checks.
struct Credentials {
    username: String,
    password: Zeroizing<String>,
    /// The scopes asked for, `None` when the field was absent or empty.
    scope: Option<String>,
    /// Which program it is, for the session.
    client_id: Option<String>,
}

pub(super) async fn answer<S: Backend>(
    form: &Form,
    client: &Client,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    client.admit(context).await?;
    let credentials = Credentials::from_form(form).map_err(Refusal::unprocessable)?;
    let username = resolve::by_login(&credentials.username, context).await?;
    let login = client
        .log_in(&username, credentials.password.as_bytes(), context)
        .await?;
    let LoggedIn {
        user,
        facts,
        cookie,
    } = login;
    let user = match bearer::active(user) {
        Ok(user) => user,
        Err(refusal) => return Err(refusal.error("invalid_grant").about(facts)),
    };
    if context.config.accounts.verified_only && user.is_verified != Some(true) {
        let refusal = Refusal::new(StatusCode::BAD_REQUEST, NOT_VERIFIED);
        return Err(refusal.error("invalid_grant").about(facts));
    }
    let asked = credentials.scope;
    let scope = match asked.map(|asked| scope::grant(&asked, &user)).transpose() {
        Ok(scope) => scope,
        Err(detail) => return Err(invalid_scope(detail).about(facts)),
    };
    let remembered = client.remembered(credentials.client_id, &context.config.policy().references);
    let opened = account::open(&user, scope.clone(), remembered, context).await;
    let opened = match opened {
        Ok(opened) => opened,
        Err(refusal) => return Err(refusal.about(facts)),
    };
    let granted = Granted {
        user: &user,
        scope: scope.as_deref(),
        session: opened.as_ref().map(|opened| opened.granted()),
    };
    let mut response = granted.response(context)?;
    response.headers_mut().extend(cookie);
    Ok(Reply {
        login: Some(Box::new(facts)),
        ..Reply::from(response)
    })
}

impl Credentials {
    /// Checks the fields in the order of `OAuth2PasswordRequestForm`.
    fn from_form(form: &Form) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut text = |name, required| match form.get(name) {
            Some(Value::Text(text)) => Some(text.clone()),
            Some(Value::File) => {
                errors.push(FieldError::not_a_string(name, json!({})));
                None
            }
            None if required => {
                errors.push(FieldError::missing(name, Json::Null));
                None
            }
            None => None,
        };
        let grant_type = text("grant_type", false);
        let username = text("username", true);
        let password = text("password", true);
        let scope = text("scope", false);
        let client_id = text("client_id", false);
        // Read for its type alone: the tutorial's client has no secret.
        text("client_secret", false);
        if let Some(grant_type) = grant_type.filter(|given| **given != "password") {
            errors.insert(
                0,
                FieldError::pattern("grant_type", "^password$", &grant_type),
            );
        }
        match (username, password) {
            (Some(username), Some(password)) if errors.is_empty() => Ok(Self {
                username: String::clone(&username),
                password,
                scope: scope.map(|scope| String::clone(&scope)),
                client_id: client_id.map(|id| String::clone(&id)),
            }),
            _ => Err(errors),
        }
    }
}

/// RFC 6749 section 5.2.
fn invalid_scope(detail: String) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, detail).error("invalid_scope")
}
