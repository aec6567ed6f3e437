//! A function that is given a password as WordPress gives it.

use zeroize::Zeroizing;

use super::spelled::Spelled;
use super::{Kdf, php_trim};

/// WordPress has a backslash put before every `'`, `"`, `\` and zero byte of a form
/// (`wp_magic_quotes`), which `wp_signon` and `edit_user` take out of the name again
/// and not out of the password, and trims what is left. Its command line puts none
/// there.
pub(in crate::password) fn wordpress(kdf: Box<dyn Kdf>) -> Spelled {
    Spelled {
        kdf,
        spellings: |password| {
            let slashed = add_slashes(password);
            let all = [php_trim(&slashed), php_trim(password), password];
            all.map(|spelling| Zeroizing::new(spelling.to_vec())).into()
        },
        // With white space around it, it is another spelling of the right one. So it may be
        // with a backslash, which WordPress takes in no new password.
        is_only: |password| php_trim(password) == password && !password.contains(&b'\\'),
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
