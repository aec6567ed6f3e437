//! Mails that somebody has asked for.

use ::http::{Request, StatusCode, Uri};
use serde_json::{Value as Json, json};

use super::{limits, record, resolve, user_read};
use crate::account::address;
use crate::account::mail::{self, Mail, MailTransport};
use crate::account::mail_token::Purpose;
use crate::oauth::context::Context;
use crate::oauth::http::body::Body;
use crate::oauth::http::json_body;
use crate::oauth::http::origin::origin;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::level::Level;
use crate::oauth::login::Client;
use crate::oauth::{Backend, account};
use crate::store::{StoreError, User};

/// Answers a request for a mail: always in the same way and at the same moment, whether
/// there is somebody to send it to or not.
pub(super) async fn asked<S: Backend, B: Body>(
    request: Request<B>,
    purpose: Purpose,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    account::require_enabled(context)?;
    let client = Client::of(&request);
    let uri = request.uri().clone();
    let body = json_body::read(request).await?;
    let mut members = body.fields()?;
    let email = members.address("email").unwrap_or_default();
    members.check()?;
    limits::network(purpose.word(), &client, context).await?;
    // Over the limit of the address there is no mail, and nobody hears of it.
    if limits::address(purpose.word(), &email, context)
        .await
        .is_none()
        && let Some(user) = recipient(purpose, &email, context).await?
        && let Some(mail) = compose(purpose, &user, &uri, context).await
    {
        match transport(&uri, context) {
            Some(transport) => context.store.send_later(mail, &transport),
            None => {
                let line = "no mail was sent: set MAIL_WEBHOOK and MAIL_SECRET, or bind MAIL and set MAIL_FROM";
                (context.log)(Level::Error, line.into(), &Default::default());
            }
        }
    }
    (context.wait_until)(context.now + context.config.login.failure_after).await;
    Ok(reply::json(StatusCode::ACCEPTED, &()).into())
}

/// The schema of such a request.
pub(super) fn body(title: &str) -> Json {
    json!({
        "properties": {"email": {"type": "string", "format": "email", "title": "Email"}},
        "type": "object",
        "required": ["email"],
        "title": title,
    })
}

/// Whose mail it is: the user whose address this is now, if the mail makes sense.
async fn recipient<S: Backend>(
    purpose: Purpose,
    email: &str,
    context: &Context<'_, S>,
) -> Result<Option<User>, Refusal> {
    let username = resolve::by_address(email, context).await?;
    match context.store.user(&username).await {
        Ok(Some(_)) => (),
        Ok(None) | Err(StoreError::Malformed(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    let user = match record::newest(&username, context).await {
        Ok(user) => user,
        Err(refusal) => {
            // Whoever has no account is never asked about there.
            refusal.reply(context.log);
            return Ok(None);
        }
    };
    Ok(user.filter(|user| {
        let own = user.email.as_deref().unwrap_or(&user.username);
        let is_own = address::comparable(own) == address::comparable(email);
        let makes_sense = purpose == Purpose::Reset || !user_read::is_verified(user);
        is_own && user_read::is_active(user) && makes_sense
    }))
}

async fn compose<S: Backend>(
    purpose: Purpose,
    user: &User,
    uri: &Uri,
    context: &Context<'_, S>,
) -> Option<Mail> {
    let keys = &context.config.accounts.mail_keys;
    let token = keys.write(purpose, user, context.now as i64)?;
    let template = match context.store.template(purpose.word()).await {
        Ok(template) => template,
        Err(error) => {
            let line = format!("the template of a mail cannot be read: {error}");
            (context.log)(Level::Error, line.into(), &Default::default());
            None
        }
    };
    let base = context.config.accounts.public_url.clone();
    let base = base.unwrap_or_else(|| origin(uri));
    let compose = |template| mail::compose(purpose, user, token.clone(), &base, template);
    match compose(template.as_deref()) {
        Ok(mail) => Some(mail),
        Err(problem) => {
            let kind = purpose.word();
            let line = format!("the template mail:{kind} cannot be used: {problem}");
            (context.log)(Level::Error, line.into(), &Default::default());
            compose(None).ok()
        }
    }
}

/// How mails go out, `None` where nobody has said how.
fn transport<S>(uri: &Uri, context: &Context<'_, S>) -> Option<MailTransport> {
    match &context.config.accounts.mail {
        Some(transport) => Some(transport.clone()),
        None => is_this_machine(uri).then_some(MailTransport::Console),
    }
}

/// Whether mails are printed, and can be looked at.
pub(super) fn is_console<S>(uri: &Uri, context: &Context<'_, S>) -> bool {
    matches!(transport(uri, context), Some(MailTransport::Console))
}

/// On Cloudflare no request comes for such a host.
fn is_this_machine(uri: &Uri) -> bool {
    matches!(uri.host(), Some("localhost" | "127.0.0.1" | "[::1]"))
}
