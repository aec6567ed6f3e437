//! The schemes of LDAP's `userPassword` (RFC 2307 section 5.3 and OpenLDAP) as
//! passlib reads and writes them (`passlib/handlers/ldap_digests.py`), the salt
//! after the password. Dovecot has the same in hexadecimal digits too
//! (`password-scheme.c`), and Joomla 2.5 `{SHA256}<hexadecimal>:<salt>`.

use super::{Parts, pbkdf2 as phc};
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::encoding::{b64, decimal, fields, hex, hex_tag, malformed, read_hex};
use crate::password::function::digested::Digested;

pub(super) fn ssha(rest: &str) -> Result<Parts> {
    salted(Digest::Sha1, rest)
}

pub(super) fn ssha256(rest: &str) -> Result<Parts> {
    salted(Digest::Sha256, rest)
}

pub(super) fn ssha384(rest: &str) -> Result<Parts> {
    salted(Digest::Sha384, rest)
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
    if let Some((tag, salt)) = rest.split_once(':') {
        let tag = hex_tag("the tag of a Joomla hash", tag, 32)?;
        let kdf = Digested::once(Digest::Sha256, Vec::new(), salt.into());
        return Ok(Parts::new(kdf, tag)?.named("joomla"));
    }
    plain(Digest::Sha256, rest)
}

pub(super) fn sha384(rest: &str) -> Result<Parts> {
    plain(Digest::Sha384, rest)
}

pub(super) fn sha512(rest: &str) -> Result<Parts> {
    plain(Digest::Sha512, rest)
}

pub(super) fn md5(rest: &str) -> Result<Parts> {
    plain(Digest::Md5, rest)
}

/// Spring's `{ldap}` before one of two.
pub(super) fn spring(rest: &str) -> Result<Parts> {
    let after = |name: &str| {
        let (start, rest) = rest.split_at_checked(name.len())?;
        start.eq_ignore_ascii_case(name).then_some(rest)
    };
    match (after("{SSHA}"), after("{SHA}")) {
        (Some(rest), _) => Ok(ssha(rest)?.named("ldap-salted")),
        (_, Some(rest)) => Ok(sha(rest)?.named("ldap")),
        _ => Err(malformed("{SSHA} or {SHA} comes after {ldap}")),
    }
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

/// The digest and the salt that follows it. Base64 that is nothing but hexadecimal
/// digits of one case, and as many as a digest has, is none.
fn read(digest: Digest, rest: &str) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut tag = match read_hex(rest).filter(|bytes| bytes.len() >= digest.length()) {
        Some(bytes) => bytes,
        None => b64("what follows the name of an LDAP hash", rest)?,
    };
    if tag.len() < digest.length() {
        return Err(malformed("an LDAP hash is at least as long as its digest"));
    }
    let salt = tag.split_off(digest.length());
    Ok((tag, salt))
}

fn from_parts(digest: Digest, (tag, salt): (Vec<u8>, Vec<u8>)) -> Result<Parts> {
    Parts::new(Digested::once(digest, Vec::new(), salt), tag)
}

pub(super) fn pbkdf2_sha1(rest: &str) -> Result<Parts> {
    pbkdf2(Digest::Sha1, rest)
}

pub(super) fn pbkdf2_sha256(rest: &str) -> Result<Parts> {
    pbkdf2(Digest::Sha256, rest)
}

pub(super) fn pbkdf2_sha512(rest: &str) -> Result<Parts> {
    pbkdf2(Digest::Sha512, rest)
}

/// `<rounds>$<salt>$<tag>`. Dovecot's is `$1$<salt>$<rounds>$<hexadecimal>`, the salt
/// being text (`password-scheme-pbkdf2.c`).
fn pbkdf2(prf: Digest, rest: &str) -> Result<Parts> {
    let wrong = || malformed("an LDAP PBKDF2 hash is an iteration count, a salt and a tag");
    if let Some(dovecot) = rest.strip_prefix("$1$") {
        let [salt, rounds, tag] = fields(dovecot, '$').ok_or_else(wrong)?;
        let tag = hex("the tag of Dovecot's PBKDF2", tag)?;
        let parts = phc::from_parts(prf, decimal(rounds), salt.into(), tag)?;
        return Ok(parts.named("dovecot-pbkdf2"));
    }
    let [rounds, salt, tag] = fields(rest, '$').ok_or_else(wrong)?;
    Ok(phc::passlib(prf, rounds, salt, tag)?.named("ldap-pbkdf2"))
}
