//! What no password matches.

use std::time::Duration;

use serde_json::{Map, Value};

use super::Kdf;
use crate::error::Result;
use crate::password::VerifyOptions;

/// An account that has no password, and so no tag.
pub(in crate::password) struct Unusable;

impl Kdf for Unusable {
    fn parameters(&self) -> Map<String, Value> {
        Map::new()
    }

    fn check(&self, _options: &VerifyOptions, _tag_length: usize) -> Result<()> {
        Ok(())
    }

    fn time(&self, _options: &VerifyOptions, _tag_length: usize) -> Result<Duration> {
        Ok(Duration::ZERO)
    }

    fn verify(&self, _password: &[u8], _options: &VerifyOptions, _tag: &[u8]) -> Result<bool> {
        Ok(false)
    }
}
