//! SHA-crypt (Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512", 2007).

use std::time::Duration;

use base64ct::{Base64ShaCrypt, Encoding};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::crypt::{digits, repeated, stretch};
use super::{Kdf, begins_with, named};
use crate::error::Result;
use crate::password::digest::{Digest, Output};
use crate::password::limits::{ROUNDS, input_within, within};
use crate::password::{VerifyOptions, time};

pub(in crate::password) struct ShaCrypt {
    /// SHA-256 or SHA-512.
    pub(in crate::password) digest: Digest,
    /// 1,000 to 999,999,999.
    pub(in crate::password) rounds: u32,
    /// At most 16 bytes.
    pub(in crate::password) salt: Vec<u8>,
}

impl Kdf for ShaCrypt {
    fn parameters(&self) -> Map<String, Value> {
        named([("rounds", self.rounds.into())])
    }

    fn check(&self, options: &VerifyOptions, _tag_length: usize) -> Result<()> {
        within(
            ROUNDS,
            "rounds of SHA-crypt",
            self.rounds.into(),
            options.limits.rounds,
        )
    }

    fn time(&self, _options: &VerifyOptions, _tag_length: usize) -> Result<Duration> {
        Ok(time::of(self.rounds.into(), self.digest.crypt_round()))
    }

    fn verify(&self, password: &[u8], _options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        input_within(self.rounds, password)?;
        let output = self.output(password);
        let text = match self.digest {
            Digest::Sha512 => text512(&output),
            _ => text256(&output),
        };
        Ok(begins_with(text.as_bytes(), tag))
    }
}

impl ShaCrypt {
    /// By the numbered steps of the specification.
    fn output(&self, password: &[u8]) -> Output {
        let (digest, salt, length) = (self.digest, self.salt.as_slice(), password.len());
        // 4 to 8.
        let b = digest.digest(&[password, salt, password]);
        // 1 to 3, 9 to 12.
        let mut parts = vec![password, salt];
        parts.extend(repeated(&b, length));
        parts.extend(digits(length, &b, password));
        let a = digest.digest(&parts);
        // 13 to 16.
        let dp = digest.digest(&vec![password; length]);
        let p = Zeroizing::new(repeated(&dp, length).collect::<Vec<_>>().concat());
        // 17 to 20.
        let ds = digest.digest(&vec![salt; 16 + usize::from(a[0])]);
        let s = repeated(&ds, salt.len()).collect::<Vec<_>>().concat();
        // 21.
        stretch(digest, self.rounds, a, &p, &s)
    }
}

/// The bytes in the order in which step 22 of the specification writes them,
/// each three turned around because base64 here begins with the low bits.
fn text256(output: &[u8]) -> Zeroizing<String> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(32));
    for i in 0..10 {
        let mut three = [output[i], output[i + 10], output[i + 20]];
        three.rotate_right(i % 3);
        three.reverse();
        bytes.extend_from_slice(&three);
    }
    bytes.extend_from_slice(&[output[30], output[31]]);
    Zeroizing::new(Base64ShaCrypt::encode_string(&bytes))
}

fn text512(output: &[u8]) -> Zeroizing<String> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(64));
    for i in 0..21 {
        let mut three = [output[i], output[i + 21], output[i + 42]];
        three.rotate_left(i % 3);
        three.reverse();
        bytes.extend_from_slice(&three);
    }
    bytes.push(output[63]);
    Zeroizing::new(Base64ShaCrypt::encode_string(&bytes))
}
