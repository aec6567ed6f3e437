//! Strict decoding of the text inside stored hashes.
//!
//! One value has one spelling: bits left over at the end must be zero, numbers
//! have no leading zero, hexadecimal digits are lower case. So no byte of a
//! stored hash can change without changing what it says.

use base64ct::{Base64Unpadded, Encoding};

use crate::error::{Error, Result};

/// The error for a stored hash that cannot be read.
pub(super) fn malformed(detail: &'static str) -> Error {
    Error::HashFormat(detail.into())
}

/// A decimal number without sign and leading zeros.
pub(super) fn decimal(text: &str) -> Option<u32> {
    let canonical = match text.as_bytes() {
        [b'0'] => true,
        [first, ..] => *first != b'0' && text.bytes().all(|byte| byte.is_ascii_digit()),
        [] => false,
    };
    if canonical { text.parse().ok() } else { None }
}

/// Decodes with one of base64ct's alphabets.
pub(super) fn base64<Alphabet: Encoding>(text: &str) -> Result<Vec<u8>> {
    Alphabet::decode_vec(text).map_err(|_| malformed("a base64 field is not canonical base64"))
}

/// PHC's B64: the standard alphabet without padding.
pub(super) fn b64(text: &str) -> Result<Vec<u8>> {
    base64::<Base64Unpadded>(text)
}
