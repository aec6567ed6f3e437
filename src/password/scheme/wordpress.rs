//! WordPress 6.8 and later: `$wp` before a bcrypt hash of
//! base64(HMAC-SHA-384(trimmed password)), see `wp_hash_password` and
//! `wp_check_password` in its `pluggable.php`. Older ones are phpass's `$P$`.

use super::{Parts, bcrypt, phpass};
use crate::error::Result;
use crate::password::function::bcrypt::Prehash;
use crate::password::function::wordpress::wordpress;

/// Reads what follows `$wp$2`.
pub(super) fn read(rest: &str) -> Result<Parts> {
    bcrypt::prehashed(Prehash::WordPress, rest).map(|parts| parts.spelled(wordpress))
}

/// Reads what follows `$P$`.
pub(super) fn portable(rest: &str) -> Result<Parts> {
    phpass::md5(rest).map(|parts| parts.spelled(wordpress))
}
