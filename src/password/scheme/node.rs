//! What has no name and is written by programs in JavaScript with a function of
//! Node's: salt and key, with a colon or a dot between them.
//!
//! - better-auth, Lucia 3, oslo, Convex: `<32 hexadecimal digits>:<128>`, scrypt with
//!   N = 16384, r = 16, p = 1 over the password in NFKC, the salt being its digits
//!   as text;
//! - Lucia 1 and 2: the same after `s2:`, and before that with r = 8 and a salt of 16
//!   letters and digits;
//! - what tutorials have: `scryptSync(password, salt, 64)`, whose r is 8, and
//!   `pbkdf2Sync(password, salt, rounds, 64, "sha512")`.
//!
//! A hash does not say which of them made it, so each is tried.

use super::Parts;
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::encoding::{fields, hex_tag, malformed, read_hex};
use crate::password::function::Kdf;
use crate::password::function::normalized::Normalized;
use crate::password::function::pbkdf2::Pbkdf2;
use crate::password::function::scrypt::{Cost, Scrypt};

/// The power of two that is N in all of them.
const LOG_N: u32 = 14;
/// The rounds of PBKDF2 that tutorials have.
const ROUNDS: [u32; 3] = [1_000, 10_000, 100_000];
/// Bytes of a key, but for that of one tutorial, which has 32.
const KEY_LENGTH: usize = 64;
const SHORT_KEY_LENGTH: usize = 32;

/// Reads what follows `s2:`.
pub(super) fn lucia(rest: &str) -> Result<Parts> {
    let [salt, tag] =
        fields(rest, ':').ok_or_else(|| malformed("a Lucia hash is s2, a salt and a key"))?;
    let tag = hex_tag("the key of a Lucia hash", tag, KEY_LENGTH)?;
    Parts::new(Normalized(scrypt(16, salt.into())?), tag)
}

/// `None` for another text.
pub(super) fn read(encoded: &str) -> Option<Result<(&'static str, Parts)>> {
    if let Some((salt, key)) = encoded.split_once(':') {
        let tag = key_of(key, KEY_LENGTH)?;
        return is_salt(salt).then(|| Ok(("node-salt-key", salt_and_key(salt, tag, true)?)));
    }
    let (first, second) = encoded.split_once('.')?;
    let (salt, tag) = match (key_of(first, KEY_LENGTH), key_of(second, KEY_LENGTH)) {
        (Some(tag), _) => (second, tag),
        (_, Some(tag)) => (first, tag),
        _ => {
            let tag = key_of(second, SHORT_KEY_LENGTH)?;
            return is_salt(first).then(|| {
                let kdf = scrypt(8, first.into())?;
                Ok(("node-salt-key", Parts::new(kdf, tag)?))
            });
        }
    };
    is_salt(salt).then(|| Ok(("node-salt-key", salt_and_key(salt, tag, false)?)))
}

fn key_of(text: &str, length: usize) -> Option<Vec<u8>> {
    read_hex(text).filter(|key| key.len() == length)
}

/// Random text: digits of either base, or letters and digits.
fn is_salt(salt: &str) -> bool {
    (8..=128).contains(&salt.len()) && salt.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn salt_and_key(salt: &str, tag: Vec<u8>, is_better_auth: bool) -> Result<Parts> {
    let mut functions: Vec<Box<dyn Kdf>> = Vec::new();
    if is_better_auth {
        functions.push(Box::new(Normalized(scrypt(16, salt.into())?)));
    }
    functions.push(Box::new(Normalized(scrypt(8, salt.into())?)));
    // Some keep the bytes, and write down their digits.
    if let Some(bytes) = read_hex(salt) {
        functions.push(Box::new(scrypt(8, bytes)?));
    }
    for rounds in ROUNDS {
        functions.push(Box::new(Pbkdf2 {
            prf: Digest::Sha512,
            rounds,
            salt: salt.into(),
        }));
    }
    Ok(Parts::any_of(functions, tag))
}

fn scrypt(r: u32, salt: Vec<u8>) -> Result<Scrypt> {
    let cost = Cost::new(LOG_N, r, 1)?;
    Ok(Scrypt { cost, salt })
}
