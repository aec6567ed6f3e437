//! The compact serialization: three base64url parts (RFC 7515 section 7.1).

use super::algorithm::MAX_SIGNATURE_LENGTH;
use crate::error::{Error, Result};
use crate::wipe::Wiped;
use base64_simd::URL_SAFE_NO_PAD;

/// The longest token that is read, in bytes.
pub const MAX_TOKEN_LENGTH: usize = 1024 * 1024;

/// A token taken apart.
pub(super) struct Compact<'a> {
    /// The first part, the header, as it is written.
    pub(super) header: &'a str,
    /// The second part, the claims, decoded.
    pub(super) payload: Wiped<Vec<u8>>,
    /// The third part, as it is written.
    pub(super) signature: &'a str,
    /// What was signed, the JWS Signing Input: the first two parts and the dot
    /// between them.
    pub(super) signing_input: &'a str,
}

impl<'a> Compact<'a> {
    pub(super) fn split(token: &'a str, padding: Padding) -> Result<Self> {
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
            .and_then(|(input, signature)| Some((input, signature, input.split_once('.')?)));
        let Some((signing_input, signature, (header, payload))) = parts else {
            return Err(not_three_parts(token));
        };
        Ok(Self {
            header,
            // One more dot is no base64url: it is looked for only then.
            payload: Wiped::new(decode(payload, "payload", padding).map_err(|error| {
                match payload.contains('.') {
                    true => not_three_parts(token),
                    false => error,
                }
            })?),
            signature,
            signing_input,
        })
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

/// Whether the parts may end in the `=` of padding.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Padding {
    /// RFC 7515 section 2 has none.
    Refused,
    /// As many as belong there. AWS's load balancers write and sign them.
    Taken,
}

/// Decodes a part into text. `name` says which one in the error.
///
/// Strict as RFC 7515 section 2 asks: the URL-safe alphabet, no white space; and
/// canonical: the unused bits at the end are zero.
pub(super) fn decode(part: &str, name: &'static str, padding: Padding) -> Result<Vec<u8>> {
    let digits = match padding {
        Padding::Taken if part.len().is_multiple_of(4) => {
            let shorter = part.strip_suffix("==").or(part.strip_suffix('='));
            shorter.unwrap_or(part)
        }
        _ => part,
    };
    URL_SAFE_NO_PAD
        .decode_to_vec(digits)
        .map_err(|_| not_base64url(part, name))
}

/// Decodes the third part.
pub(super) fn decode_signature(part: &str, padding: Padding) -> Result<Vec<u8>> {
    if part.len() > encoded_length(MAX_SIGNATURE_LENGTH + 2) {
        return Err(format("the signature is longer than any algorithm makes"));
    }
    decode(part, "signature", padding)
}

fn not_base64url(part: &str, name: &'static str) -> Error {
    let more = match part {
        part if part.ends_with('=') => {
            ": there is padding at its end, which the option `allowPadding` takes"
        }
        part if part.contains(['+', '/']) => ": it is in the other alphabet of base64",
        _ => "",
    };
    Error::TokenFormat(
        format!("the {name} is not base64url without padding (RFC 7515 section 2){more}").into(),
    )
}

/// What a text has around the token, or is in its place, where it is plain to see.
pub(super) fn surroundings(token: &str) -> Option<Error> {
    let inner = token.trim();
    // JSON has its own error.
    if inner.is_empty() || inner.starts_with('{') {
        return None;
    }
    if inner.contains("-----BEGIN ") {
        return Some(format(
            "the token is the PEM of a key: the token comes first, then the key",
        ));
    }
    // No part of a token is as short as the name of a scheme.
    if let Some((scheme, _)) = inner.split_once(' ')
        && scheme.len() <= 16
        && !scheme.contains('.')
    {
        return Some(format(match scheme.eq_ignore_ascii_case("bearer") {
            true => "there is `Bearer` before the token: give what comes after it",
            false => "there is a word before the token: give the token alone",
        }));
    }
    let quotes = ['"', '\'', '`'];
    if inner.ends_with(quotes) || inner.starts_with(quotes) {
        return Some(format(
            "there are quotation marks around the token: give the token alone",
        ));
    }
    if inner.len() < token.len() {
        return Some(format(
            "there is white space around the token: give the token alone",
        ));
    }
    if inner.contains(char::is_whitespace) {
        return Some(format(
            "there is white space in the token, such as the breaks of lines that were too long",
        ));
    }
    inner
        .contains("%2E")
        .then(|| format("the token is percent-encoded: decode it first"))
}

/// Appends `bytes` as base64url to `token`.
pub(super) fn encode(bytes: &[u8], token: &mut String) {
    URL_SAFE_NO_PAD.encode_append(bytes, token);
}

/// How many characters [`encode`] appends for `length` bytes.
pub(super) const fn encoded_length(length: usize) -> usize {
    (length * 4).div_ceil(3)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(token: &str) -> Result<[&str; 3]> {
        Compact::split(token, Padding::Refused).map(|parts| {
            assert_eq!(*parts.payload, [0]);
            [parts.header, parts.signature, parts.signing_input]
        })
    }

    #[test]
    fn a_token_has_three_parts() {
        assert_eq!(split("a.AA.c"), Ok(["a", "c", "a.AA"]));
        assert_eq!(split(".AA."), Ok(["", "", ".AA"]));
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
        assert_eq!(
            decode("_-8", "header", Padding::Refused),
            Ok(vec![0xff, 0xef])
        );
        for part in ["_-9", "_-8=", "/+8", "_-8 ", " _-8", "_\n-8", "A", "_-é"] {
            assert!(decode(part, "header", Padding::Refused).is_err(), "{part}");
            assert!(decode_signature(part, Padding::Refused).is_err(), "{part}");
        }
    }

    #[test]
    fn a_signature_longer_than_any_algorithm_makes_is_refused() {
        let longest = "A".repeat(1366);
        assert_eq!(
            decode_signature(&longest, Padding::Refused).map(|signature| signature.len()),
            Ok(1024)
        );
        assert!(decode_signature(&"A".repeat(1372), Padding::Refused).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        /// The crate `base64` reads and writes one character after the other.
        #[test]
        fn base64url_is_what_another_crate_says(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            at in any::<prop::sample::Index>(),
            other in any::<u8>(),
        ) {
            use base64::Engine as _;
            use base64::engine::general_purpose::URL_SAFE_NO_PAD;

            let mut encoded = String::from("before.");
            encode(&bytes, &mut encoded);
            let part = URL_SAFE_NO_PAD.encode(&bytes);
            prop_assert_eq!(&encoded, &format!("before.{part}"));
            prop_assert_eq!(encoded_length(bytes.len()), part.len());
            prop_assert_eq!(decode(&part, "payload", Padding::Refused), Ok(bytes));

            let mut changed = part.into_bytes();
            changed.push(b'A');
            let at = at.index(changed.len());
            changed[at] = other;
            if let Ok(changed) = String::from_utf8(changed) {
                let theirs = URL_SAFE_NO_PAD.decode(&changed).ok();
                prop_assert_eq!(decode(&changed, "payload", Padding::Refused).ok(), theirs.clone());
                prop_assert_eq!(decode_signature(&changed, Padding::Refused).ok(), theirs);
            }
        }
    }
}
