//! A function that is given a password as phpBB gives it.

use zeroize::Zeroizing;

use super::Kdf;
use super::spelled::Spelled;

/// phpBB takes every text of a form through PHP's `htmlspecialchars` with `ENT_COMPAT`, and
/// a password with it (`type_cast_helper::set_var` of phpBB 3): what is hashed of `R&D` is
/// `R&amp;D`.
pub(in crate::password) fn phpbb(kdf: Box<dyn Kdf>) -> Spelled {
    Spelled {
        kdf,
        spellings: |password| vec![escaped(password), Zeroizing::new(password.to_vec())],
        // What is escaped already is right as well, and has an `&` in it.
        is_only: |password| !password.contains(&b'&'),
    }
}

fn escaped(password: &[u8]) -> Zeroizing<Vec<u8>> {
    // As long as it can get: growing would leave copies behind.
    let mut escaped = Zeroizing::new(Vec::with_capacity(6 * password.len()));
    for byte in password {
        match byte {
            b'&' => escaped.extend(b"&amp;"),
            b'"' => escaped.extend(b"&quot;"),
            b'<' => escaped.extend(b"&lt;"),
            b'>' => escaped.extend(b"&gt;"),
            _ => escaped.push(*byte),
        }
    }
    escaped
}
