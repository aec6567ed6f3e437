//! A better hash beside an old or weak one, at the moment the password is there to
//! make it from.

use sha2::{Digest, Sha256};

use super::Context;
use super::facts::Notice;
use crate::password::{SALT_LENGTH, StoredHash};
use crate::store::{RenewedHash, User, Users};

/// Stores a better hash for a user, where there is one to be had, and says what came
/// of it. `stored` is the one that was checked, the record's own or one that renewed
/// it. After a failure the login goes on with the old one.
pub(super) async fn rehash<S: Users>(
    user: &User,
    stored: &StoredHash,
    password: &[u8],
    context: &Context<'_, S>,
) -> Option<Notice> {
    if stored.is_current(context.hash) {
        return None;
    }
    match renew(user, stored, password, context).await {
        Ok(true) => Some(Notice::Rehashed),
        Ok(false) => None,
        Err(why) => Some(Notice::NotRehashed(why)),
    }
}

/// Makes a new hash and stores it, unless this password may not go into one.
async fn renew<S: Users>(
    user: &User,
    stored: &StoredHash,
    password: &[u8],
    context: &Context<'_, S>,
) -> Result<bool, String> {
    let mut salt = [0; SALT_LENGTH];
    let encoded = (context.random)(&mut salt)
        .and_then(|()| stored.rehash(password, &salt, context.hash))
        .map_err(|error| error.to_string())?;
    let Some(hashed_password) = encoded else {
        return Ok(false);
    };
    let renewed = RenewedHash {
        replaces: digest(&user.hashed_password),
        hashed_password,
    };
    let written = context
        .store
        .put_renewed_hash(&user.username, &renewed)
        .await;
    written.map(|()| true).map_err(|error| error.to_string())
}

/// The SHA-256 of a text in hexadecimal digits, by which a hash of a record is known.
pub(super) fn digest(encoded: &str) -> String {
    let digest = Sha256::digest(encoded.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
