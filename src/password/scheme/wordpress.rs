//! WordPress 6.8 and later: `$wp` before a bcrypt hash of
//! base64(HMAC-SHA-384(trimmed password)), see `wp_hash_password` and
//! `wp_check_password` in its `pluggable.php`. Older ones are phpass.

use super::{Parts, bcrypt};
use crate::error::Result;
use crate::password::function::bcrypt::Prehash;

/// Reads what follows `$wp$2`.
pub(super) fn read(rest: &str) -> Result<Parts> {
    bcrypt::prehashed(Prehash::WordPress, rest)
}
