//! The refresh token grant, RFC 6749 section 6.

use http::StatusCode;

use super::granted::Granted;
use crate::account::refresh_token::RefreshToken;
use crate::account::sessions::{self, Call, Outcome, Refresh, Refreshed, Refused};
use crate::oauth::access_token::InSession;
use crate::oauth::context::Context;
use crate::oauth::http::form::Form;
use crate::oauth::http::parameter;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::Reply;
use crate::oauth::level::Level;
use crate::oauth::login::Client;
use crate::oauth::who::LoginFacts;
use crate::oauth::{Backend, account, scope};
use crate::store::Seen;

/// Its name in `grant_type`.
pub(super) const GRANT: &str = "refresh_token";

pub(super) async fn answer<S: Backend>(
    form: &Form,
    client: &Client,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    if !context.store.accounts_enabled() {
        return Err(Refusal::oauth(
            StatusCode::BAD_REQUEST,
            "unsupported_grant_type",
            "This server has no sessions: log in with a password",
        ));
    }
    let text = parameter::required(form, "refresh_token")?;
    let asked = parameter::optional(form, "scope")?;
    let client_id = parameter::optional(form, "client_id")?;
    let Some(token) = context.config.sessions.keys.read(text) else {
        return Err(invalid_grant().because("format"));
    };
    let references = &context.config.policy().references;
    let facts = LoginFacts {
        who: client.who(Some(references.user(&token.username).short())),
        ..LoginFacts::default()
    };
    let client = client.remembered(client_id.map(str::to_owned), references);
    match tokens(&token, asked, client, context).await {
        Ok(reply) => Ok(Reply {
            login: Some(Box::new(facts)),
            ..reply
        }),
        Err(refusal) => Err(refusal.about(facts)),
    }
}

async fn tokens<S: Backend>(
    token: &RefreshToken,
    asked: Option<&str>,
    client: sessions::Client,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    let user = context.store.user(&token.username).await?;
    let user = user.ok_or_else(|| invalid_grant().because("unknown"))?;
    let disabled = user.disabled == Some(true);
    let refresh = Refresh {
        session: token.session,
        generation: token.generation,
        scope: asked.map(str::to_owned),
        client,
        record: Seen::of(&user),
    };
    // The token of a disabled user is not used up. But the account's object hears of the
    // record, and then refuses where the user is not yet known to be disabled.
    let call = match disabled {
        true => Call::Introspect(refresh),
        false => Call::Refresh(refresh),
    };
    let refreshed = match account::ask(&token.username, call, context).await? {
        Outcome::Refreshed(_) if disabled => return Err(invalid_grant().because("disabled")),
        Outcome::Refreshed(refreshed) => refreshed,
        Outcome::Refused(why) => return Err(refused(why)),
        _ => return Err(account::unexpected()),
    };
    let Refreshed {
        generation,
        scope: granted,
        before,
        ..
    } = refreshed;
    let scope = asked.or(granted.as_deref());
    let scope = scope.map(|scope| scope::held(scope, &user));
    let successor = context.config.sessions.keys.write(&RefreshToken {
        generation,
        ..token.clone()
    });
    let successor = successor.ok_or_else(account::unexpected)?;
    let session = InSession {
        id: &token.session,
        before,
    };
    let granted = Granted {
        user: &user,
        scope: scope.as_deref(),
        session: Some((session, &successor)),
    };
    Ok(granted.response(context)?.into())
}

/// Whatever is wrong with a refresh token, the client has to do the same.
fn invalid_grant() -> Refusal {
    Refusal::oauth(
        StatusCode::BAD_REQUEST,
        "invalid_grant",
        "The refresh token is not good, or no longer: log in again",
    )
}

fn refused(why: Refused) -> Refusal {
    match why {
        Refused::Scope => Refusal::oauth(
            StatusCode::BAD_REQUEST,
            "invalid_scope",
            "More scopes than the login was granted: ask for those or fewer",
        ),
        Refused::Reuse => invalid_grant().because("reuse").log(
            Level::Warning,
            "refresh token reuse: a token came again that was used up, so two hold this session; \
             it has ended",
        ),
        Refused::Ahead => invalid_grant().because("ahead").log(
            Level::Warning,
            "a refresh token is newer than its session: the account's object holds an older copy",
        ),
        Refused::Unreadable => invalid_grant().because("unreadable").log(
            Level::Error,
            "the row of a session in the account's object cannot be read; its user logs in again, \
             and the other sessions go on",
        ),
        Refused::Gone => invalid_grant().because("gone"),
        Refused::Expired => invalid_grant().because("expired"),
        Refused::Client => invalid_grant().because("client"),
        Refused::Record => invalid_grant().because("revoked"),
    }
}
