//! What only Ory Kratos imports (`hash/hash_comparator.go`): digests with a
//! salting format and HMACs. Its other spellings are read with their families.

use super::Parts;
use crate::error::{Error, Result};
use crate::password::digest::Digest;
use crate::password::encoding::{b64, fields, hex_tag, malformed, wrong_length};
use crate::password::function::digested::Digested;
use crate::password::function::hmac::Hmac;

pub(super) fn md5(rest: &str) -> Result<Parts> {
    match rest.strip_prefix("pf=") {
        Some(rest) => formatted(Digest::Md5, rest),
        None => digested(Digest::Md5, Vec::new(), Vec::new(), rest),
    }
}

pub(super) fn sha1(rest: &str) -> Result<Parts> {
    formatted(Digest::Sha1, rest)
}

pub(super) fn sha256(rest: &str) -> Result<Parts> {
    formatted(Digest::Sha256, rest)
}

pub(super) fn sha512(rest: &str) -> Result<Parts> {
    formatted(Digest::Sha512, rest)
}

/// What follows `pf=`: `<salting format>$<salt>$<tag>`. The format is text such as
/// `{SALT}{PASSWORD}`.
fn formatted(digest: Digest, rest: &str) -> Result<Parts> {
    let [format, salt, tag] = fields(rest, '$').ok_or_else(wrong)?;
    let format = b64("the salting format", format)?;
    let format = String::from_utf8(format).map_err(|_| wrong())?;
    let salt = b64("the salt of a Kratos hash", salt)?;
    let [before, after] = split(&format)
        .ok_or_else(|| malformed("a salting format has one {PASSWORD}"))?
        .map(|text| replace_salt(text, &salt));
    digested(digest, before, after, tag)
}

fn split(format: &str) -> Option<[&str; 2]> {
    let (before, after) = format.split_once("{PASSWORD}")?;
    (!after.contains("{PASSWORD}")).then_some([before, after])
}

fn replace_salt(text: &str, salt: &[u8]) -> Vec<u8> {
    let pieces: Vec<&[u8]> = text.split("{SALT}").map(str::as_bytes).collect();
    pieces.join(salt)
}

fn digested(digest: Digest, prefix: Vec<u8>, suffix: Vec<u8>, tag: &str) -> Result<Parts> {
    let what = "the tag of a Kratos hash";
    let tag = b64(what, tag)?;
    if tag.len() != digest.length() {
        return Err(wrong_length(what, tag.len(), digest.length()));
    }
    Parts::new(Digested::once(digest, prefix, suffix), tag)
}

/// What follows `$hmac-`: `<digest>$<tag>$<key>`, the tag in base64 of its
/// hexadecimal digits.
pub(super) fn hmac(rest: &str) -> Result<Parts> {
    let [digest, tag, key] = fields(rest, '$').ok_or_else(wrong)?;
    let digest =
        Digest::from_name(digest).ok_or_else(|| malformed("the digest of an HMAC is unknown"))?;
    let what = "the tag of a Kratos HMAC";
    let tag = String::from_utf8(b64(what, tag)?).map_err(|_| wrong())?;
    let tag = hex_tag(what, &tag, digest.length())?;
    let key = b64("the key of a Kratos HMAC", key)?;
    Parts::new(Hmac { digest, key }, tag)
}

fn wrong() -> Error {
    malformed("a Kratos hash is a salting format, a salt and a tag")
}
