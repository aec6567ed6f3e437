//! The system's random bytes.

use crate::error::{Error, Result};

/// Fills `bytes`.
pub(super) fn fill(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|error| Error::Random(error.to_string().into()))
}
