//! The user whose token a request has, for what nobody may do with a token that has ended.

use ::http::HeaderMap;

use super::record;
use crate::oauth::access_token::AccessToken;
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::{Backend, account, bearer};
use crate::store::User;

/// The user and the token, as the place of the account knows them: whoever was logged out a
/// moment ago takes the account over nowhere, also not where the key-value store lags.
///
/// # Errors
/// 401 for a token that is no good any more, and 404 for a user who is gone.
pub(super) async fn authenticate<S: Backend>(
    headers: &HeaderMap,
    context: &Context<'_, S>,
) -> Result<(User, AccessToken), Refusal> {
    account::on(context)?;
    let (user, token) = bearer::authenticate(headers, &[], context).await?;
    let user = record::newest(&user.username, context).await?;
    let user = user.ok_or_else(Refusal::not_found)?;
    if token.is_revoked(&user) {
        return Err(bearer::invalid("revoked", &[]));
    }
    if account::has_ended_now(&token, &user, context).await? {
        return Err(bearer::invalid("ended", &[]));
    }
    Ok((bearer::active(user)?, token))
}
