//! The formats of `crypt(3)`: SHA-crypt `$5$` and `$6$`, MD5-crypt `$1$` and
//! Apache's `$apr1$`. Kratos writes the same after a longer name.

use super::Parts;
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::encoding::{decimal, malformed};
use crate::password::function::md5_crypt::Md5Crypt;
use crate::password::function::sha_crypt::ShaCrypt;

/// Where the string does not say, by the specification of SHA-crypt.
const DEFAULT_ROUNDS: u32 = 5000;

pub(super) fn sha256(rest: &str) -> Result<Parts> {
    sha(Digest::Sha256, 43, rest)
}

pub(super) fn sha512(rest: &str) -> Result<Parts> {
    sha(Digest::Sha512, 86, rest)
}

/// `[rounds=<rounds>$]<salt>$<tag>`.
fn sha(digest: Digest, tag_length: usize, rest: &str) -> Result<Parts> {
    let wrong = || malformed("a SHA-crypt hash is a salt and a tag, with rounds= before them");
    let (rounds, rest) = match rest.strip_prefix("rounds=") {
        Some(rest) => {
            let (rounds, rest) = rest.split_once('$').ok_or_else(wrong)?;
            (decimal(rounds).ok_or_else(wrong)?, rest)
        }
        None => (DEFAULT_ROUNDS, rest),
    };
    // `crypt` brings other numbers into this range and writes those down.
    if !(1_000..=999_999_999).contains(&rounds) {
        return Err(malformed("the rounds of SHA-crypt are 1000 to 999999999"));
    }
    let (salt, tag) = salt_and_tag(rest, 16, tag_length).ok_or_else(wrong)?;
    let kdf = ShaCrypt {
        digest,
        rounds,
        salt,
    };
    Parts::new(kdf, tag)
}

pub(super) fn md5(rest: &str) -> Result<Parts> {
    md5_with("$1$", rest)
}

pub(super) fn apache_md5(rest: &str) -> Result<Parts> {
    md5_with("$apr1$", rest)
}

fn md5_with(magic: &'static str, rest: &str) -> Result<Parts> {
    let (salt, tag) = salt_and_tag(rest, 8, 22)
        .ok_or_else(|| malformed("an MD5-crypt hash is a salt and a tag of 22 characters"))?;
    Parts::new(Md5Crypt { magic, salt }, tag)
}

/// `<salt>$<tag>`, where the tag stays text.
fn salt_and_tag(rest: &str, longest_salt: usize, tag_length: usize) -> Option<(Vec<u8>, Vec<u8>)> {
    let (salt, tag) = rest.split_once('$')?;
    (salt.len() <= longest_salt && is_text(tag, tag_length)).then(|| (salt.into(), tag.into()))
}

/// Whether this is so many characters of the base64 of `crypt`.
pub(super) fn is_text(text: &str, length: usize) -> bool {
    text.len() == length
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/'))
}
