//! A function that is given the password in one Unicode form, whatever form it was
//! typed in.

use std::time::Duration;

use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::Kdf;
use crate::error::Result;
use crate::password::VerifyOptions;

/// Compatibility composition (NFKC, Unicode Standard Annex 15), by
/// [`VerifyOptions::nfkc`]. Where that is another text than the password, the
/// password as it is may be right as well: others who write the same hash do not
/// normalize.
pub(in crate::password) struct Normalized<K>(pub(in crate::password) K);

impl<K: Kdf> Kdf for Normalized<K> {
    fn parameters(&self) -> Map<String, Value> {
        self.0.parameters()
    }

    fn broken(&self) -> Option<&'static str> {
        self.0.broken()
    }

    fn check(&self, options: &VerifyOptions, tag_length: usize) -> Result<()> {
        self.0.check(options, tag_length)
    }

    fn time(&self, options: &VerifyOptions, tag_length: usize) -> Result<Duration> {
        self.0.time(options, tag_length)
    }

    fn verify(&self, password: &[u8], options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        let text = std::str::from_utf8(password).ok();
        let normalized = text
            .filter(|text| !text.is_ascii())
            .and_then(|text| options.nfkc.map(|nfkc| Zeroizing::new(nfkc(text))))
            .filter(|normalized| normalized.as_bytes() != password);
        match normalized {
            Some(text) if self.0.verify(text.as_bytes(), options, tag)? => Ok(true),
            _ => self.0.verify(password, options, tag),
        }
    }

    /// Any spelling of a text is right, so that none may take the place of the others.
    /// Of ASCII there is one alone, as far as anybody types it.
    fn has_no_equivalent_password(&self, password: &[u8]) -> bool {
        password.is_ascii() && self.0.has_no_equivalent_password(password)
    }
}
