//! The tokens in mails: `kwm_` and the base64url of
//!
//! | bytes | |
//! | --- | --- |
//! | 1 | the version of this layout, 1 |
//! | 1 | what it is for |
//! | 8 | when it ends, in seconds since the epoch, big-endian |
//! | 16 | what it is bound to |
//! | 0 to 506 | the username |
//! | 16 | a code over all before it: the first half of an HMAC-SHA256 |
//!
//! Nothing of it is stored. A token to reset a password is bound to the hash that the
//! record has, one to verify an address to that address: once it was used, or the
//! password or the address was changed in another way, it is good no more.

use zeroize::Zeroizing;

use super::address;
use super::reference::hmac;
use super::sealed::{CODE, Sealed, seal};
use super::sessions::password_of;
use crate::store::{Reference, User};

/// What every token in a mail begins with.
pub const PREFIX: &str = "kwm_";

/// How long a token is good, in seconds.
pub const LIFETIME: i64 = 60 * 60;

const VERSION: u8 = 1;
const HEAD: usize = 1 + 1 + 8 + 16;

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To show that somebody reads the mail to an address.
    Verify,
    /// To set a new password.
    Reset,
}

impl Purpose {
    const fn byte(self) -> u8 {
        match self {
            Self::Verify => 1,
            Self::Reset => 2,
        }
    }

    /// The word for it, in links and for who sends the mails.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Reset => "reset",
        }
    }

    /// What a token for a user is bound to.
    pub fn binding(self, user: &User) -> Reference {
        match self {
            Self::Reset => password_of(user),
            Self::Verify => {
                let email = user.email.as_deref().unwrap_or_default();
                let tag = hmac(b"address", &[address::comparable(email).as_bytes()]);
                Reference::first_of(&tag)
            }
        }
    }
}

/// The keys of the codes, the first for new tokens.
pub struct MailKeys(Vec<Zeroizing<[u8; 32]>>);

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailToken {
    /// Whose.
    pub username: String,
    /// What it is bound to.
    pub bound_to: Reference,
}

impl MailKeys {
    /// With keys that are derived from secrets; new tokens are made with the first.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let key = |secret| Zeroizing::new(hmac(secret, &[b"keyward mail tokens v1"]));
        Self(secrets.into_iter().map(key).collect())
    }

    /// The text of a token for a user, which is good from now on; `None` where there is
    /// no key.
    pub fn write(&self, purpose: Purpose, user: &User, now: i64) -> Option<Zeroizing<String>> {
        let key = self.0.first()?;
        let length = HEAD + user.username.len() + CODE;
        let mut bytes = Zeroizing::new(Vec::with_capacity(length));
        bytes.push(VERSION);
        bytes.push(purpose.byte());
        bytes.extend((now + LIFETIME).to_be_bytes());
        bytes.extend(purpose.binding(user).bytes());
        bytes.extend(user.username.as_bytes());
        seal(PREFIX, bytes, &**key)
    }

    /// Reads a token, `None` for one that is over, is for something else, or was made
    /// with none of the keys.
    pub fn read(&self, purpose: Purpose, text: &str, now: i64) -> Option<MailToken> {
        let sealed = Sealed::read(PREFIX, text)?;
        let is_ours = self.0.iter().any(|key| sealed.is_made_with(&**key));
        let (head, username) = sealed.bytes().split_at_checked(HEAD)?;
        let (version, rest) = head.split_first()?;
        let (kind, rest) = rest.split_first()?;
        let (until, bound_to) = rest.split_at_checked(8)?;
        let until = i64::from_be_bytes(until.try_into().ok()?);
        let good = is_ours && *version == VERSION && *kind == purpose.byte() && until > now;
        good.then_some(())?;
        Some(MailToken {
            username: std::str::from_utf8(username).ok()?.to_owned(),
            bound_to: Reference::from_bytes(bound_to)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn user(more: &str) -> User {
        let text = format!(
            r#"{{"username":"ann","hashed_password":"x","email":"Ann@example.com"{more}}}"#
        );
        User::from_json(&text).unwrap()
    }

    fn keys() -> MailKeys {
        MailKeys::new([b"one".as_slice()])
    }

    #[test]
    fn a_token_is_good_for_an_hour_and_for_what_it_is_made_for() {
        for (purpose, other) in [
            (Purpose::Verify, Purpose::Reset),
            (Purpose::Reset, Purpose::Verify),
        ] {
            let text = keys().write(purpose, &user(""), NOW).unwrap();
            assert!(text.starts_with("kwm_"));
            let token = keys().read(purpose, &text, NOW + LIFETIME - 1).unwrap();
            assert_eq!(token.username, "ann");
            assert_eq!(token.bound_to, purpose.binding(&user("")));
            assert_eq!(keys().read(purpose, &text, NOW + LIFETIME), None);
            assert_eq!(keys().read(other, &text, NOW), None);
            let others = MailKeys::new([b"two".as_slice()]);
            assert_eq!(others.read(purpose, &text, NOW), None);
            let both = MailKeys::new([b"two".as_slice(), b"one"]);
            assert_eq!(both.read(purpose, &text, NOW), Some(token));
        }
    }

    #[test]
    fn a_token_is_bound_to_the_hash_or_the_address() {
        let changed = user("").with(&[("hashed_password".into(), r#""y""#.into())]);
        let changed = changed.unwrap();
        assert_ne!(
            Purpose::Reset.binding(&user("")),
            Purpose::Reset.binding(&changed)
        );
        assert_eq!(
            Purpose::Verify.binding(&user("")),
            Purpose::Verify.binding(&changed)
        );
        let moved = user("").with(&[("email".into(), r#""b@example.com""#.into())]);
        let moved = moved.unwrap();
        assert_ne!(
            Purpose::Verify.binding(&user("")),
            Purpose::Verify.binding(&moved)
        );
        let louder = user("").with(&[("email".into(), r#""ANN@example.com""#.into())]);
        assert_eq!(
            Purpose::Verify.binding(&user("")),
            Purpose::Verify.binding(&louder.unwrap())
        );
    }

    #[test]
    fn no_other_text_is_a_token() {
        let text = keys().write(Purpose::Reset, &user(""), NOW).unwrap();
        let read = |text: &str| keys().read(Purpose::Reset, text, NOW);
        for index in 0..text.len() {
            let mut wrong = text.as_bytes().to_vec();
            wrong[index] = if wrong[index] == b'A' { b'B' } else { b'A' };
            assert_eq!(read(&String::from_utf8(wrong).unwrap()), None);
            assert_eq!(read(&text[..index]), None);
            assert_eq!(read(&text[index + 1..]), None);
        }
        for wrong in [
            "",
            "kwm_",
            "kwr_AAAA",
            "kwm_ü",
            &format!("kwm_{}", "A".repeat(2000)),
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
