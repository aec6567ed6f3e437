//! Who a Bearer token (RFC 6750 section 2.1) stands for.

use std::borrow::Cow;

use ::http::header::AUTHORIZATION;
use ::http::{HeaderMap, StatusCode};

use super::Backend;
use super::access_token::{self, AccessToken};
use super::account;
use super::config::Config;
use super::context::Context;
use super::http::refusal::Refusal;
use super::http::reply::Reason;
use super::route::{Refused, UNAVAILABLE};
use crate::store::User;

/// What a route behind a token may answer.
pub(super) const ERRORS: &[Refused] = &[
    (
        400,
        "Inactive user, or a token over plain HTTP",
        "HTTPError",
    ),
    (401, "No token, a bad token, or too few scopes", "HTTPError"),
    UNAVAILABLE,
];

/// The same with what the routes of sessions may answer besides.
pub(super) const ERRORS_OF_SESSIONS: &[Refused] = &[
    ERRORS[0],
    ERRORS[1],
    (404, "No such session, or no sessions at all", "HTTPError"),
    UNAVAILABLE,
];

/// Verifies the token of a request and finds its user, who must not be disabled.
/// Where `REQUIRE_SCOPES` is on, the token must hold these scopes.
pub(super) async fn active_user<S: Backend>(
    headers: &HeaderMap,
    scopes: &[&str],
    context: &Context<'_, S>,
) -> Result<User, Refusal> {
    let (user, _) = authenticate(headers, scopes, context).await?;
    Ok(user)
}

/// The same, with the token.
pub(super) async fn authenticate<S: Backend>(
    headers: &HeaderMap,
    scopes: &[&str],
    context: &Context<'_, S>,
) -> Result<(User, AccessToken), Refusal> {
    let config = context.config;
    let required = required(scopes, config);
    let invalid = |reason| invalid(reason, required);
    let token =
        credentials(headers).ok_or_else(|| Refusal::unauthorized("Not authenticated", &[]))?;
    let token = access_token::read(&token, config, context.now).map_err(invalid)?;
    let user = account::user_of(&token, context).await?.map_err(invalid)?;
    if !required.iter().all(|scope| holds(&token, &user, scope)) {
        let refusal = Refusal::unauthorized("Not enough permissions", required);
        return Err(refusal.because("scope"));
    }
    Ok((active(user)?, token))
}

/// Refuses a token. Why it was refused is not the client's to know.
pub(super) fn invalid(reason: Reason, required: &[&str]) -> Refusal {
    Refusal::unauthorized("Could not validate credentials", required).because(reason)
}

/// Refuses a user who is disabled.
pub(super) fn active(user: User) -> Result<User, Refusal> {
    match user.disabled {
        Some(true) => {
            Err(Refusal::new(StatusCode::BAD_REQUEST, "Inactive user").because("disabled"))
        }
        _ => Ok(user),
    }
}

/// The scopes that these settings really ask for.
pub(super) fn required<'a>(scopes: &'a [&'a str], config: &Config) -> &'a [&'a str] {
    match config.require_scopes {
        true => scopes,
        false => &[],
    }
}

/// A scope of the token counts as long as the user's record has it.
fn holds(token: &AccessToken, user: &User, scope: &str) -> bool {
    token.scope.split(' ').any(|granted| granted == scope)
        && user.scopes.iter().any(|held| held == scope)
}

/// The token of an `Authorization: Bearer …` header; the scheme's case does
/// not matter (RFC 9110 section 11.1).
fn credentials(headers: &HeaderMap) -> Option<Cow<'_, str>> {
    let value = headers.get(AUTHORIZATION)?.as_bytes();
    let end = value.iter().position(|byte| *byte == b' ');
    let (scheme, token) = value.split_at(end.unwrap_or(value.len()));
    scheme
        .eq_ignore_ascii_case(b"bearer")
        .then(|| String::from_utf8_lossy(token.trim_ascii()))
}
