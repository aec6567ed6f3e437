//! Which user is meant.

use crate::account::address;
use crate::oauth::Backend;
use crate::oauth::context::Context;
use crate::store::StoreError;

/// The username that a login means: the owner, where the text is an address in use,
/// otherwise the text. An address that nobody owns is folded like one in use, so that
/// failures with any of its spellings are counted together.
pub(in crate::oauth) async fn by_login<S: Backend>(
    text: &str,
    context: &Context<'_, S>,
) -> Result<String, StoreError> {
    if !text.contains('@') || !context.store.accounts_enabled() {
        return Ok(text.to_owned());
    }
    let comparable = address::comparable(text);
    if let Some(owner) = context.store.username_of(&comparable).await? {
        return Ok(owner);
    }
    // A name that was put in with capitals, and is no record's address, is spelled so.
    let is_a_name = comparable != text && !matches!(context.store.user(text).await, Ok(None));
    Ok(if is_a_name {
        text.to_owned()
    } else {
        comparable
    })
}

/// The username that owns this address, or else the address itself as it is compared,
/// which is the name of a user who has registered with it.
pub(super) async fn by_address<S: Backend>(
    text: &str,
    context: &Context<'_, S>,
) -> Result<String, StoreError> {
    let comparable = address::comparable(text);
    let owner = context.store.username_of(&comparable).await?;
    Ok(owner.unwrap_or(comparable))
}
