//! bcrypt (Provos and Mazières, "A Future-Adaptable Password Scheme", 1999).

use std::time::Duration;

use base64ct::{Base64, Encoding};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::eksblowfish::{self, Key};
use super::{Kdf, begins_with, named};
use crate::error::{Error, Result};
use crate::password::digest::Digest;
use crate::password::encoding::to_hex;
use crate::password::limits::COST;
use crate::password::{VerifyOptions, time};

/// The key schedule takes 18 words of four bytes.
const KEY_LENGTH: usize = 72;

pub(in crate::password) struct Bcrypt {
    /// 4 to 31, checked where it is read.
    pub(in crate::password) cost: u32,
    pub(in crate::password) salt: [u8; 16],
    pub(in crate::password) prehash: Prehash,
    /// `$2x$`, the sign extension bug of crypt_blowfish before 1.1.
    pub(in crate::password) sign_extended: bool,
}

/// What some make of a password first, because bcrypt reads only 72 bytes.
pub(in crate::password) enum Prehash {
    None,
    /// Django: SHA-256 in hexadecimal.
    Sha256Hex,
    /// passlib, first version: SHA-256 in base64.
    Sha256Base64,
    /// passlib, second version: HMAC-SHA-256 in base64, keyed with the salt as
    /// it is written.
    HmacSha256Base64 {
        key: String,
    },
    /// WordPress 6.8: HMAC-SHA-384 in base64 under a fixed key.
    WordPress,
}

impl Kdf for Bcrypt {
    fn parameters(&self) -> Map<String, Value> {
        named([("cost", self.cost.into())])
    }

    fn check(&self, options: &VerifyOptions, _tag_length: usize) -> Result<()> {
        match self.cost <= options.limits.cost {
            true => Ok(()),
            false => Err(over_the_limit(self.cost, options.limits.cost)),
        }
    }

    fn time(&self, _options: &VerifyOptions, _tag_length: usize) -> Result<Duration> {
        Ok(time::of(1 << self.cost, time::BCRYPT_ROUND))
    }

    fn verify(&self, password: &[u8], _options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        let prehashed = self.prehash.apply(password);
        let password = prehashed.as_deref().map_or(password, String::as_bytes);
        // 24 bytes, of which every format keeps 23.
        let computed = raw(self.cost, self.salt, password, self.sign_extended);
        Ok(begins_with(computed.as_slice(), tag))
    }

    /// Of a longer one it reads only the beginning, and under `$2x$` a byte over
    /// 127 hides those before it.
    fn has_no_equivalent_password(&self, password: &[u8]) -> bool {
        match self.prehash {
            Prehash::None if self.sign_extended => {
                password.len() <= KEY_LENGTH && password.is_ascii()
            }
            Prehash::None => password.len() <= KEY_LENGTH,
            _ => true,
        }
    }

    fn broken(&self) -> Option<&'static str> {
        self.sign_extended.then_some(
            "bcrypt hashes marked $2x$ come from a version that ignores parts of passwords with non-ASCII bytes",
        )
    }
}

impl Prehash {
    /// What goes into bcrypt in place of the password, if anything.
    fn apply(&self, password: &[u8]) -> Option<Zeroizing<String>> {
        let digest = match self {
            Self::None => return None,
            Self::Sha256Hex => return Some(to_hex(&Digest::Sha256.digest(&[password]))),
            Self::Sha256Base64 => Digest::Sha256.digest(&[password]),
            Self::HmacSha256Base64 { key } => Digest::Sha256.hmac(key.as_bytes(), password),
            Self::WordPress => Digest::Sha384.hmac(b"wp-sha384", password),
        };
        Some(Zeroizing::new(Base64::encode_string(&digest)))
    }
}

fn over_the_limit(cost: u32, limit: u32) -> Error {
    Error::HashLimit(
        format!(
            "bcrypt cost {cost} is over the limit of {limit}: each step doubles the work; {COST}"
        )
        .into(),
    )
}

/// All that bcrypt computes. The cost is 4 to 31.
pub(in crate::password) fn raw(
    cost: u32,
    salt: [u8; 16],
    password: &[u8],
    sign_extended: bool,
) -> Zeroizing<[u8; 24]> {
    eksblowfish::digest(cost, &salt_words(salt), &key(password, sign_extended))
}

fn salt_words(salt: [u8; 16]) -> [u32; 4] {
    let mut words = [0; 4];
    for (word, bytes) in words.iter_mut().zip(salt.as_chunks().0) {
        *word = u32::from_be_bytes(*bytes);
    }
    words
}

/// The password with its closing zero byte, cut after 72 bytes as OpenBSD (2b),
/// crypt_blowfish (2y) and all others do. Zero bytes within the password are
/// kept, as in Python's bcrypt; C libraries stop at the first.
///
/// `sign_extended` is how crypt_blowfish 1.0 read it: each byte as a signed char, so
/// that one over 127 set all bits before it in the word (CVE-2011-2483).
fn key(password: &[u8], sign_extended: bool) -> Zeroizing<Key> {
    let kept = &password[..password.len().min(KEY_LENGTH)];
    let end = (kept.len() < KEY_LENGTH).then_some(&0);
    let mut bytes = kept.iter().chain(end).cycle();
    let mut key = Zeroizing::new([0; KEY_LENGTH / 4]);
    for word in key.iter_mut() {
        for byte in bytes.by_ref().take(4) {
            let extended = match sign_extended && *byte > 127 {
                true => 0xFFFF_FF00,
                false => 0,
            };
            *word = (*word << 8) | extended | u32::from(*byte);
        }
    }
    key
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 200,
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn it_agrees_with_the_crate_bcrypt(
            password in proptest::collection::vec(any::<u8>(), 0..90),
            salt: [u8; 16],
            cost in 4_u32..6,
        ) {
            let mut key = [&password[..], &[0]].concat();
            key.truncate(KEY_LENGTH);
            let expected = bcrypt::bcrypt(cost, salt, &key);
            prop_assert_eq!(*raw(cost, salt, &password, false), expected);
        }
    }
}
