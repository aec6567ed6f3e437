//! The compact serialization: three base64url parts (RFC 7515 section 7.1).

use crate::error::{Error, Result};
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::{DecodeSliceError, Engine};

/// The longest token that is read, in bytes.
pub const MAX_TOKEN_LENGTH: usize = 1024 * 1024;

/// The longest signature there is: RSA with a modulus of 8192 bits.
pub(super) const MAX_SIGNATURE_LENGTH: usize = 1024;

/// A token taken apart; nothing in it is decoded yet.
pub(super) struct Frame<'a> {
    /// The first part: the header.
    pub(super) header: &'a str,
    /// The second part: the claims.
    pub(super) payload: &'a str,
    /// The third part.
    pub(super) signature: &'a str,
    /// What was signed: the first two parts and the dot between them.
    pub(super) signed: &'a str,
}

impl<'a> Frame<'a> {
    pub(super) fn split(token: &'a str) -> Result<Self> {
        if token.len() > MAX_TOKEN_LENGTH {
            return Err(Error::TokenFormat(
                format!(
                    "the token is {} bytes long, {MAX_TOKEN_LENGTH} are allowed",
                    token.len()
                )
                .into(),
            ));
        }
        let parts = token
            .rsplit_once('.')
            .and_then(|(signed, signature)| Some((signed, signature, signed.split_once('.')?)));
        match parts {
            Some((signed, signature, (header, payload))) if !payload.contains('.') => Ok(Self {
                header,
                payload,
                signature,
                signed,
            }),
            _ => Err(not_three_parts(token)),
        }
    }
}

fn not_three_parts(token: &str) -> Error {
    let count = token.bytes().filter(|byte| *byte == b'.').count() + 1;
    if token.trim_start().starts_with('{') {
        format("expected three parts separated by dots, found the JSON serialization")
    } else if count == 5 {
        format("expected three parts separated by dots, found five: an encrypted token (JWE)")
    } else {
        Error::TokenFormat(format!("expected three parts separated by dots, found {count}").into())
    }
}

fn format(message: &'static str) -> Error {
    Error::TokenFormat(message.into())
}

/// Decodes a part into text. `name` says which one in the error.
///
/// Strict as RFC 7515 section 2 asks: the URL-safe alphabet, no padding, no
/// white space; and canonical: the unused bits at the end are zero.
pub(super) fn decode(part: &str, name: &'static str) -> Result<Vec<u8>> {
    URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| not_base64url(name))
}

/// Decodes the third part into `buffer`.
pub(super) fn decode_signature<'b>(
    part: &str,
    buffer: &'b mut [u8; MAX_SIGNATURE_LENGTH],
) -> Result<&'b [u8]> {
    match URL_SAFE_NO_PAD.decode_slice(part, buffer) {
        Ok(length) => Ok(&buffer[..length]),
        Err(DecodeSliceError::DecodeError(_)) => Err(not_base64url("signature")),
        Err(DecodeSliceError::OutputSliceTooSmall) => {
            Err(format("the signature is longer than any algorithm makes"))
        }
    }
}

fn not_base64url(name: &'static str) -> Error {
    Error::TokenFormat(
        format!("the {name} is not base64url without padding (RFC 7515 section 2)").into(),
    )
}

/// Appends `bytes` as base64url to `token`.
pub(super) fn encode(bytes: &[u8], token: &mut String) {
    URL_SAFE_NO_PAD.encode_string(bytes, token);
}

/// How many characters [`encode`] appends for `length` bytes.
pub(super) const fn encoded_length(length: usize) -> usize {
    length.div_ceil(3) * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(token: &str) -> Result<[&str; 4]> {
        Frame::split(token)
            .map(|frame| [frame.header, frame.payload, frame.signature, frame.signed])
    }

    #[test]
    fn a_token_has_three_parts() {
        assert_eq!(split("a.b.c"), Ok(["a", "b", "c", "a.b"]));
        assert_eq!(split(".."), Ok(["", "", "", "."]));
        for (token, message) in [
            ("", "found 1"),
            ("a", "found 1"),
            ("a.b", "found 2"),
            ("a.b.c.", "found 4"),
            ("a.b.c.d", "found 4"),
            (".a.b.c", "found 4"),
            ("a..b.c", "found 4"),
            ("a.b.c.d.e", "found five: an encrypted token (JWE)"),
            (r#" {"payload":""}"#, "found the JSON serialization"),
        ] {
            let expected = format!("expected three parts separated by dots, {message}");
            assert_eq!(
                split(token),
                Err(Error::TokenFormat(expected.into())),
                "{token}"
            );
        }
    }

    #[test]
    fn base64url_is_strict_and_canonical() {
        assert_eq!(decode("_-8", "header"), Ok(vec![0xff, 0xef]));
        for part in ["_-9", "_-8=", "/+8", "_-8 ", " _-8", "_\n-8", "A", "_-é"] {
            assert!(decode(part, "header").is_err(), "{part}");
            assert!(
                decode_signature(part, &mut [0; MAX_SIGNATURE_LENGTH]).is_err(),
                "{part}"
            );
        }
    }

    #[test]
    fn a_signature_longer_than_any_algorithm_makes_is_refused() {
        let buffer = &mut [0; MAX_SIGNATURE_LENGTH];
        let longest = "A".repeat(1366);
        assert_eq!(
            decode_signature(&longest, buffer).map(<[u8]>::len),
            Ok(1024)
        );
        assert!(decode_signature(&"A".repeat(1368), buffer).is_err());
    }
}
