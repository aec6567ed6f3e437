//! Tokens that carry their own content and a MAC: a prefix, and the base64url of some
//! bytes and the first 16 bytes of an HMAC-SHA256 over them. They are authenticated,
//! not encrypted.
//!
//! The prefix is for people, and for programs that look for leaked secrets.

use base64ct::{Base64UrlUnpadded, Encoding};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::reference::hmac;

/// The code, in bytes.
pub(super) const CODE: usize = 16;

/// The longest token: 64 bytes, the longest key of KV, and the code.
const LONGEST: usize = 64 + 512 + CODE;

/// A token of these bytes, which should have room for the code.
pub(super) fn seal(
    prefix: &str,
    mut bytes: Zeroizing<Vec<u8>>,
    key: &[u8],
) -> Option<Zeroizing<String>> {
    let code = Zeroizing::new(hmac(key, &[&bytes]));
    bytes.extend(&code[..CODE]);
    let mut text = Zeroizing::new(vec![0; Base64UrlUnpadded::encoded_len(&bytes)]);
    let encoded = Base64UrlUnpadded::encode(&bytes, &mut text).ok()?;
    let mut token = Zeroizing::new(String::with_capacity(prefix.len() + encoded.len()));
    token.push_str(prefix);
    token.push_str(encoded);
    Some(token)
}

/// What has the shape of a token, whoever has made it.
pub(super) struct Sealed {
    buffer: Zeroizing<[u8; LONGEST]>,
    /// Of the bytes, without the code.
    length: usize,
}

impl Sealed {
    /// Reads the text of a token.
    pub(super) fn read(prefix: &str, text: &str) -> Option<Self> {
        let text = text.strip_prefix(prefix)?;
        let mut buffer = Zeroizing::new([0; LONGEST]);
        let length = Base64UrlUnpadded::decode(text, &mut *buffer).ok()?.len();
        let length = length.checked_sub(CODE)?;
        Some(Self { buffer, length })
    }

    /// Its bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        self.parts().0
    }

    /// Whether it was made with a key.
    pub(super) fn is_made_with(&self, key: &[u8]) -> bool {
        let (bytes, code) = self.parts();
        let right = Zeroizing::new(hmac(key, &[bytes]));
        code.get(..CODE)
            .is_some_and(|code| right[..CODE].ct_eq(code).into())
    }

    fn parts(&self) -> (&[u8], &[u8]) {
        self.buffer.split_at(self.length)
    }
}
