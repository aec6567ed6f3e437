//! A function that is given a password in a spelling that the password was not typed in.

use std::time::Duration;

use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::Kdf;
use crate::error::Result;
use crate::password::VerifyOptions;

/// What a system makes of a password before it hashes it, where others who write the same
/// hashes do not: any of these spellings may be right.
pub(in crate::password) struct Spelled {
    pub(in crate::password) kdf: Box<dyn Kdf>,
    /// In the order in which they are tried; one that was tried is passed over.
    pub(in crate::password) spellings: fn(&[u8]) -> Vec<Zeroizing<Vec<u8>>>,
    /// Whether no other password has one of its spellings.
    pub(in crate::password) is_only: fn(&[u8]) -> bool,
}

impl Kdf for Spelled {
    fn parameters(&self) -> Map<String, Value> {
        self.kdf.parameters()
    }

    fn broken(&self) -> Option<&'static str> {
        self.kdf.broken()
    }

    fn check(&self, options: &VerifyOptions, tag_length: usize) -> Result<()> {
        self.kdf.check(options, tag_length)
    }

    /// Of a password that has one spelling, as most have.
    fn time(&self, options: &VerifyOptions, tag_length: usize) -> Result<Duration> {
        self.kdf.time(options, tag_length)
    }

    fn verify(&self, password: &[u8], options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        let spellings = (self.spellings)(password);
        for (nth, spelling) in spellings.iter().enumerate() {
            let is_new = !spellings.iter().take(nth).any(|tried| tried == spelling);
            if is_new && self.kdf.verify(spelling, options, tag)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn has_no_equivalent_password(&self, password: &[u8]) -> bool {
        (self.is_only)(password) && self.kdf.has_no_equivalent_password(password)
    }
}
