//! Which user is meant.

use crate::account::address;
use crate::oauth::Backend;
use crate::oauth::context::Context;
use crate::store::StoreError;

/// The name of the user who logs in with this text: of an address the user whose
/// address it is, else the text itself. Of an address that is nobody's all spellings are
/// one name, as they are of one that is somebody's: so failures count the same.
pub(in crate::oauth) async fn by_login<S: Backend>(
    text: &str,
    context: &Context<'_, S>,
) -> Result<String, StoreError> {
    if !text.contains('@') || !context.store.are_on() {
        return Ok(text.to_owned());
    }
    let place = address::comparable(text);
    if let Some(owner) = context.store.username_of(&place).await? {
        return Ok(owner);
    }
    // A name that was put in with capitals, and is no record's address, is spelled so.
    let is_a_name = place != text && !matches!(context.store.user(text).await, Ok(None));
    Ok(if is_a_name { text.to_owned() } else { place })
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
