//! How often accounts may be made, and mails asked for: each is counted by itself.

use crate::account::address;
use crate::oauth::Backend;
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::level::Level;
use crate::oauth::login::Client;
use crate::store::Reference;

/// Counts a request of a network; `what` is what is asked for.
///
/// # Errors
/// 429 where there were too many in an hour.
pub(super) async fn network<S: Backend>(
    what: &str,
    client: &Client,
    context: &Context<'_, S>,
) -> Result<(), Refusal> {
    let references = &context.config.policy().references;
    let most = context.config.accounts.per_network;
    let Some(network) = client.network() else {
        return Ok(());
    };
    match take(&references.account_requests(what, network), most, context).await {
        None => Ok(()),
        Some(seconds) => {
            let line = "request refused: the limit of ACCOUNT_PER_NETWORK for one network";
            Err(too_many(seconds).log(Level::Warning, line))
        }
    }
}

/// Counts a request about an address, and says in how many seconds there may be another
/// where there were too many in an hour.
pub(super) async fn address<S: Backend>(
    what: &str,
    text: &str,
    context: &Context<'_, S>,
) -> Option<i64> {
    let references = &context.config.policy().references;
    let subject = references.address(what, &address::comparable(text));
    take(&subject, context.config.accounts.per_address, context).await
}

pub(super) fn too_many(seconds: i64) -> Refusal {
    Refusal::too_many_requests("Too many requests", seconds)
}

/// Where nobody counts, or the counts are out of reach, the request goes on.
async fn take<S: Backend>(subject: &Reference, most: u32, context: &Context<'_, S>) -> Option<i64> {
    if !context.store.is_on() {
        return None;
    }
    match context.store.take(subject, most).await {
        Ok(wait) => wait,
        Err(error) => {
            let line = format!("requests are not counted, they go on: {error}");
            (context.log)(Level::Error, line.into(), &Default::default());
            None
        }
    }
}
