//! passlib's own formats. Its PBKDF2, scrypt, phpass and LDAP ones are shared
//! with others and read there.

use super::{Parts, bcrypt};
use crate::error::Result;
use crate::password::encoding::{decimal, fields, malformed};
use crate::password::function::bcrypt::Prehash;

/// Reads what follows `$bcrypt-sha256$`: `v=2,t=2b,r=<cost>$<salt>$<tag>`, or
/// `2a,<cost>$<salt>$<tag>` and `2b,…` before passlib 1.7.3
/// (`passlib/handlers/bcrypt.py`).
pub(super) fn bcrypt_sha256(rest: &str) -> Result<Parts> {
    let wrong = || malformed("a bcrypt-sha256 hash is its parameters, a salt and a tag");
    let [parameters, salt, tag] = fields(rest, '$').ok_or_else(wrong)?;
    let second = parameters.strip_prefix("v=2,t=2b,r=");
    let first = parameters
        .strip_prefix("2a,")
        .or_else(|| parameters.strip_prefix("2b,"));
    let cost = decimal(second.or(first).ok_or_else(wrong)?);
    let prehash = match second {
        Some(_) => Prehash::HmacSha256Base64 {
            key: salt.to_owned(),
        },
        None => Prehash::Sha256Base64,
    };
    bcrypt::from_parts(cost, salt, tag, prehash, false)
}
