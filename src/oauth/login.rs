//! `POST /token`: the resource owner password credentials grant (RFC 6749
//! section 4.3), as FastAPI's `OAuth2PasswordRequestForm` takes it.

use http::header::PRAGMA;
use http::{HeaderValue, Request, Response, StatusCode};
use serde_json::{Value as Json, json};
use zeroize::Zeroizing;

use super::body::Body;
use super::config::Config;
use super::form::{Form, Value};
use super::scope;
use super::served::HashSeen;
use super::stand_in::StandIns;
use super::unavailable::Unavailable;
use super::validation::{FieldError, unprocessable};
use super::{Context, Level, reply};
use crate::error::Error;
use crate::json::ObjectWriter;
use crate::password::{self, StoredHash};
use crate::store::{Store, User};
use crate::token::{self, IssueOptions};

/// The bytes of salt in a new hash (RFC 9106 section 4 asks for 16).
const SALT_LENGTH: usize = 16;

/// A form that passed the checks.
struct Credentials {
    username: String,
    password: Zeroizing<String>,
    /// The scopes asked for, `None` when the field was absent or empty.
    scope: Option<String>,
}

/// Answers a login.
pub(super) async fn token<S: Store, B: Body>(
    request: Request<B>,
    config: &Config,
    context: &Context<'_, S>,
) -> Result<Response<Vec<u8>>, Unavailable> {
    let form = match Form::read(request).await {
        Ok(form) => form,
        Err(refusal) => return Ok(refusal),
    };
    let credentials = match Credentials::from_form(&form) {
        Ok(credentials) => credentials,
        Err(errors) => return Ok(unprocessable(errors)),
    };
    // From here on nothing waits for the client, who could wait for ever.
    let Some(_place) = context.logins.enter(config.login_queue, context.now) else {
        return Err(Unavailable::queue(config.login_queue));
    };
    let (user, seen) = authenticate(&credentials, config, context).await?;
    let mut response = match user {
        Some(user) => grant(&user, credentials.scope.as_deref(), config, context)?,
        None => incorrect(),
    };
    response.extensions_mut().insert(seen);
    Ok(response)
}

