//! Who a Bearer token (RFC 6750 section 2.1) stands for.

use std::borrow::Cow;

use http::header::AUTHORIZATION;
use http::{HeaderMap, Response};
use serde::Deserialize;

use super::config::Config;
use super::unavailable::Unavailable;
use super::{Context, reply};
use crate::store::{Store, User};

/// The claims that the flow reads.
#[derive(Deserialize)]
struct Claims {
    sub: Option<String>,
    scope: Option<String>,
}

/// Verifies the token of a request and finds its user. The token must hold the
/// scopes that are `required`.
///
/// # Errors
/// The inner error is the 401 that refuses the request.
pub(super) async fn authenticate<S: Store>(
    headers: &HeaderMap,
    required: &[&str],
    config: &Config,
    context: &Context<'_, S>,
) -> Result<Result<User, Response<Vec<u8>>>, Unavailable> {
    let Some(token) = credentials(headers) else {
        return Ok(Err(reply::unauthorized("Not authenticated", &[])));
    };
    let invalid = || reply::unauthorized("Could not validate credentials", required);
    // Why the token was refused is not the client's to know.
    let Some(claims) = verified(&token, config, context.now) else {
        return Ok(Err(invalid()));
    };
    let username = claims
        .sub
        .as_deref()
        .and_then(|subject| subject.strip_prefix(config.subject_prefix.as_str()));
    let Some(username) = username else {
        return Ok(Err(invalid()));
    };
    let Some(user) = context.store.user(username).await? else {
        return Ok(Err(invalid()));
    };
    if !holds(claims.scope.as_deref().unwrap_or_default(), required) {
        return Ok(Err(reply::unauthorized("Not enough permissions", required)));
    }
    Ok(Ok(user))
}

fn holds(granted: &str, required: &[&str]) -> bool {
    required
        .iter()
        .all(|scope| granted.split(' ').any(|held| held == *scope))
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

fn verified(token: &str, config: &Config, now: f64) -> Option<Claims> {
    let decoded = config.keys.decode(token, now)?;
    serde_json::from_str(&decoded.claims).ok()
}
