//! Strict decoding of the text inside stored hashes.
//!
//! Of the spellings that real software writes, each is read as it is written: bits
//! left over at the end must be zero, numbers have no leading zero, padding is whole
//! or absent, hexadecimal digits are of one case. So no single bit of a stored hash
//! can change without changing what it says.

use base64ct::{Base64, Base64Unpadded, Base64Url, Base64UrlUnpadded, Encoding};
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

/// Decodes with one of base64ct's alphabets. `what` is the field, as an error names
/// it: "the salt of a Django scrypt hash".
pub(super) fn base64<Alphabet: Encoding>(what: &str, text: &str) -> Result<Vec<u8>> {
    Alphabet::decode_vec(text)
        .map_err(|_| Error::HashFormat(format!("{what} is not canonical base64").into()))
}

/// The standard alphabet, with its padding or, as in PHC's B64, without.
pub(super) fn b64(what: &str, text: &str) -> Result<Vec<u8>> {
    match text.ends_with('=') {
        true => base64::<Base64>(what, text),
        false => base64::<Base64Unpadded>(what, text),
    }
}

/// The standard or the web-safe alphabet, with padding or without.
pub(super) fn b64_any(what: &str, text: &str) -> Result<Vec<u8>> {
    match (text.contains(['-', '_']), text.ends_with('=')) {
        (false, _) => b64(what, text),
        (true, true) => base64::<Base64Url>(what, text),
        (true, false) => base64::<Base64UrlUnpadded>(what, text),
    }
}

/// Bytes in hexadecimal, all of it in lower or all of it in upper case.
pub(super) fn hex(what: &str, text: &str) -> Result<Vec<u8>> {
    read_hex(text).ok_or_else(|| {
        let detail = format!("{what} is not pairs of hexadecimal digits of one case");
        Error::HashFormat(detail.into())
    })
}

/// The same where it may be something else.
pub(super) fn read_hex(text: &str) -> Option<Vec<u8>> {
    let has = |range: std::ops::RangeInclusive<u8>| text.bytes().any(|byte| range.contains(&byte));
    if has(b'a'..=b'f') && has(b'A'..=b'F') {
        return None;
    }
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs
        .iter()
        .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?))
        .collect()
}

/// The tag of a digest, as long as that: hexadecimal digits.
pub(super) fn hex_tag(what: &str, text: &str, length: usize) -> Result<Vec<u8>> {
    let tag = hex(what, text)?;
    match tag.len() == length {
        true => Ok(tag),
        false => Err(wrong_length(what, tag.len(), length)),
    }
}

/// The error for a field that has another length than the only right one, in bytes.
pub(super) fn wrong_length(what: &str, came: usize, right: usize) -> Error {
    Error::HashFormat(format!("{what} has {came} bytes, {right} are right").into())
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
