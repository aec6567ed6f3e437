//! `POST /token`: the resource owner password credentials grant (RFC 6749
//! section 4.3), as FastAPI's `OAuth2PasswordRequestForm` takes it.

use http::header::PRAGMA;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use serde::Serialize;
use serde_json::{Value as Json, json};
use zeroize::Zeroizing;

use crate::oauth::context::Context;
use crate::oauth::http::body::Body;
use crate::oauth::http::form::{self, Form, Value};
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::http::validation::FieldError;
use crate::oauth::login::{Client, LoggedIn};
use crate::oauth::route::{Content, Operation, Route, UNAVAILABLE};
use crate::oauth::schema::{optional, reference, text};
use crate::oauth::{Backend, access_token, bearer, scope};

/// FastAPI names the schema of a form after the operation.
const FORM: &str = "Body_login_for_access_token_token_post";

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/token",
    aliases: &[],
    methods: &[Method::POST],
    worker_first: &["/token"],
    operation: Some(Operation {
        function: "login_for_access_token",
        scopes: None,
        form: Some(FORM),
        success: Content::json(|| reference("Token")),
        errors: &[
            (
                400,
                "A disabled user, an unknown scope, a body that cannot be read, or plain HTTP",
                "HTTPError",
            ),
            (401, "Incorrect username or password", "HTTPError"),
            (413, "A body over 64 KiB", "HTTPError"),
            (422, "Validation Error", "HTTPValidationError"),
            (429, "Too many failed logins", "HTTPError"),
            UNAVAILABLE,
        ],
        schemas: || vec![(FORM, form_schema()), ("Token", token_schema())],
    }),
};

/// A form that passed the checks.
struct Credentials {
    username: String,
    password: Zeroizing<String>,
    /// The scopes asked for, `None` when the field was absent or empty.
    scope: Option<String>,
}

pub(in crate::oauth) async fn answer<S: Backend, B: Body>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    let client = Client::of(&request);
    client.admit(context).await?;
    let form = form::read(request).await?;
    let credentials = Credentials::from_form(&form).map_err(Refusal::unprocessable)?;
    let Credentials {
        username,
        password,
        scope,
    } = credentials;
    let login = client
        .log_in(&username, password.as_bytes(), context)
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
    let scope = match scope.map(|asked| scope::grant(&asked, &user)).transpose() {
        Ok(scope) => scope,
        Err(detail) => return Err(invalid_scope(detail).about(facts)),
    };
    let access_token = Zeroizing::new(access_token::issue(&user, scope.as_deref(), context)?);
    let success = Success {
        access_token: &access_token,
        token_type: "bearer",
        expires_in: context.config.access_token_lifetime,
        scope: scope.as_deref(),
    };
    let mut response = success.response();
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
                errors.push(FieldError::not_text(name));
                None
            }
            None if required => {
                errors.push(FieldError::missing(name));
                None
            }
            None => None,
        };
        let grant_type = text("grant_type", false);
        let username = text("username", true);
        let password = text("password", true);
        let scope = text("scope", false);
        // Read for their type alone: the tutorial's client has no credentials.
        text("client_id", false);
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
            }),
            _ => Err(errors),
        }
    }
}

/// RFC 6749 section 5.1.
#[derive(Serialize)]
struct Success<'a> {
    access_token: &'a str,
    token_type: &'static str,
    /// In seconds.
    expires_in: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'a str>,
}

impl Success<'_> {
    fn response(&self) -> Response<Vec<u8>> {
        // Long enough to grow nowhere: what it would leave behind nobody could wipe.
        let length = self.access_token.len() + 6 * self.scope.map_or(0, str::len) + 128;
        let mut response = reply::json_within(StatusCode::OK, self, length);
        response
            .headers_mut()
            .insert(PRAGMA, HeaderValue::from_static("no-cache"));
        response
    }
}

/// RFC 6749 section 5.2.
fn invalid_scope(detail: String) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, detail).error("invalid_scope")
}

/// `OAuth2PasswordRequestForm`. An empty field counts as absent, which FastAPI
/// does and does not say.
fn form_schema() -> Json {
    let secret = |mut field: Json| {
        field["format"] = json!("password");
        field
    };
    let required = |title| json!({"type": "string", "minLength": 1, "title": title});
    json!({
        "properties": {
            "grant_type": optional(json!({"type": "string", "pattern": "^password$"}), "Grant Type"),
            "username": required("Username"),
            "password": secret(required("Password")),
            "scope": {"type": "string", "title": "Scope", "default": ""},
            "client_id": optional(json!({"type": "string"}), "Client Id"),
            "client_secret": secret(optional(json!({"type": "string"}), "Client Secret")),
        },
        "type": "object",
        "required": ["username", "password"],
        "title": FORM,
    })
}

/// RFC 6749 section 5.1; the tutorial has the first two.
fn token_schema() -> Json {
    json!({
        "properties": {
            "access_token": text("Access Token"),
            "token_type": text("Token Type"),
            "expires_in": {
                "type": "integer",
                "title": "Expires In",
                "description": "The lifetime of the token in seconds.",
            },
            "scope": {
                "type": "string",
                "title": "Scope",
                "description": "The scopes that were granted, when any were asked for.",
            },
        },
        "type": "object",
        "required": ["access_token", "token_type"],
        "title": "Token",
    })
}
