//! Refresh tokens: `kwr_` and the base64url of
//!
//! | bytes | |
//! | --- | --- |
//! | 1 | the version of this layout, 1 |
//! | 4 | which key the code is made with |
//! | 16 | the session |
//! | 4 | the number of the token in it, big-endian |
//! | 0 to 506 | the username |
//! | 16 | a code over all before it: the first half of an HMAC-SHA256 |
//!
//! The key of the code is derived from a secret outside the store: whoever has stolen
//! the store can make no token, and what is no token is refused without a question to
//! anybody.

use zeroize::Zeroizing;

use super::reference::hmac;
use super::sealed::{CODE, Sealed, seal};
use crate::store::SessionId;

/// What every refresh token begins with.
pub const PREFIX: &str = "kwr_";

const VERSION: u8 = 1;
const KEY_ID: usize = 4;
/// Version, key, session and number.
const HEAD: usize = 1 + KEY_ID + 16 + 4;

/// The keys of the codes, the first for new tokens.
pub struct RefreshKeys(Vec<RefreshKey>);

struct RefreshKey {
    id: [u8; KEY_ID],
    key: Zeroizing<[u8; 32]>,
}

/// What a refresh token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefreshToken {
    /// Whose.
    pub username: String,
    /// Of which session.
    pub session: SessionId,
    /// Its number there.
    pub generation: u32,
}

impl RefreshKeys {
    /// With keys that are derived from secrets; new tokens are made with the first.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let keys = secrets.into_iter().map(|secret| {
            let key = Zeroizing::new(hmac(secret, &[b"keyward refresh tokens v1"]));
            let mut id = [0; KEY_ID];
            id.copy_from_slice(&hmac(&*key, &[b"key id"])[..KEY_ID]);
            RefreshKey { id, key }
        });
        Self(keys.collect())
    }

    /// The text of a token; `None` where there is no key.
    pub fn write(&self, token: &RefreshToken) -> Option<Zeroizing<String>> {
        let RefreshKey { id, key } = self.0.first()?;
        let length = HEAD + token.username.len() + CODE;
        let mut bytes = Zeroizing::new(Vec::with_capacity(length));
        bytes.push(VERSION);
        bytes.extend(id);
        bytes.extend(token.session.bytes());
        bytes.extend(token.generation.to_be_bytes());
        bytes.extend(token.username.as_bytes());
        seal(PREFIX, bytes, &**key)
    }

    /// Reads a token, `None` for what none of the keys has made.
    pub fn read(&self, text: &str) -> Option<RefreshToken> {
        let sealed = Sealed::read(PREFIX, text)?;
        let (head, username) = sealed.bytes().split_at_checked(HEAD)?;
        let (version, rest) = head.split_first()?;
        let (id, rest) = rest.split_at_checked(KEY_ID)?;
        let (session, generation) = rest.split_at_checked(16)?;
        let key = self.0.iter().find(|key| key.id == id)?;
        if *version != VERSION || !sealed.is_made_with(&*key.key) {
            return None;
        }
        Some(RefreshToken {
            username: std::str::from_utf8(username).ok()?.to_owned(),
            session: SessionId::from_bytes(session.try_into().ok()?),
            generation: u32::from_be_bytes(generation.try_into().ok()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(username: &str) -> RefreshToken {
        RefreshToken {
            username: username.into(),
            session: SessionId::from_bytes(std::array::from_fn(|index| index as u8)),
            generation: 0x0102_0304,
        }
    }

    #[test]
    fn a_token_is_read_as_it_was_written() {
        let keys = RefreshKeys::new([b"one".as_slice()]);
        for username in ["johndoe", "", "ü😀", &"n".repeat(506)] {
            let text = keys.write(&token(username)).unwrap();
            assert!(text.starts_with("kwr_"));
            assert_eq!(keys.read(&text), Some(token(username)));
        }
    }

    /// Computed with Python's `hmac`: tokens must outlive a new version of the Worker.
    #[test]
    fn the_text_of_a_token_is_fixed() {
        let keys = RefreshKeys::new([b"0123456789abcdef0123456789abcdef".as_slice()]);
        assert_eq!(keys.write(&token("johndoe")).unwrap().as_str(), FIXED);
    }

    const FIXED: &str = "kwr_AQDDGEMAAQIDBAUGBwgJCgsMDQ4PAQIDBGpvaG5kb2UQ27JD0QovEKTyVnAXQIGM";

    #[test]
    fn tokens_of_earlier_keys_are_read_and_of_others_not() {
        let (old, new) = (b"old".as_slice(), b"new".as_slice());
        let text = RefreshKeys::new([old]).write(&token("ann")).unwrap();
        assert!(RefreshKeys::new([new, old]).read(&text).is_some());
        assert_eq!(RefreshKeys::new([new]).read(&text), None);
        assert_eq!(RefreshKeys::new([]).read(&text), None);
        assert!(RefreshKeys::new([]).write(&token("ann")).is_none());
    }

    #[test]
    fn no_other_text_is_a_token() {
        let keys = RefreshKeys::new([b"one".as_slice()]);
        let text = keys.write(&token("ann")).unwrap();
        for index in 0..text.len() {
            for other in [b'A', b'B', b'_', b'='] {
                let mut wrong = text.as_bytes().to_vec();
                if wrong[index] == other {
                    continue;
                }
                wrong[index] = other;
                let wrong = String::from_utf8(wrong).unwrap();
                assert_eq!(keys.read(&wrong), None, "{wrong}");
            }
            assert_eq!(keys.read(&text[..index]), None);
            assert_eq!(keys.read(&text[index + 1..]), None);
        }
        for wrong in [
            format!("{}A", *text),
            format!(" {}", *text),
            text.to_uppercase(),
            "kwr_".into(),
            "kwr_ü".into(),
            format!("kwr_{}", "A".repeat(2000)),
            format!("kwr_{}", "A".repeat(54)),
        ] {
            assert_eq!(keys.read(&wrong), None, "{wrong}");
        }
    }
}
