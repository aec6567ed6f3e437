//! Strict decoding of the text inside stored hashes.
//!
//! One value has one spelling: bits left over at the end must be zero, numbers
//! have no leading zero, hexadecimal digits are lower case. So no byte of a
//! stored hash can change without changing what it says.

use base64ct::{Base64Unpadded, Encoding};
use zeroize::Zeroizing;

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

/// Bytes in lower case hexadecimal.
pub(super) fn hex(text: &str) -> Result<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let wrong = || malformed("a hexadecimal field is not pairs of lower case digits");
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return Err(wrong());
    }
    pairs
        .iter()
        .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?))
        .collect::<Option<_>>()
        .ok_or_else(wrong)
}

/// The lower case hexadecimal spelling.
pub(super) fn to_hex(bytes: &[u8]) -> Zeroizing<String> {
    let digits = b"0123456789abcdef";
    let mut text = Zeroizing::new(String::with_capacity(2 * bytes.len()));
    for byte in bytes {
        text.push(digits[usize::from(byte >> 4)].into());
        text.push(digits[usize::from(byte & 15)].into());
    }
    text
}

/// Splits into exactly this many fields.
pub(super) fn fields<const N: usize>(text: &str, separator: char) -> Option<[&str; N]> {
    let mut split = text.split(separator);
    let mut fields = [""; N];
    for field in &mut fields {
        *field = split.next()?;
    }
    split.next().is_none().then_some(fields)
}

/// Copies as much as both have; the lengths were compared before.
pub(super) fn fill(to: &mut [u8], from: &[u8]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = *from;
    }
}
