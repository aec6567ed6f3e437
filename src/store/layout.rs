//! Where things lie in a key-value store and how they are read from there: one
//! place for Workers KV and for its twin in memory.
//!
//! | key | value |
//! | --- | --- |
//! | `user:<username>` | the record of a [`User`], JSON |
//! | `stand-ins` | the list of decoys that `account` keeps, JSON |

use super::{StoreError, User};

/// The longest key of Workers KV, in bytes.
pub const MAX_KEY_LENGTH: usize = 512;

/// The key of the list of decoys.
pub const DECOYS: &str = "stand-ins";

/// The key of a user's record, `None` for a name that is too long for one: no such
/// user can have been stored.
pub fn user_key(username: &str) -> Option<String> {
    let key = format!("user:{username}");
    (key.len() <= MAX_KEY_LENGTH).then_some(key)
}

/// The key to write a user's record under.
///
/// # Errors
/// [`StoreError::Unavailable`] where there can be none.
pub fn key_for_writing(user: &User) -> Result<String, StoreError> {
    user_key(&user.username)
        .ok_or_else(|| StoreError::Unavailable("the username is too long".into()))
}

/// A value as text. Some editors put a byte order mark before a file that is
/// uploaded; it is left out.
///
/// # Errors
/// [`StoreError::Malformed`] where it is not UTF-8.
pub fn text(value: Vec<u8>) -> Result<String, StoreError> {
    let text = String::from_utf8(value).map_err(|_| StoreError::Malformed("not UTF-8".into()))?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// The user in the text that lies under the key of `username`.
///
/// # Errors
/// [`StoreError::Malformed`] where the text is no record, or the record of
/// somebody else.
pub fn user(username: &str, record: &str) -> Result<User, StoreError> {
    let user = User::from_json(record)?;
    if user.username != username {
        let detail = "`username` is not the name in the key";
        return Err(StoreError::Malformed(detail.into()));
    }
    Ok(user)
}
