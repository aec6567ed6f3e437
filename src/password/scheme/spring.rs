//! Spring Security's `DelegatingPasswordEncoder`
//! (`PasswordEncoderFactories.createDelegatingPasswordEncoder`). Where a hash
//! does not carry its parameters, they are those of the encoder named in braces.

use super::{Parts, ldap, pbkdf2};
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::encoding::{b64, fields, hex, hex_tag, malformed};
use crate::password::function::digested::Digested;
use crate::password::function::scrypt::{Cost, Scrypt};

/// PBKDF2 and its relatives give 256 bits.
const TAG_LENGTH: usize = 32;

/// `Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_5`, or what LDAP means by the
/// same name.
pub(super) fn pbkdf2_v5_5(rest: &str) -> Result<Parts> {
    if rest.contains('$') {
        return ldap::pbkdf2_sha1(rest);
    }
    let (salt, tag) = salt_and_tag(rest, 8)?;
    pbkdf2::from_parts(Digest::Sha1, Some(185_000), salt, tag)
}

/// `Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8`.
pub(super) fn pbkdf2_v5_8(rest: &str) -> Result<Parts> {
    let (salt, tag) = salt_and_tag(rest, 16)?;
    pbkdf2::from_parts(Digest::Sha256, Some(310_000), salt, tag)
}

/// `StandardPasswordEncoder`: 1024 rounds of SHA-256 over salt and password. Where it
/// is not as long as that, it is what LDAP means by the same name.
pub(super) fn standard(rest: &str) -> Result<Parts> {
    if rest.len() != 2 * (8 + TAG_LENGTH) || rest.contains(':') {
        return Ok(ldap::sha256(rest)?.named("ldap"));
    }
    let (salt, tag) = salt_and_tag(rest, 8)?;
    let kdf = Digested {
        rounds: 1024,
        ..Digested::once(Digest::Sha256, salt, Vec::new())
    };
    Parts::new(kdf, tag)
}

/// Salt and tag, one after the other, in hexadecimal.
fn salt_and_tag(rest: &str, salt_length: usize) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut salt = hex("a Spring hash", rest)?;
    if salt.len() != salt_length + TAG_LENGTH {
        return Err(malformed("a Spring hash is a salt and a tag of 32 bytes"));
    }
    let tag = salt.split_off(salt_length);
    Ok((salt, tag))
}

/// `<parameters>$<salt>$<tag>` of `SCryptPasswordEncoder`: log N, r and p in the
/// bits from 16, 8 and 0 of a hexadecimal number.
pub(super) fn scrypt(rest: &str) -> Result<Parts> {
    let wrong = || malformed("a Spring scrypt hash is parameters, a salt and a tag");
    let [parameters, salt, tag] = fields(rest, '$').ok_or_else(wrong)?;
    let canonical = parameters.len() <= 6
        && !parameters.starts_with('0')
        && parameters
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    let number = match canonical {
        true => u32::from_str_radix(parameters, 16).map_err(|_| wrong())?,
        false => return Err(wrong()),
    };
    let cost = Cost::new(number >> 16, (number >> 8) & 0xFF, number & 0xFF)?;
    let salt = b64("the salt of a Spring scrypt hash", salt)?;
    let tag = b64("the tag of a Spring scrypt hash", tag)?;
    Parts::new(Scrypt { cost, salt }, tag)
}

pub(super) fn sha256(rest: &str) -> Result<Parts> {
    message_digest(Digest::Sha256, rest)
}

pub(super) fn sha512(rest: &str) -> Result<Parts> {
    message_digest(Digest::Sha512, rest)
}

pub(super) fn sha1(rest: &str) -> Result<Parts> {
    message_digest(Digest::Sha1, rest)
}

/// What follows `{MD5}{`.
pub(super) fn salted_md5(rest: &str) -> Result<Parts> {
    salted(Digest::Md5, rest)
}

/// `[{<salt>}]<tag>` of `MessageDigestPasswordEncoder`.
fn message_digest(digest: Digest, rest: &str) -> Result<Parts> {
    match rest.strip_prefix('{') {
        Some(rest) => salted(digest, rest),
        None => digested(digest, String::new(), rest),
    }
}

/// The salt goes into the digest after the password, with its braces.
fn salted(digest: Digest, rest: &str) -> Result<Parts> {
    let (salt, tag) = rest
        .split_once('}')
        .ok_or_else(|| malformed("the salt of a Spring hash ends with a brace"))?;
    digested(digest, format!("{{{salt}}}"), tag)
}

fn digested(digest: Digest, salt: String, tag: &str) -> Result<Parts> {
    let tag = hex_tag("the tag of a Spring digest", tag, digest.length())?;
    let kdf = Digested::once(digest, Vec::new(), salt.into_bytes());
    Parts::new(kdf, tag)
}
