//! Magento 1 and 2, `<hexadecimal>:<salt>[:<version>…]`, and Joomla, which writes
//! the first two fields alike.

use super::Parts;
use crate::error::Result;
use crate::password::argon2::{Algorithm, Parameters, Version};
use crate::password::digest::Digest;
use crate::password::encoding::{decimal, fields, malformed, read_hex};
use crate::password::function::argon2::Argon2;
use crate::password::function::digested::Digested;
use crate::password::function::magento::{Link, Magento};

/// There are four versions, and each newer one hashes once again.
const MOST_LINKS: usize = 4;

/// What libsodium calls interactive: passes, and bytes of memory.
const INTERACTIVE: (u32, u32) = (2, 67_108_864);
/// `SODIUM_CRYPTO_SIGN_SEEDBYTES`.
const SEED_LENGTH: u32 = 32;
/// `SODIUM_CRYPTO_PWHASH_SALTBYTES`.
const SALT_LENGTH: usize = 16;

/// `None` for another text.
pub(super) fn read(encoded: &str) -> Option<Result<(&'static str, Parts)>> {
    let (tag, rest) = encoded.split_once(':')?;
    let tag = read_hex(tag)?;
    match rest.split_once(':') {
        None => {
            let digest = match tag.len() {
                16 => Digest::Md5,
                32 => Digest::Sha256,
                _ => return None,
            };
            Some(two_fields(digest, rest, tag).map(|parts| ("magento", parts)))
        }
        // Salts are letters and digits, versions begin with a digit.
        Some((salt, versions)) if versions.starts_with(|c: char| c.is_ascii_digit()) => {
            let hashed = tag.len() >= 16 && !salt.is_empty();
            hashed.then(|| chain(salt, versions, tag).map(|parts| ("magento", parts)))
        }
        Some(_) => None,
    }
}

/// Magento 1 has the salt before the password, Joomla after it
/// (`JUserHelper::getCryptedPassword`).
fn two_fields(digest: Digest, salt: &str, tag: Vec<u8>) -> Result<Parts> {
    let before = Digested::once(digest, salt.into(), Vec::new());
    let after = Digested::once(digest, Vec::new(), salt.into());
    Ok(Parts::any_of(vec![Box::new(before), Box::new(after)], tag))
}

fn chain(salt: &str, versions: &str, tag: Vec<u8>) -> Result<Parts> {
    if versions.split(':').count() > MOST_LINKS {
        return Err(malformed(
            "the chain of a Magento hash has more links than there are versions",
        ));
    }
    let links = versions
        .split(':')
        .map(|version| link(salt, version))
        .collect::<Result<Vec<_>>>()?;
    let right = match links.last() {
        Some(Link::Digest(digest)) => digest.length(),
        Some(Link::Argon2(_, length)) => *length,
        None => 0,
    };
    if tag.len() != right {
        return Err(malformed(
            "a Magento hash has another length than its last version gives",
        ));
    }
    let salt = salt.into();
    Parts::new(Magento { links, salt }, tag)
}

fn link(salt: &str, version: &str) -> Result<Link> {
    let wrong =
        || malformed("the version of a Magento hash is 0, 1, 2 or 3_<length>_<passes>_<bytes>");
    Ok(match version {
        "0" => Link::Digest(Digest::Md5),
        "1" => Link::Digest(Digest::Sha256),
        "2" => argon2(salt, SEED_LENGTH, INTERACTIVE).ok_or_else(wrong)?,
        _ => {
            let [name, length, passes, bytes] = fields(version, '_').ok_or_else(wrong)?;
            let number = |text| decimal(text).ok_or_else(wrong);
            let cost = (number(passes)?, number(bytes)?);
            (name == "3")
                .then(|| argon2(salt, number(length).ok()?, cost))
                .flatten()
                .ok_or_else(wrong)?
        }
    })
}

/// The salt is cut to 16 bytes, or repeated until it has as many.
fn argon2(salt: &str, length: u32, (iterations, bytes): (u32, u32)) -> Option<Link> {
    let salt: Vec<u8> = salt.bytes().cycle().take(SALT_LENGTH).collect();
    let parameters = Parameters {
        algorithm: Algorithm::Argon2id,
        version: Version::V0x13,
        memory: bytes / 1024,
        iterations,
        parallelism: 1,
    };
    let length = usize::try_from(length).ok()?;
    let in_range = parameters.memory >= 8 && iterations >= 1 && (16..=128).contains(&length);
    let argon2 = Argon2 {
        parameters,
        salt,
        data: Vec::new(),
        keyid: Vec::new(),
    };
    in_range.then_some(Link::Argon2(argon2, length))
}
