//! A function that is given a password as WordPress gives it.

use std::time::Duration;

use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::{Kdf, php_trim};
use crate::error::Result;
use crate::password::VerifyOptions;

/// WordPress has a backslash put before every `'`, `"`, `\` and zero byte of a form
/// (`wp_magic_quotes`), which `wp_signon` and `edit_user` take out of the name again
/// and not out of the password, and trims what is left. Its command line puts none
/// there, and neither do others who write the same hashes: so a password may be right
/// as it is, too.
pub(in crate::password) struct WordPress(pub(in crate::password) Box<dyn Kdf>);

impl Kdf for WordPress {
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
        let slashed = add_slashes(password);
        let mut tried: Vec<&[u8]> = Vec::new();
        for spelling in [php_trim(&slashed), php_trim(password), password] {
            if tried.contains(&spelling) {
                continue;
            }
            if self.0.verify(spelling, options, tag)? {
                return Ok(true);
            }
            tried.push(spelling);
        }
        Ok(false)
    }

    /// With white space around it, it is another spelling of the right one. So it may be
    /// with a backslash, which WordPress takes in no new password.
    fn has_no_equivalent_password(&self, password: &[u8]) -> bool {
        php_trim(password) == password
            && !password.contains(&b'\\')
            && self.0.has_no_equivalent_password(password)
    }
}

/// PHP's `addslashes`.
fn add_slashes(password: &[u8]) -> Zeroizing<Vec<u8>> {
    // As long as it can get: growing would leave copies behind.
    let mut slashed = Zeroizing::new(Vec::with_capacity(2 * password.len()));
    for byte in password {
        match byte {
            0 => slashed.extend(b"\\0"),
            b'\'' | b'"' | b'\\' => slashed.extend([b'\\', *byte]),
            _ => slashed.push(*byte),
        }
    }
    slashed
}
