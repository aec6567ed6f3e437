//! What all families need to read keys in DER and its base64.

use super::material::key;
use crate::error::Error;
use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

/// The error of DER that is not what it should be.
pub(in crate::token) fn malformed() -> Error {
    key("the bytes of the key are not the structure that its PEM label names")
}

/// Decodes base64 in constant time. White space may be anywhere, as when the text
/// is indented in a program.
pub(in crate::token) fn spaced_base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut compact = Zeroizing::new(String::with_capacity(text.len()));
    compact.extend(text.split_ascii_whitespace());
    Base64::decode_vec(&compact).map(Zeroizing::new).ok()
}
