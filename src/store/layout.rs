//! Where things lie in a key-value store and how they are read from there: one
//! place for Workers KV and for its twin in memory.
//!
//! | key | value |
//! | --- | --- |
//! | `user:<username>` | the record of a [`User`], JSON |
//! | `hash:<username>` | a [`super::RenewedHash`], JSON |
//! | `email:<address>` | the name of the user whose address this is, as it is compared |
//! | `id:<id>` | the name of the user whose record has this `id` |
//! | `mail:<kind>` | the template of a mail, JSON |
//! | `ended:<username>` | an [`super::Ended`], JSON; it expires with the tokens that it is about |

use super::{StoreError, User};

/// The longest name, address or id, in bytes: Workers KV takes keys of 512, and the
/// longest that begins with what a key begins with here is `ended:` or `email:`.
pub const MAX_NAME_LENGTH: usize = 506;

/// The key of a user's record, `None` for a name that is too long for one: no such
/// user can have been stored.
pub fn user_key(username: &str) -> Option<String> {
    key("user:", username)
}

/// The key of the hash that a login has made for a user.
pub fn hash_key(username: &str) -> Option<String> {
    key("hash:", username)
}

/// The key of what has ended of a user's sessions and tokens.
pub fn ended_key(username: &str) -> Option<String> {
    key("ended:", username)
}

/// The key of whose address this is, as `account::address` compares it.
pub fn email_key(address: &str) -> Option<String> {
    key("email:", address)
}

/// The key of whose record has this id.
pub fn id_key(id: &str) -> Option<String> {
    key("id:", id)
}

/// One bound for all of them, so that whoever has a record can have every other key.
fn key(kind: &str, name: &str) -> Option<String> {
    (name.len() <= MAX_NAME_LENGTH).then(|| format!("{kind}{name}"))
}

/// What a write is refused with whose key would be too long.
pub fn no_key() -> StoreError {
    StoreError::Unavailable("the username is too long".into())
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
