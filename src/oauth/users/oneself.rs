//! The user whose token a request has, for what nobody may do with a token that has ended.

use super::record;
use crate::oauth::access_token::AccessToken;
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::{Backend, account, bearer};
use crate::store::User;

/// The user of a token as the account's object knows them: whoever was logged out a
/// moment ago must not take over the account where the key-value store lags. Call it
/// when nothing more of the request is awaited.
///
/// # Errors
/// 401 for a token that is no good any more, and 404 for a user who is gone.
pub(super) async fn newest<S: Backend>(
    user: User,
    token: &AccessToken,
    context: &Context<'_, S>,
) -> Result<User, Refusal> {
    let user = record::newest(&user.username, context).await?;
    let user = user.ok_or_else(Refusal::not_found)?;
    if token.is_revoked(&user) {
        return Err(bearer::invalid("revoked", &[]));
    }
    if account::has_ended_now(token, &user, context).await? {
        return Err(bearer::invalid("ended", &[]));
    }
    bearer::active(user)
}