/// The token for a user whose password was right.
fn grant<S: Store>(
    user: &User,
    asked: Option<&str>,
    config: &Config,
    context: &Context<'_, S>,
) -> Result<Response<Vec<u8>>, Unavailable> {
    let scope = match asked.map(|asked| scope::grant(asked, user)).transpose() {
        Ok(scope) => scope,
        Err(detail) => return Ok(invalid_scope(&detail)),
    };
    let access_token = issue(user, scope.as_deref(), config, context.now)?;
    Ok(success(&access_token, scope.as_deref(), config))
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

/// The user, if there is one of that name with that password, and what the log
/// may know of the stored hash. Whether there is none or the password is wrong
/// takes the same time.
async fn authenticate<S: Store>(
    credentials: &Credentials,
    config: &Config,
    context: &Context<'_, S>,
) -> Result<(Option<User>, HashSeen), Unavailable> {
    let password = credentials.password.as_bytes();
    let mut seen = HashSeen {
        scheme: None,
        renewed: false,
    };
    if password.len() > password::MAX_PASSWORD_LENGTH {
        return Ok((None, seen));
    }
    let user = context.store.user(&credentials.username).await?;
    let mut stand_ins = StandIns::load(context).await;
    let mut checked = None;
    if let Some(user) = user {
        let stored =
            StoredHash::parse(&user.hashed_password).map_err(|error| Unavailable::hash(&error))?;
        seen.scheme = Some(stored.scheme());
        match stored.verify(password, &config.verify) {
            Ok(valid) => {
                let cost = stored.cost(&config.verify);
                stand_ins.learn(&user, cost.as_deref(), context).await;
                if valid {
                    seen.renewed = renew(&user, &stored, password, config, context).await;
                    return Ok((Some(user), seen));
                }
                checked = cost;
            }
            // Longer than this kind of hash takes any: it is wrong, and nothing was
            // computed to find out.
            Err(Error::PasswordLength(_)) => (),
            Err(error) => return Err(Unavailable::hash(&error)),
        }
    }
    stand_ins
        .spend(password, checked.as_deref(), config, context)
        .await;
    Ok((None, seen))
}

/// Writes a better hash over an old or weak one, and says whether it did. A
/// failure is logged; the login goes on with the old one.
async fn renew<S: Store>(
    user: &User,
    stored: &StoredHash,
    password: &[u8],
    config: &Config,
    context: &Context<'_, S>,
) -> bool {
    if stored.is_current(&config.hash) {
        return false;
    }
    let renewed = replace_hash(user, stored, password, config, context).await;
    match &renewed {
        Ok(true) => (context.log)(Level::Info, "password hash renewed on login".into()),
        Ok(false) => (),
        Err(error) => (context.log)(
            Level::Warning,
            format!("password hash not renewed on login: {error}").into(),
        ),
    }
    renewed == Ok(true)
}

/// Makes a new hash and writes it, unless this password may not go into one, or
/// the record has got another hash in the meantime: by another login of the same
/// user, or with a new password.
async fn replace_hash<S: Store>(
    user: &User,
    stored: &StoredHash,
    password: &[u8],
    config: &Config,
    context: &Context<'_, S>,
) -> Result<bool, String> {
    let mut salt = [0; SALT_LENGTH];
    let encoded = (context.random)(&mut salt)
        .and_then(|()| stored.rehash(password, &salt, &config.hash))
        .map_err(|error| error.to_string())?;
    let Some(encoded) = encoded else {
        return Ok(false);
    };
    // What the record holds now goes back, not what it held before the work.
    let now = context.store.user(&user.username).await;
    match now.map_err(|error| error.to_string())? {
        Some(mut now) if now.hashed_password == user.hashed_password => {
            now.set_hashed_password(encoded);
            let written = context.store.put(&now).await;
            written.map(|()| true).map_err(|error| error.to_string())
        }
        _ => Ok(false),
    }
}

/// The access token: `sub`, the user's own claims, `scope` when it was asked
/// for, `exp`.
fn issue(
    user: &User,
    scope: Option<&str>,
    config: &Config,
    now: f64,
) -> Result<String, Unavailable> {
    let claims = claims(user, scope, config);
    let options = IssueOptions {
        expires_in: Some(config.access_token_lifetime),
        ..IssueOptions::default()
    };
    token::issue(&claims, &config.keys.signing, &options, now)
        .map_err(|error| Unavailable::internal(&error))
}

/// The claims but for `exp`, as JSON text: the user's own go from the record to
/// the token as they are written.
fn claims(user: &User, scope: Option<&str>, config: &Config) -> String {
    let subject = format!("{}{}", config.subject_prefix, user.username);
    let own = user.claims();
    let mut claims = ObjectWriter::with_capacity(own.len() + subject.len() + 64);
    claims.string("sub", &subject).members_of(own);
    if let Some(scope) = scope {
        claims.string("scope", scope);
    }
    claims.finish()
}

/// RFC 6749 section 5.1.
fn success(access_token: &str, scope: Option<&str>, config: &Config) -> Response<Vec<u8>> {
    let mut body = json!({
        "access_token": access_token,
        "token_type": "bearer",
        "expires_in": config.access_token_lifetime,
    });
    if let Some(scope) = scope {
        body["scope"] = Json::String(scope.into());
    }
    let mut response = reply::json(StatusCode::OK, &body);
    response
        .headers_mut()
        .insert(PRAGMA, HeaderValue::from_static("no-cache"));
    response
}

/// The tutorial's answer, with RFC 6749's word for it (section 5.2) beside.
fn incorrect() -> Response<Vec<u8>> {
    let body = json!({"detail": "Incorrect username or password", "error": "invalid_grant"});
    reply::challenge(reply::json(StatusCode::UNAUTHORIZED, &body), &[])
}

/// RFC 6749 section 5.2.
fn invalid_scope(detail: &str) -> Response<Vec<u8>> {
    let body = json!({"detail": detail, "error": "invalid_scope"});
    reply::json(StatusCode::BAD_REQUEST, &body)
}
