//! Secrets that are keys of another kind.

use crate::token::algorithm::der::spaced_base64;
use pkcs8::SubjectPublicKeyInfoRef;
use pkcs8::der::Decode;

/// Whether the bytes are a key that may be public, or its text. Whoever verifies
/// with such a secret accepts tokens that everybody can make (RFC 8725 section
/// 2.1).
pub(super) fn is_key_file(bytes: &[u8]) -> bool {
    if is_public(bytes) {
        return true;
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let bytes = bytes.trim_ascii_start();
    let contains = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    contains(b"-----BEGIN ")
        || bytes.starts_with(b"ssh-")
        || bytes.starts_with(b"ecdsa-sha2-")
        || (matches!(bytes, [b'{' | b'[', ..]) && contains(b"\"kty\""))
}

/// Whether the bytes are a public key or a certificate, in DER or its base64:
/// everybody may have those.
fn is_public(bytes: &[u8]) -> bool {
    let decoded = std::str::from_utf8(bytes).ok().and_then(spaced_base64);
    is_public_der(bytes) || decoded.is_some_and(|der| is_public_der(&der))
}

fn is_public_der(der: &[u8]) -> bool {
    // Whatever ASN.1 sequence is longer than 255 bytes and ends where it says.
    let is_long = match *der {
        [0x30, 0x82, high, low, ref rest @ ..] => {
            rest.len() == usize::from(u16::from_be_bytes([high, low]))
        }
        _ => false,
    };
    is_long || SubjectPublicKeyInfoRef::from_der(der).is_ok()
}
