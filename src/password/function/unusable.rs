//! What no password matches.

use serde_json::{Map, Value};

use super::Function;
use crate::error::Result;
use crate::password::VerifyOptions;

/// An account that has no password. Its tag is empty, so nothing is computed.
pub(in crate::password) struct Unusable;

impl Function for Unusable {
    fn parameters(&self) -> Map<String, Value> {
        Map::new()
    }

    fn check(&self, _options: &VerifyOptions, _tag_length: usize) -> Result<()> {
        Ok(())
    }

    fn compute(&self, _password: &[u8], _options: &VerifyOptions, _tag: &mut [u8]) -> Result<()> {
        Ok(())
    }
}
