//! Werkzeug, and so Flask (`werkzeug/security.py`). Its salts are text that goes
//! into the hash as it is written, its tags hexadecimal.

use super::{Parts, pbkdf2};
use crate::error::{Error, Result};
use crate::password::digest::Digest;
use crate::password::encoding::{decimal, fields, hex, hex_tag, malformed};
use crate::password::function::digested::Digested;
use crate::password::function::hmac::Hmac;
use crate::password::function::scrypt::{Cost, Scrypt};

/// What the newest Werkzeug, 3.1, takes where the method does not say.
const DEFAULT_ROUNDS: &str = "1000000";

/// `<N>:<r>:<p>$<salt>$<tag>`.
pub(super) fn scrypt(rest: &str) -> Result<Parts> {
    let [method, salt, tag] = read(rest)?;
    let [n, r, p] = fields(method, ':').ok_or_else(wrong)?;
    let number = |text| decimal(text).ok_or_else(wrong);
    let cost = Cost::from_n(number(n)?, number(r)?, number(p)?)?;
    let salt = salt.into();
    Parts::new(
        Scrypt { cost, salt },
        hex("the tag of a Werkzeug scrypt hash", tag)?,
    )
}

/// `<digest>[:<iterations>]$<salt>$<tag>`.
pub(super) fn pbkdf2(rest: &str) -> Result<Parts> {
    let [method, salt, tag] = read(rest)?;
    let (digest, rounds) = method.split_once(':').unwrap_or((method, DEFAULT_ROUNDS));
    let prf = Digest::from_name(digest).ok_or_else(|| {
        malformed("the digest of a Werkzeug hash is md5, sha1, sha224, sha256, sha384 or sha512")
    })?;
    let tag = hex_tag("the tag of a Werkzeug PBKDF2 hash", tag, prf.length())?;
    pbkdf2::from_parts(prf, decimal(rounds), salt.into(), tag)
}

pub(super) fn sha224(rest: &str) -> Result<Parts> {
    plain(Digest::Sha224, rest)
}

pub(super) fn sha256(rest: &str) -> Result<Parts> {
    plain(Digest::Sha256, rest)
}

pub(super) fn sha384(rest: &str) -> Result<Parts> {
    plain(Digest::Sha384, rest)
}

pub(super) fn sha512(rest: &str) -> Result<Parts> {
    plain(Digest::Sha512, rest)
}

/// `<salt>$<tag>`, the plain methods before Werkzeug 3.0: an HMAC keyed with
/// the salt, and where that is empty the digest alone. MD5 and SHA-1 are read with
/// Django's, which are spelled alike.
fn plain(digest: Digest, rest: &str) -> Result<Parts> {
    let [salt, tag] = fields(rest, '$').ok_or_else(wrong)?;
    let tag = hex_tag("the tag of a Werkzeug hash", tag, digest.length())?;
    if salt.is_empty() {
        return Parts::new(Digested::once(digest, Vec::new(), Vec::new()), tag);
    }
    let key = salt.into();
    Parts::new(Hmac { digest, key }, tag)
}

fn read(rest: &str) -> Result<[&str; 3]> {
    fields(rest, '$').ok_or_else(wrong)
}

fn wrong() -> Error {
    malformed("a Werkzeug hash is a method with its parameters, a salt and a tag")
}
