//! Werkzeug, and so Flask (`werkzeug/security.py`). Its salts are text that goes
//! into the hash as it is written, its tags hexadecimal.

use super::{Parts, pbkdf2};
use crate::error::{Error, Result};
use crate::password::digest::Digest;
use crate::password::encoding::{decimal, fields, hex, malformed};
use crate::password::function::hmac::Hmac;
use crate::password::function::pbkdf2::Prf;
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
    Parts::new(Scrypt { cost, salt }, hex(tag)?)
}

/// `<digest>[:<iterations>]$<salt>$<tag>`.
pub(super) fn pbkdf2(rest: &str) -> Result<Parts> {
    let [method, salt, tag] = read(rest)?;
    let (digest, rounds) = method.split_once(':').unwrap_or((method, DEFAULT_ROUNDS));
    let prf = Prf::from_name(digest)?;
    let tag = hex(tag)?;
    if tag.len() != prf.length() {
        return Err(malformed("a PBKDF2 tag is as long as its digest"));
    }
    pbkdf2::from_parts(prf, decimal(rounds), salt.into(), tag)
}

pub(super) fn sha256(rest: &str) -> Result<Parts> {
    plain(Digest::Sha256, rest)
}

pub(super) fn sha512(rest: &str) -> Result<Parts> {
    plain(Digest::Sha512, rest)
}

/// `<salt>$<tag>`, the plain methods before Werkzeug 3.0: an HMAC keyed with
/// the salt.
fn plain(digest: Digest, rest: &str) -> Result<Parts> {
    let [salt, tag] = fields(rest, '$').ok_or_else(wrong)?;
    let tag = hex(tag)?;
    if tag.len() != digest.length() {
        return Err(malformed("the tag is as long as its digest"));
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
