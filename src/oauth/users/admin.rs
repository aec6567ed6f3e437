//! Administrators.

use ::http::{HeaderMap, StatusCode};

use super::record;
use super::user_read::{is_active, is_superuser};
use crate::oauth::access_token::AccessToken;
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::Reason;
use crate::oauth::level::Level;
use crate::oauth::scope::ADMIN;
use crate::oauth::who::Who;
use crate::oauth::{Backend, account, bearer};
use crate::store::User;

/// The administrator whose token a request has, as the account's object knows him.
///
/// # Errors
/// 403 for anybody else.
pub(super) async fn authenticate<S: Backend>(
    headers: &HeaderMap,
    context: &Context<'_, S>,
) -> Result<User, Refusal> {
    let (user, token) = of_token(headers, context).await?;
    newest(user, &token, context).await
}

/// The administrator by what this location knows, with the token, before a body is read.
///
/// # Errors
/// 403 for anybody else.
pub(super) async fn of_token<S: Backend>(
    headers: &HeaderMap,
    context: &Context<'_, S>,
) -> Result<(User, AccessToken), Refusal> {
    account::require_enabled(context)?;
    let (user, token) = bearer::authenticate(headers, &[], context).await?;
    match token.scope.split(' ').any(|scope| scope == ADMIN) && is_superuser(&user) {
        true => Ok((user, token)),
        false => Err(forbidden("scope")),
    }
}

/// Checks the administrator again, at the account's object, once the body has been
/// read: somebody who has just lost the scope must not restore it while the key-value
/// store lags.
///
/// # Errors
/// 403 where he is none any more.
pub(super) async fn newest<S: Backend>(
    user: User,
    token: &AccessToken,
    context: &Context<'_, S>,
) -> Result<User, Refusal> {
    let newest = record::newest(&user.username, context).await?;
    let Some(user) = newest.filter(|user| is_superuser(user) && is_active(user)) else {
        return Err(forbidden("scope"));
    };
    if token.is_revoked(&user) || account::has_ended_now(token, &user, context).await? {
        return Err(forbidden("revoked"));
    }
    Ok(user)
}

fn forbidden(why: Reason) -> Refusal {
    Refusal::new(StatusCode::FORBIDDEN, "Forbidden").because(why)
}

/// The user that a path names, by id or by name.
///
/// # Errors
/// 404 where there is none.
pub(super) async fn target<S: Backend>(
    id: &str,
    context: &Context<'_, S>,
) -> Result<User, Refusal> {
    let named = context.store.user(id).await?;
    let username = match named {
        Some(user) => Some(user.username),
        None => context.store.username_by_id(id).await?,
    };
    let username = username.ok_or_else(Refusal::not_found)?;
    let user = record::newest(&username, context).await?;
    user.ok_or_else(Refusal::not_found)
}

/// Passes on what came of a change, with a line for who asks later what was done to an
/// account. What the client hears is 503 for may have been decided, and happen yet.
///
/// # Errors
/// Those of the change.
pub(super) fn audited<T, S>(
    came: Result<T, Refusal>,
    what: &str,
    admin: &User,
    user: &str,
    context: &Context<'_, S>,
) -> Result<T, Refusal> {
    match &came {
        Ok(_) => audit(what, admin, user, context),
        Err(refusal) if refusal.is_unavailable() => {
            let what = format!("{what} (answered 503: it may happen yet)");
            audit(&what, admin, user, context);
        }
        Err(_) => (),
    }
    came
}

fn audit<S>(what: &str, admin: &User, user: &str, context: &Context<'_, S>) {
    let references = &context.config.policy().references;
    let who = Who {
        user: Some(references.user(user).short()),
        network: None,
    };
    let by = references.user(&admin.username).short();
    let line = format!("audit: {what}, by {by}");
    (context.log)(Level::Info, line.into(), &who);
}
