//! Apache Shiro 1, `$shiro1$<digest>$<rounds>$<salt>$<tag>`
//! (`Shiro1CryptFormat`, `SimpleHash`), which Shiro 2 writes for the same digests:
//! the salt goes before the password, and the digest is taken again and again.

use super::Parts;
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::encoding::{b64, decimal, fields, malformed, wrong_length};
use crate::password::function::digested::Digested;

pub(super) fn read(rest: &str) -> Result<Parts> {
    let wrong = || malformed("a Shiro hash is a digest, rounds, a salt and a tag");
    let [name, rounds, salt, tag] = fields(rest, '$').ok_or_else(wrong)?;
    let digest = Digest::from_name(&name.replacen('-', "", 1).to_ascii_lowercase())
        .filter(|_| !name.contains(|c: char| c.is_ascii_lowercase()))
        .ok_or_else(|| {
            malformed("the digest of a Shiro hash is MD5, SHA-1, SHA-256, SHA-384 or SHA-512")
        })?;
    let rounds = decimal(rounds)
        .filter(|rounds| *rounds > 0)
        .ok_or_else(|| malformed("the rounds of a Shiro hash are a number over 0"))?;
    let salt = b64("the salt of a Shiro hash", salt)?;
    let what = "the tag of a Shiro hash";
    let tag = b64(what, tag)?;
    if tag.len() != digest.length() {
        return Err(wrong_length(what, tag.len(), digest.length()));
    }
    let kdf = Digested {
        rounds,
        ..Digested::once(digest, salt, Vec::new())
    };
    Parts::new(kdf, tag)
}
