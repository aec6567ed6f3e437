//! The formats of `crypt(3)`: SHA-crypt `$5$` and `$6$`, MD5-crypt `$1$` and
//! Apache's `$apr1$`, yescrypt `$y$`, scrypt `$7$`. Kratos writes the first after a
//! longer name.

use base64ct::Base64ShaCrypt;

use super::Parts;
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::encoding::{base64, decimal, fields, malformed, wrong_length};
use crate::password::function::md5_crypt::Md5Crypt;
use crate::password::function::scrypt::{Cost, Scrypt};
use crate::password::function::sha_crypt::ShaCrypt;
use crate::password::function::yescrypt::Yescrypt;

/// Of the base64 of `crypt`.
pub(super) const ALPHABET: &[u8; 64] =
    b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

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

/// yescrypt, `j<N><r>$<salt>$<tag>` (`crypt(5)`): its usual flavor, and no other
/// parameter, as libxcrypt writes it.
pub(super) fn yescrypt(rest: &str) -> Result<Parts> {
    let [parameters, salt, tag] = fields(rest, '$')
        .ok_or_else(|| malformed("a yescrypt hash is its parameters, a salt and a tag"))?;
    let params = Some(parameters)
        .filter(|text| text.len() == 3 && text.starts_with('j'))
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| {
            malformed("the parameters of a yescrypt hash are j, one letter for N and one for r")
        })?;
    let salt = base64::<Base64ShaCrypt>("the salt of a yescrypt hash", salt)?;
    Parts::new(
        Yescrypt { params, salt },
        little_tag("a yescrypt hash", tag)?,
    )
}

/// scrypt as `crypt` has it, `<N><5 r><5 p><salt>$<tag>`: libsodium's
/// `crypto_pwhash_scryptsalsa208sha256_str`, and libxcrypt. The salt is text.
pub(super) fn scrypt(rest: &str) -> Result<Parts> {
    let wrong = || malformed("a $7$ hash is N, r and p in 11 characters, a salt and a tag");
    let (salt, tag) = rest.rsplit_once('$').ok_or_else(wrong)?;
    let (parameters, salt) = salt.split_at_checked(11).ok_or_else(wrong)?;
    let (n, r_and_p) = parameters.split_at_checked(1).ok_or_else(wrong)?;
    let (r, p) = r_and_p.split_at_checked(5).ok_or_else(wrong)?;
    let number = |text| little_number(text).ok_or_else(wrong);
    let cost = Cost::new(number(n)?, number(r)?, number(p)?)?;
    let salt = salt.into();
    Parts::new(Scrypt { cost, salt }, little_tag("a $7$ hash", tag)?)
}

/// A number in the base64 of `crypt`, the lowest digit first.
fn little_number(text: &str) -> Option<u32> {
    text.bytes().rev().try_fold(0u32, |number, byte| {
        let digit = ALPHABET.iter().position(|letter| *letter == byte)?;
        Some(number << 6 | u32::try_from(digit).ok()?)
    })
}

/// 32 bytes in the base64 of `crypt`.
fn little_tag(whose: &str, tag: &str) -> Result<Vec<u8>> {
    let what = format!("the tag of {whose}");
    let tag = base64::<Base64ShaCrypt>(&what, tag)?;
    match tag.len() {
        32 => Ok(tag),
        length => Err(wrong_length(&what, length, 32)),
    }
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
