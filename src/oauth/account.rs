//! What the flow asks of the object that decides for an account.

use futures_util::future::join;
use zeroize::Zeroizing;

use super::Backend;
use super::access_token::{AccessToken, InSession};
use super::context::Context;
use super::http::refusal::Refusal;
use super::http::reply::Reason;
use super::level::Level;
use super::login;
use crate::account::refresh_token::RefreshToken;
use crate::account::sessions::{Call, Client, Open, Outcome, Request};
use crate::store::{Ended, Seen, SessionId, StoreError, User};

/// A session that a login has opened.
pub(super) struct Opened {
    id: SessionId,
    before: Option<i64>,
    refresh_token: Zeroizing<String>,
}

impl Opened {
    /// For the tokens.
    pub(super) fn granted(&self) -> (InSession<'_>, &str) {
        let session = InSession {
            id: &self.id,
            before: self.before,
        };
        (session, &self.refresh_token)
    }
}

/// Opens a session for a user who has logged in; `None` where there are none.
pub(super) async fn open<S: Backend>(
    user: &User,
    scope: Option<String>,
    client: Client,
    context: &Context<'_, S>,
) -> Result<Option<Opened>, Refusal> {
    if !context.store.accounts_enabled() {
        return Ok(None);
    }
    let mut id = [0; 16];
    (context.random)(&mut id).map_err(|error| {
        Refusal::unavailable("the session cannot be opened").log(Level::Error, error.to_string())
    })?;
    let id = SessionId::from_bytes(id);
    let call = Call::Open(Open {
        session: id,
        scope,
        client,
        record: Seen::of(user),
    });
    let before = match ask(&user.username, call, context).await? {
        Outcome::Opened { before } => before,
        Outcome::Outdated => {
            // At the moment of every other login that fails: an old password is none.
            (context.wait_until)(context.now + context.config.login.failure_after).await;
            let line =
                "login refused: the password was changed, and this location does not know yet";
            return Err(login::incorrect().log(Level::Warning, line));
        }
        Outcome::Conflict => {
            let line = "login refused: the record was changed, and this location does not know yet";
            return Err(changing().log(Level::Warning, line));
        }
        _ => return Err(unexpected()),
    };
    let token = context.config.sessions.keys.write(&RefreshToken {
        username: user.username.clone(),
        session: id,
        generation: 0,
    });
    Ok(Some(Opened {
        id,
        before,
        refresh_token: token.ok_or_else(unexpected)?,
    }))
}

/// The user of an access token, who must be there, unless the token has ended: by what
/// the key-value store says, or, with `SESSION_CHECK=strict`, by what the account's object
/// does. Else the word for the log that says why not.
pub(super) async fn user_of<S: Backend>(
    token: &AccessToken,
    context: &Context<'_, S>,
) -> Result<std::result::Result<User, Reason>, Refusal> {
    let strict = context.config.sessions.strict;
    let by_store = async {
        match context.store.accounts_enabled() && !strict {
            true => context.store.ended(&token.username).await,
            false => Ok(Ended::default()),
        }
    };
    let (user, ended) = join(context.store.user(&token.username), by_store).await;
    let Some(user) = user? else {
        return Ok(Err("unknown"));
    };
    // Asked in any case, because so the account's object hears of the record.
    let has_ended = match context.store.accounts_enabled() && strict {
        true => has_ended_now(token, &user, context).await?,
        false => ended?.has(token.issued_at, token.session.as_deref()),
    };
    Ok(match (token.is_revoked(&user), has_ended) {
        (true, _) => Err("revoked"),
        (false, true) => Err("ended"),
        (false, false) => Ok(user),
    })
}

/// Whether an access token has ended by what the account's object says.
pub(super) async fn has_ended_now<S: Backend>(
    token: &AccessToken,
    user: &User,
    context: &Context<'_, S>,
) -> Result<bool, Refusal> {
    let call = Call::Check {
        session: token.session.clone(),
        issued_at: token.issued_at,
        record: Seen::of(user),
    };
    match ask(&token.username, call, context).await? {
        Outcome::Good(good) => Ok(!good),
        _ => Err(unexpected()),
    }
}

/// Asks the object of a user.
pub(super) async fn ask<S: Backend>(
    username: &str,
    call: Call,
    context: &Context<'_, S>,
) -> Result<Outcome, Refusal> {
    let request = Request {
        username: username.to_owned(),
        rules: context.config.sessions.rules.clone(),
        call,
    };
    context.store.ask(&request).await.map_err(|error| {
        let detail = match error {
            StoreError::Unavailable(detail) | StoreError::Malformed(detail) => detail,
        };
        Refusal::unavailable("the account did not answer").log(
            Level::Error,
            format!("the object of an account (binding ACCOUNTS) did not answer: {detail}"),
        )
    })
}

/// Has something ended, and says whether there was such a thing.
pub(super) async fn end<S: Backend>(
    username: &str,
    call: Call,
    context: &Context<'_, S>,
) -> Result<bool, Refusal> {
    match ask(username, call, context).await? {
        Outcome::Done(found) => Ok(found),
        _ => Err(unexpected()),
    }
}

/// The account has changed, and not every location knows yet.
pub(super) fn changing() -> Refusal {
    Refusal::unavailable("the account has just been changed")
}

/// The object has answered something else than it was asked.
pub(super) fn unexpected() -> Refusal {
    Refusal::unavailable("the account did not answer").log(
        Level::Error,
        "the object of an account gave an answer to another question",
    )
}

/// Goes on where there are accounts, and with them sessions.
///
/// # Errors
/// 404 where there are none.
pub(super) fn require_enabled<S: Backend>(context: &Context<'_, S>) -> Result<(), Refusal> {
    match context.store.accounts_enabled() {
        true => Ok(()),
        false => Err(Refusal::not_found()),
    }
}
