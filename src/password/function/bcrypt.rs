//! bcrypt (Provos and Mazières, "A Future-Adaptable Password Scheme", 1999).

use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::{Function, named};
use crate::error::Result;
use crate::password::limits::within;
use crate::password::{Limits, VerifyOptions};

/// The key schedule takes 18 words of four bytes.
const KEY_LENGTH: usize = 72;

pub(in crate::password) struct Bcrypt {
    /// 4 to 31, checked where it is read.
    pub(in crate::password) cost: u32,
    pub(in crate::password) salt: [u8; 16],
    /// `$2x$`, the sign extension bug of crypt_blowfish before 1.1.
    pub(in crate::password) sign_extended: bool,
}

impl Function for Bcrypt {
    fn parameters(&self) -> Map<String, Value> {
        named([("cost", self.cost.into())])
    }

    fn check(&self, limits: &Limits) -> Result<()> {
        within("as the cost of bcrypt", self.cost.into(), limits.cost)
    }

    fn compute(&self, password: &[u8], _options: &VerifyOptions, tag: &mut [u8]) -> Result<()> {
        let key = match self.sign_extended {
            true => sign_extended_key(password),
            false => key(password),
        };
        let output = Zeroizing::new(bcrypt::bcrypt(self.cost, self.salt, &key));
        for (to, from) in tag.iter_mut().zip(output.iter()) {
            *to = *from;
        }
        Ok(())
    }

    fn broken(&self) -> Option<&'static str> {
        self.sign_extended.then_some(
            "bcrypt hashes marked $2x$ come from a version that ignores parts of passwords with non-ASCII bytes",
        )
    }
}

/// The password with its closing zero byte, cut after 72 bytes as OpenBSD (2b),
/// crypt_blowfish (2y) and all others do. Zero bytes within the password are
/// kept, as in Python's bcrypt; C libraries stop at the first.
fn key(password: &[u8]) -> Zeroizing<Vec<u8>> {
    let kept = password.len().min(KEY_LENGTH);
    let mut key = Zeroizing::new(Vec::with_capacity(KEY_LENGTH));
    key.extend_from_slice(&password[..kept]);
    if kept < KEY_LENGTH {
        key.push(0);
    }
    key
}

/// The 18 words that crypt_blowfish 1.0 made of a password, as bytes. It took
/// each byte as a signed char, so that a byte over 127 set all bits before it
/// in the word (CVE-2011-2483).
fn sign_extended_key(password: &[u8]) -> Zeroizing<Vec<u8>> {
    let plain = key(password);
    let mut bytes = plain.iter().cycle();
    let mut words = Zeroizing::new(Vec::with_capacity(KEY_LENGTH));
    while words.len() < KEY_LENGTH {
        let word = bytes.by_ref().take(4).fold(0u32, |word, byte| {
            let extended = if *byte > 127 { 0xFFFF_FF00 } else { 0 };
            (word << 8) | extended | u32::from(*byte)
        });
        words.extend_from_slice(&word.to_be_bytes());
    }
    words
}
