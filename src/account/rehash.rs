//! A better hash in place of an old or weak one, at the moment the password is
//! there to make it from.

use super::Context;
use super::facts::Notice;
use crate::password::{SALT_LENGTH, StoredHash};
use crate::store::{User, Users};

/// Writes a better hash over the user's, where there is one to be had, and says
/// what came of it. After a failure the login goes on with the old one.
pub(super) async fn rehash<S: Users>(
    user: &User,
    stored: &StoredHash,
    password: &[u8],
    context: &Context<'_, S>,
) -> Option<Notice> {
    if stored.is_current(context.hash) {
        return None;
    }
    match replace(user, stored, password, context).await {
        Ok(true) => Some(Notice::Rehashed),
        Ok(false) => None,
        Err(why) => Some(Notice::NotRehashed(why)),
    }
}

/// Makes a new hash and writes it, unless this password may not go into one, or
/// the record has got another hash in the meantime: by another login of the same
/// user, or with a new password.
async fn replace<S: Users>(
    user: &User,
    stored: &StoredHash,
    password: &[u8],
    context: &Context<'_, S>,
) -> Result<bool, String> {
    let mut salt = [0; SALT_LENGTH];
    let encoded = (context.random)(&mut salt)
        .and_then(|()| stored.rehash(password, &salt, context.hash))
        .map_err(|error| error.to_string())?;
    let Some(encoded) = encoded else {
        return Ok(false);
    };
    // What the record holds now goes back, not what it held before the work.
    let now = context.store.user(&user.username).await;
    match now.map_err(|error| error.to_string())? {
        Some(mut now) if now.hashed_password == user.hashed_password => {
            now.set_hashed_password(encoded);
            let written = context.store.put(&now).await;
            written.map(|()| true).map_err(|error| error.to_string())
        }
        _ => Ok(false),
    }
}
