//! MediaWiki (`includes/password`), `:<type>:…`. Its bcrypt and its Argon2 are read
//! with their families.

use super::{Parts, pbkdf2 as phc};
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::encoding::{b64, decimal, fields, hex_tag, malformed, wrong_length};
use crate::password::function::digested::Digested;

/// `<digest>:<rounds>:<length>:<salt>:<tag>` of `Pbkdf2PasswordUsingOpenSSL`.
pub(super) fn pbkdf2(rest: &str) -> Result<Parts> {
    let wrong =
        || malformed("a MediaWiki PBKDF2 hash is a digest, rounds, a length, a salt and a tag");
    let [digest, rounds, length, salt, tag] = fields(rest, ':').ok_or_else(wrong)?;
    let prf = Digest::from_name(digest).ok_or_else(|| {
        malformed("the digest of a MediaWiki hash is sha512, sha256, sha1 or md5")
    })?;
    let length = decimal(length).ok_or_else(wrong)? as usize;
    let salt = b64("the salt of a MediaWiki hash", salt)?;
    let what = "the tag of a MediaWiki hash";
    let tag = b64(what, tag)?;
    if tag.len() != length {
        return Err(wrong_length(what, tag.len(), length));
    }
    phc::from_parts(prf, decimal(rounds), salt, tag)
}

/// `MWOldPassword`, the MD5 alone.
pub(super) fn a(rest: &str) -> Result<Parts> {
    let tag = hex_tag("the tag of a MediaWiki hash of type A", rest, 16)?;
    Parts::new(Digested::once(Digest::Md5, Vec::new(), Vec::new()), tag)
}

/// `MWSaltedPassword`, `<salt>:<tag>`: the MD5 of the salt, a hyphen, and the MD5 of
/// the password in hexadecimal digits.
pub(super) fn b(rest: &str) -> Result<Parts> {
    let [salt, tag] = fields(rest, ':')
        .ok_or_else(|| malformed("a MediaWiki hash of type B is a salt and a tag"))?;
    let tag = hex_tag("the tag of a MediaWiki hash of type B", tag, 16)?;
    let kdf = Digested {
        md5_first: true,
        ..Digested::once(Digest::Md5, format!("{salt}-").into_bytes(), Vec::new())
    };
    Parts::new(kdf, tag)
}
