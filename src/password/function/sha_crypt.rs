//! SHA-crypt (Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512", 2007).

use base64ct::{Base64ShaCrypt, Encoding};
use serde_json::{Map, Value};
use sha_crypt::{Params, sha256_crypt, sha512_crypt};
use zeroize::Zeroizing;

use super::{Function, named};
use crate::error::Result;
use crate::password::VerifyOptions;
use crate::password::encoding::{fill, malformed};
use crate::password::limits::{input_within, within};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::password) enum Variant {
    Sha256,
    Sha512,
}

pub(in crate::password) struct ShaCrypt {
    pub(in crate::password) variant: Variant,
    /// 1,000 to 999,999,999.
    pub(in crate::password) rounds: u32,
    /// At most 16 bytes.
    pub(in crate::password) salt: Vec<u8>,
}

impl Variant {
    /// The length of the tag as text.
    pub(in crate::password) const fn text_length(self) -> usize {
        match self {
            Self::Sha256 => 43,
            Self::Sha512 => 86,
        }
    }
}

impl Function for ShaCrypt {
    fn parameters(&self) -> Map<String, Value> {
        named([("rounds", self.rounds.into())])
    }

    fn check(&self, options: &VerifyOptions, _tag_length: usize) -> Result<()> {
        within(
            "rounds of SHA-crypt",
            self.rounds.into(),
            options.limits.rounds,
        )
    }

    fn compute(&self, password: &[u8], _options: &VerifyOptions, tag: &mut [u8]) -> Result<()> {
        input_within(self.rounds, password)?;
        let params = Params::new(self.rounds)
            .map_err(|_| malformed("the rounds of SHA-crypt are 1000 to 999999999"))?;
        let text = match self.variant {
            Variant::Sha256 => text256(&Zeroizing::new(sha256_crypt(password, &self.salt, params))),
            Variant::Sha512 => text512(&Zeroizing::new(sha512_crypt(password, &self.salt, params))),
        };
        fill(tag, text.as_bytes());
        Ok(())
    }
}

/// The bytes in the order in which step 22 of the specification writes them,
/// each three turned around because base64 here begins with the low bits.
fn text256(output: &[u8; 32]) -> Zeroizing<String> {
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

fn text512(output: &[u8; 64]) -> Zeroizing<String> {
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
