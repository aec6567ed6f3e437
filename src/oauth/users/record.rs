//! What these routes ask of the object that keeps a user's record.

use crate::account::address;
use crate::account::sessions::{Call, Change, Create, Outcome, TokenClaims};
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::level::Level;
use crate::oauth::who::Who;
use crate::oauth::{Backend, account, bearer};
use crate::store::{User, layout};

/// Why a record was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unchanged {
    /// There is none.
    Missing,
    /// There is one already, or the address is somebody else's.
    Exists,
    /// It has another password, or another address, by now, or the session that asks has
    /// ended.
    Conflict,
    /// The access token that asks has ended.
    Ended,
}

/// The user's record as it is now, whatever the key-value store shows here.
pub(super) async fn newest<S: Backend>(
    username: &str,
    context: &Context<'_, S>,
) -> Result<Option<User>, Refusal> {
    match account::ask(username, Call::Record, context).await? {
        Outcome::Record(None) => Ok(None),
        Outcome::Record(Some(text)) => Ok(Some(layout::user(username, &text)?)),
        _ => Err(account::unexpected()),
    }
}

pub(super) async fn create<S: Backend>(
    username: &str,
    create: Create,
    context: &Context<'_, S>,
) -> Result<Result<User, Unchanged>, Refusal> {
    changed(username, Call::Create(create), context).await
}

pub(super) async fn change<S: Backend>(
    username: &str,
    change: Change,
    context: &Context<'_, S>,
) -> Result<Result<User, Unchanged>, Refusal> {
    changed(username, Call::Change(change), context).await
}

async fn changed<S: Backend>(
    username: &str,
    call: Call,
    context: &Context<'_, S>,
) -> Result<Result<User, Unchanged>, Refusal> {
    let unchanged = match account::ask(username, call, context).await? {
        Outcome::Changed(text) => {
            let user = layout::user(username, &text)?;
            note(username, Some(&text), context).await;
            return Ok(Ok(user));
        }
        Outcome::Exists => Unchanged::Exists,
        Outcome::Missing => Unchanged::Missing,
        Outcome::Ended => Unchanged::Ended,
        Outcome::Conflict => Unchanged::Conflict,
        Outcome::Outdated => return Err(account::changing()),
        _ => return Err(account::unexpected()),
    };
    Ok(Err(unchanged))
}

/// Deletes a user with everything of his, in the name of the own token or of an administrator;
/// `false` where there was none.
pub(super) async fn delete<S: Backend>(
    user: &User,
    by: Option<TokenClaims>,
    context: &Context<'_, S>,
) -> Result<bool, Refusal> {
    let username = &user.username;
    match account::ask(username, Call::Delete { by }, context).await? {
        Outcome::Changed(_) => (),
        Outcome::Missing => return Ok(false),
        Outcome::Ended => return Err(bearer::invalid("ended", &[])),
        _ => return Err(account::unexpected()),
    }
    note(username, None, context).await;
    let email = user.email.as_ref();
    // A name that is the address too has let it go by itself.
    if let Some(email) = email.filter(|email| address::comparable(email) != *username) {
        let released = release(email, username, context).await;
        if let Err(refusal) = released {
            // The deletion stands.
            still_kept(refusal, context);
        }
    }
    Ok(true)
}

/// A line about an address that nobody has, and that could not be let go.
pub(super) fn still_kept<S>(refusal: Refusal, context: &Context<'_, S>) {
    refusal.reply(context.log);
    let line =
        "an address that was given up is still kept: `npm run user -- check --mend` lets it go";
    (context.log)(Level::Error, line.into(), &Who::default());
}

/// Makes an address this user's, and says whether it was not before; `None` where it is
/// somebody else's.
pub(super) async fn claim<S: Backend>(
    address: &str,
    owner: &str,
    context: &Context<'_, S>,
) -> Result<Option<bool>, Refusal> {
    let owner = owner.to_owned();
    let comparable = address::comparable(address);
    let asked = account::ask(
        &comparable,
        Call::Claim {
            owner: owner.clone(),
        },
        context,
    )
    .await;
    if asked.is_err() {
        // What was decided stands, and would be written later. Where this is in vain, too,
        // `npm run user -- check --mend` lets the address go.
        let _ = leave(address, &owner, context).await;
    }
    match asked? {
        Outcome::Done(new) => Ok(Some(new)),
        Outcome::Exists => Ok(None),
        _ => Err(account::unexpected()),
    }
}

/// Lets an address go that was this user's, unless the user has it: the same change may
/// have been asked for twice at once.
pub(super) async fn leave<S: Backend>(
    address: &str,
    owner: &str,
    context: &Context<'_, S>,
) -> Result<(), Refusal> {
    let email = newest(owner, context).await?.and_then(|user| user.email);
    match email.is_some_and(|email| address::comparable(&email) == address::comparable(address)) {
        true => Ok(()),
        false => release(address, owner, context).await,
    }
}

/// Lets an address go that was this user's.
async fn release<S: Backend>(
    address: &str,
    owner: &str,
    context: &Context<'_, S>,
) -> Result<(), Refusal> {
    let owner = owner.to_owned();
    let comparable = address::comparable(address);
    match account::ask(&comparable, Call::Release { owner }, context).await? {
        Outcome::Done(_) => Ok(()),
        _ => Err(account::unexpected()),
    }
}

/// Tells the object that checks this user's passwords. Where that fails a login there
/// goes by what the key-value store shows, for a minute.
async fn note<S: Backend>(username: &str, record: Option<&str>, context: &Context<'_, S>) {
    if !context.store.is_on() {
        return;
    }
    let user = context.config.policy().references.user(username);
    if let Err(error) = context.store.note(&user, record).await {
        let line = format!("the throttle has not heard of a changed record: {error}");
        let who = Who {
            user: Some(user.short()),
            network: None,
        };
        (context.log)(Level::Warning, line.into(), &who);
    }
}
