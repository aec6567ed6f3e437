//! Django (`django/contrib/auth/hashers.py`). Its salts are text that goes into
//! the hash as it is written.

use super::{Parts, bcrypt, pbkdf2};
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::encoding::{b64, decimal, fields, hex_tag, malformed, wrong_length};
use crate::password::function::bcrypt::Prehash;
use crate::password::function::digested::Digested;
use crate::password::function::hmac::Hmac;
use crate::password::function::scrypt::{Cost, Scrypt};
use crate::password::function::unusable::Unusable;

/// `sha256$<iterations>$<salt>$<tag>`, and the same for SHA-1.
pub(super) fn pbkdf2(rest: &str) -> Result<Parts> {
    let [digest, rounds, salt, tag] =
        fields(rest, '$').ok_or_else(|| malformed("a Django PBKDF2 hash has four fields"))?;
    let prf = match digest {
        "sha256" => Digest::Sha256,
        "sha1" => Digest::Sha1,
        "sha512" => Digest::Sha512,
        _ => {
            return Err(malformed(
                "Django's PBKDF2 is pbkdf2_sha256, pbkdf2_sha1 or pbkdf2_sha512",
            ));
        }
    };
    let what = "the tag of a Django PBKDF2 hash";
    let tag = b64(what, tag)?;
    if tag.len() != prf.length() {
        return Err(wrong_length(what, tag.len(), prf.length()));
    }
    let text = pbkdf2::from_parts(prf, decimal(rounds), salt.into(), tag)?;
    match salt.strip_suffix('=').and_then(|_| b64("", salt).ok()) {
        // FoalTS (`@foal/core`, `hashPassword`) writes the same, and its salt is the
        // base64 of the bytes that go into the hash. Django's have no `=`, but for
        // those that somebody has made.
        Some(salt) => {
            let bytes = pbkdf2::from_parts(prf, decimal(rounds), salt, text.tag.clone())?;
            Ok(Parts::any_of(vec![bytes.kdf, text.kdf], text.tag))
        }
        None => Ok(text),
    }
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
    Parts::new(
        Scrypt { cost, salt },
        b64("the tag of a Django scrypt hash", tag)?,
    )
}

pub(super) fn sha1(rest: &str) -> Result<Parts> {
    salted(Digest::Sha1, rest)
}

pub(super) fn md5(rest: &str) -> Result<Parts> {
    salted(Digest::Md5, rest)
}

/// `<salt>$<tag>`, the salt before the password; it may be empty. Werkzeug before 3.0
/// wrote the same and meant an HMAC keyed with the salt.
fn salted(digest: Digest, rest: &str) -> Result<Parts> {
    let wrong = || malformed("a hash of Django or Werkzeug is a digest, a salt and a tag");
    let [salt, tag] = fields(rest, '$').ok_or_else(wrong)?;
    let tag = hex_tag(
        "the tag of a hash of Django or Werkzeug",
        tag,
        digest.length(),
    )?;
    let django = Digested::once(digest, salt.into(), Vec::new());
    if salt.is_empty() {
        return Parts::new(django, tag);
    }
    let key = salt.into();
    let werkzeug = Hmac { digest, key };
    Ok(Parts::any_of(
        vec![Box::new(django), Box::new(werkzeug)],
        tag,
    ))
}

/// An account without a password: nothing at all, `!` and random characters
/// (Django), `!` before a hash (a locked account of Unix), `*`, `*LK*`, `x`.
pub(super) fn unusable() -> Parts {
    Parts::with_any_tag(Unusable, Vec::new())
}
