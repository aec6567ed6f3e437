//! Functions of which a hash does not say which one made it, because two systems
//! spell theirs alike.

use std::time::Duration;

use serde_json::{Map, Value};

use super::Kdf;
use crate::error::Result;
use crate::password::VerifyOptions;

/// Each is tried in turn, with one tag. It has the parameters of the first.
pub(in crate::password) struct AnyOf(pub(in crate::password) Vec<Box<dyn Kdf>>);

impl Kdf for AnyOf {
    fn parameters(&self) -> Map<String, Value> {
        self.0.first().map_or_else(Map::new, |kdf| kdf.parameters())
    }

    /// Only where none is sound.
    fn broken(&self) -> Option<&'static str> {
        self.0
            .iter()
            .map(|kdf| kdf.broken())
            .reduce(|one, other| one.and(other))
            .flatten()
    }

    fn check(&self, options: &VerifyOptions, tag_length: usize) -> Result<()> {
        self.0
            .iter()
            .try_for_each(|kdf| kdf.check(options, tag_length))
    }

    /// What a wrong password takes.
    fn time(&self, options: &VerifyOptions, tag_length: usize) -> Result<Duration> {
        self.0.iter().map(|kdf| kdf.time(options, tag_length)).sum()
    }

    fn verify(&self, password: &[u8], options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        for kdf in &self.0 {
            if kdf.verify(password, options, tag)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn has_no_equivalent_password(&self, password: &[u8]) -> bool {
        self.0
            .iter()
            .all(|kdf| kdf.has_no_equivalent_password(password))
    }
}
