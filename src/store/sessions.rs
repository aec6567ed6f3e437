//! The sessions of one account.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Reference, StoreError};

/// The name of a session: 16 random bytes, in base64url where it is a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId([u8; 16]);

impl SessionId {
    /// Of these bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes, for a store.
    pub const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The 22 characters of the claim `sid`.
    pub fn text(&self) -> String {
        Base64UrlUnpadded::encode_string(&self.0)
    }

    /// From its 22 characters.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut bytes = [0; 16];
        let length = Base64UrlUnpadded::decode(text, &mut bytes).ok()?.len();
        (length == bytes.len()).then_some(Self(bytes))
    }
}

impl Serialize for SessionId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for SessionId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_text(&text).ok_or_else(|| serde::de::Error::custom("no session id"))
    }
}

/// What a login has opened. There is no token here and no hash of one: only the number
/// of the newest. Times are in seconds since the epoch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its name.
    pub id: SessionId,
    /// The number of the newest refresh token, from 0 on.
    pub generation: u32,
    /// When that was made.
    pub rotated_at: i64,
    /// How often it was given again to whoever presented the one before it.
    pub replays: u32,
    /// When the user logged in.
    pub created_at: i64,
    /// The last use of a refresh token, or the login.
    pub last_used_at: i64,
    /// When it ends unless it is used before.
    pub idle_until: i64,
    /// When it ends in any case.
    pub expires_at: i64,
    /// When the last access token of it will have expired.
    pub tokens_until: i64,
    /// The scopes that were granted at the login, `None` when none were asked for.
    pub scope: Option<String>,
    /// The client of the login, where it has said which.
    pub client_id: Option<String>,
    /// What the last user of it calls itself, where it does.
    pub user_agent: Option<Reference>,
    /// Where it was last used from, where that is known.
    pub network: Option<Reference>,
    /// The user's record as it was at the login.
    pub record: Seen,
}

impl Session {
    /// When it ends unless it is used before.
    pub fn ends_at(&self) -> i64 {
        self.idle_until.min(self.expires_at)
    }
}

/// What is remembered of a user's record, to tell an older from a newer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// `tokens_valid_after` or `created_at`, whichever is later, 0 without both.
    pub valid_after: i64,
    /// A digest of `hashed_password`.
    pub password: Reference,
}

/// Something that has ended. Times are in seconds since the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// The session, `None` for every session and every token of the user.
    pub session: Option<SessionId>,
    /// When.
    pub at: i64,
    /// When the last access token that this is about will have expired.
    pub until: i64,
}

/// The sessions of one account. Every method is one step that nothing comes between.
pub trait Sessions {
    /// All that can be read, in no order.
    fn sessions(&self) -> Result<Vec<Session>, StoreError>;

    /// One of them; [`StoreError::Malformed`] where its row cannot be read.
    fn session(&self, id: &SessionId) -> Result<Option<Session>, StoreError>;

    /// Keeps a session in place of the one of the same name.
    fn put_session(&self, session: &Session) -> Result<(), StoreError>;

    /// Forgets a session.
    fn remove_session(&self, id: &SessionId) -> Result<(), StoreError>;

    /// Forgets all of them, whether they can be read or not.
    fn remove_sessions(&self) -> Result<(), StoreError>;

    /// What has ended, as far as it can be read, in no order.
    fn ends(&self) -> Result<Vec<End>, StoreError>;

    /// Notes that something has ended, in place of what was noted of the same session.
    fn put_end(&self, end: &End) -> Result<(), StoreError>;

    /// The newest record of the user that was seen, where it can be read.
    fn seen(&self) -> Result<Option<Seen>, StoreError>;

    /// Notes it.
    fn put_seen(&self, seen: &Seen) -> Result<(), StoreError>;

    /// Forgets sessions that are over at a time in seconds since the epoch, and ends
    /// whose tokens are.
    fn sweep(&self, now: i64) -> Result<(), StoreError>;
}
