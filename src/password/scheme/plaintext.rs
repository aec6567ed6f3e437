//! What is refused whatever the caller allows.

use super::Parts;
use crate::error::{Error, Result};

/// A password in clear.
pub(super) fn read(_rest: &str) -> Result<Parts> {
    Err(Error::HashLegacy(
        "a password stored in clear is never accepted".into(),
    ))
}

/// Spring's `{MD4}`, Dovecot's `{PLAIN-MD4}`.
pub(super) fn md4(_rest: &str) -> Result<Parts> {
    Err(Error::HashLegacy("MD4 is never accepted".into()))
}
