//! The schemes of LDAP's `userPassword` (RFC 2307 section 5.3 and OpenLDAP) as
//! passlib reads and writes them (`passlib/handlers/ldap_digests.py`), the salt
//! after the password.

use base64ct::Base64;

use super::{Parts, pbkdf2 as phc};
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::encoding::{base64, fields, malformed};
use crate::password::function::digested::Digested;
use crate::password::function::pbkdf2::Prf;

pub(super) fn ssha(rest: &str) -> Result<Parts> {
    salted(Digest::Sha1, rest)
}

pub(super) fn ssha256(rest: &str) -> Result<Parts> {
    salted(Digest::Sha256, rest)
}

pub(super) fn ssha512(rest: &str) -> Result<Parts> {
    salted(Digest::Sha512, rest)
}

pub(super) fn smd5(rest: &str) -> Result<Parts> {
    salted(Digest::Md5, rest)
}

pub(super) fn sha(rest: &str) -> Result<Parts> {
    plain(Digest::Sha1, rest)
}

pub(super) fn sha256(rest: &str) -> Result<Parts> {
    plain(Digest::Sha256, rest)
}

pub(super) fn sha512(rest: &str) -> Result<Parts> {
    plain(Digest::Sha512, rest)
}

pub(super) fn md5(rest: &str) -> Result<Parts> {
    plain(Digest::Md5, rest)
}

fn salted(digest: Digest, rest: &str) -> Result<Parts> {
    let parts = read(digest, rest)?;
    match parts.1.is_empty() {
        true => Err(malformed("a salted LDAP hash has a salt after its digest")),
        false => from_parts(digest, parts),
    }
}

fn plain(digest: Digest, rest: &str) -> Result<Parts> {
    let parts = read(digest, rest)?;
    match parts.1.is_empty() {
        true => from_parts(digest, parts),
        false => Err(malformed(
            "an LDAP hash without salt is as long as its digest",
        )),
    }
}

/// The digest and the salt that follows it.
fn read(digest: Digest, rest: &str) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut tag = base64::<Base64>(rest)?;
    if tag.len() < digest.length() {
        return Err(malformed("an LDAP hash is at least as long as its digest"));
    }
    let salt = tag.split_off(digest.length());
    Ok((tag, salt))
}

fn from_parts(digest: Digest, (tag, salt): (Vec<u8>, Vec<u8>)) -> Result<Parts> {
    let kdf = Digested {
        digest,
        prefix: Vec::new(),
        suffix: salt,
        rounds: 1,
    };
    Parts::new(kdf, tag)
}

/// What follows `{PBKDF2`: `-<digest>}<rounds>$<salt>$<tag>`, and `}…` for
/// SHA-1.
pub(super) fn pbkdf2(rest: &str) -> Result<Parts> {
    let wrong = || malformed("an LDAP PBKDF2 hash is an iteration count, a salt and a tag");
    let (digest, rest) = rest.split_once('}').ok_or_else(wrong)?;
    let prf = match digest {
        "" => Prf::Sha1,
        "-SHA256" => Prf::Sha256,
        "-SHA512" => Prf::Sha512,
        _ => {
            return Err(malformed(
                "LDAP's PBKDF2 is PBKDF2, PBKDF2-SHA256 or PBKDF2-SHA512",
            ));
        }
    };
    let [rounds, salt, tag] = fields(rest, '$').ok_or_else(wrong)?;
    phc::passlib(prf, rounds, salt, tag)
}
