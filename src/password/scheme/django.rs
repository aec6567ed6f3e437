//! Django (`django/contrib/auth/hashers.py`). Its salts are text that goes into
//! the hash as it is written.

use base64ct::Base64;

use super::{Parts, bcrypt, pbkdf2};
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::encoding::{base64, decimal, fields, hex, malformed};
use crate::password::function::bcrypt::Prehash;
use crate::password::function::digested::Digested;
use crate::password::function::pbkdf2::Prf;
use crate::password::function::scrypt::{Cost, Scrypt};
use crate::password::function::unusable::Unusable;

/// `sha256$<iterations>$<salt>$<tag>`, and the same for SHA-1.
pub(super) fn pbkdf2(rest: &str) -> Result<Parts> {
    let [digest, rounds, salt, tag] =
        fields(rest, '$').ok_or_else(|| malformed("a Django PBKDF2 hash has four fields"))?;
    let prf = match digest {
        "sha256" => Prf::Sha256,
        "sha1" => Prf::Sha1,
        _ => return Err(malformed("Django's PBKDF2 is pbkdf2_sha256 or pbkdf2_sha1")),
    };
    let tag = base64::<Base64>(tag)?;
    if tag.len() != prf.length() {
        return Err(malformed("a PBKDF2 tag is as long as its digest"));
    }
    pbkdf2::from_parts(prf, decimal(rounds), salt.into(), tag)
}

/// What follows `bcrypt_sha256$$2`.
pub(super) fn bcrypt_sha256(rest: &str) -> Result<Parts> {
    bcrypt::prehashed(Prehash::Sha256Hex, rest)
}

/// `<N>$<salt>$<r>$<p>$<tag>`.
pub(super) fn scrypt(rest: &str) -> Result<Parts> {
    let wrong = || malformed("a Django scrypt hash is N, a salt, r, p and a tag");
    let [n, salt, r, p, tag] = fields(rest, '$').ok_or_else(wrong)?;
    let number = |text| decimal(text).ok_or_else(wrong);
    let cost = Cost::from_n(number(n)?, number(r)?, number(p)?)?;
    let salt = salt.into();
    Parts::new(Scrypt { cost, salt }, base64::<Base64>(tag)?)
}

pub(super) fn sha1(rest: &str) -> Result<Parts> {
    salted(Digest::Sha1, rest)
}

pub(super) fn md5(rest: &str) -> Result<Parts> {
    salted(Digest::Md5, rest)
}

/// `<salt>$<tag>`, the salt before the password; it may be empty.
fn salted(digest: Digest, rest: &str) -> Result<Parts> {
    let [salt, tag] = fields(rest, '$').ok_or_else(|| malformed("the hash is a salt and a tag"))?;
    let tag = hex(tag)?;
    if tag.len() != digest.length() {
        return Err(malformed("the tag is as long as its digest"));
    }
    let kdf = Digested {
        digest,
        prefix: salt.into(),
        suffix: Vec::new(),
        rounds: 1,
    };
    Parts::new(kdf, tag)
}

/// `!` and random characters: an account without a password.
pub(super) fn unusable(_rest: &str) -> Result<Parts> {
    Ok(Parts::with_any_tag(Unusable, Vec::new()))
}
