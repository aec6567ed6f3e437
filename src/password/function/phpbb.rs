//! A function that is given a password as phpBB gives it.

use std::time::Duration;

use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::Kdf;
use crate::error::Result;
use crate::password::VerifyOptions;

/// phpBB takes every text of a form through PHP's `htmlspecialchars` with `ENT_COMPAT`, and
/// a password with it (`type_cast_helper::set_var` of phpBB 3): what is hashed of `R&D` is
/// `R&amp;D`. Others who write the same hashes do not, so a password may be right as it is,
/// too.
pub(in crate::password) struct PhpBb(pub(in crate::password) Box<dyn Kdf>);

impl Kdf for PhpBb {
    fn parameters(&self) -> Map<String, Value> {
        self.0.parameters()
    }

    fn broken(&self) -> Option<&'static str> {
        self.0.broken()
    }

    fn check(&self, options: &VerifyOptions, tag_length: usize) -> Result<()> {
        self.0.check(options, tag_length)
    }

    /// Of a password without such a character.
    fn time(&self, options: &VerifyOptions, tag_length: usize) -> Result<Duration> {
        self.0.time(options, tag_length)
    }

    fn verify(&self, password: &[u8], options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        if is_plain(password) {
            return self.0.verify(password, options, tag);
        }
        Ok(self.0.verify(&escaped(password), options, tag)?
            || self.0.verify(password, options, tag)?)
    }

    /// What is escaped already is right as well, and has an `&` in it.
    fn has_no_equivalent_password(&self, password: &[u8]) -> bool {
        !password.contains(&b'&') && self.0.has_no_equivalent_password(password)
    }
}

fn is_plain(password: &[u8]) -> bool {
    !password.iter().any(|byte| entity(*byte).is_some())
}

fn entity(byte: u8) -> Option<&'static [u8]> {
    match byte {
        b'&' => Some(b"&amp;"),
        b'"' => Some(b"&quot;"),
        b'<' => Some(b"&lt;"),
        b'>' => Some(b"&gt;"),
        _ => None,
    }
}

fn escaped(password: &[u8]) -> Zeroizing<Vec<u8>> {
    // As long as it can get: growing would leave copies behind.
    let mut escaped = Zeroizing::new(Vec::with_capacity(6 * password.len()));
    for byte in password {
        match entity(*byte) {
            Some(entity) => escaped.extend(entity),
            None => escaped.push(*byte),
        }
    }
    escaped
}
