//! MD5-crypt (Poul-Henning Kamp, FreeBSD 2.0, 1994). Its author called it no
//! longer safe in 2012.

use std::time::Duration;

use base64ct::{Base64ShaCrypt, Encoding};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::crypt::{digits, repeated, stretch};
use super::{Kdf, begins_with, named};
use crate::error::Result;
use crate::password::digest::{Digest, Output};
use crate::password::{VerifyOptions, time};

const ROUNDS: u32 = 1000;

pub(in crate::password) struct Md5Crypt {
    /// `$1$`, or `$apr1$` for the Apache variant.
    pub(in crate::password) magic: &'static str,
    /// At most 8 bytes.
    pub(in crate::password) salt: Vec<u8>,
}

impl Kdf for Md5Crypt {
    fn parameters(&self) -> Map<String, Value> {
        named([("rounds", ROUNDS.into())])
    }

    fn check(&self, _options: &VerifyOptions, _tag_length: usize) -> Result<()> {
        Ok(())
    }

    fn time(&self, _options: &VerifyOptions, _tag_length: usize) -> Result<Duration> {
        Ok(time::of(ROUNDS.into(), Digest::Md5.crypt_round()))
    }

    fn verify(&self, password: &[u8], _options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        let first = self.first(password);
        let output = stretch(Digest::Md5, ROUNDS, first, password, &self.salt);
        Ok(begins_with(text(&output).as_bytes(), tag))
    }

    fn broken(&self) -> Option<&'static str> {
        Some("MD5-crypt is no longer considered safe by its author")
    }
}

impl Md5Crypt {
    fn first(&self, password: &[u8]) -> Output {
        let salt = self.salt.as_slice();
        let inner = Digest::Md5.digest(&[password, salt, password]);
        let mut parts = vec![password, self.magic.as_bytes(), salt];
        parts.extend(repeated(&inner, password.len()));
        // A zero byte, or the first byte of the password.
        let letter = password.get(..1).unwrap_or_default();
        parts.extend(digits(password.len(), &[0], letter));
        Digest::Md5.digest(&parts)
    }
}

/// The bytes in the order in which `crypt` writes them, each three turned
/// around because base64 here begins with the low bits.
fn text(output: &[u8]) -> Zeroizing<String> {
    const ORDER: [usize; 16] = [12, 6, 0, 13, 7, 1, 14, 8, 2, 15, 9, 3, 5, 10, 4, 11];
    let bytes = Zeroizing::new(ORDER.map(|i| output[i]));
    Zeroizing::new(Base64ShaCrypt::encode_string(bytes.as_slice()))
}
