//! Which user is meant.

use crate::account::address;
use crate::oauth::Backend;
use crate::oauth::context::Context;
use crate::store::StoreError;

/// The name of the user who logs in with this text: of an address the user whose
/// address it is, else the text itself.
pub(in crate::oauth) async fn by_login<S: Backend>(
    text: &str,
    context: &Context<'_, S>,
) -> Result<String, StoreError> {
    if !text.contains('@') || !context.store.are_on() {
        return Ok(text.to_owned());
    }
    let owner = context
        .store
        .username_of(&address::comparable(text))
        .await?;
    Ok(owner.unwrap_or_else(|| text.to_owned()))
}

/// The name of the user whose address this is, if there is one.
pub(super) async fn by_address<S: Backend>(
    text: &str,
    context: &Context<'_, S>,
) -> Result<String, StoreError> {
    let place = address::comparable(text);
    let owner = context.store.username_of(&place).await?;
    Ok(owner.unwrap_or(place))
}
