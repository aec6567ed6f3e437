//! What an account's one object decides about its sessions: a call, one synchronous
//! step over the rows, and an answer. Both cross to that object as JSON.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::rehash::digest;
use super::session::SessionRules;
use crate::store::{Reference, Seen, SessionId, Sessions, StoreError, User, Write, Writes, layout};

mod decide;

pub use decide::{answer, sweep, written};

/// What an account's object keeps.
pub trait Rows: Sessions + Writes {}

impl<R: Sessions + Writes> Rows for R {}

/// The objects that decide for one account each.
pub trait Accounts {
    /// Whether there are any: without them there are no sessions.
    fn accounts_enabled(&self) -> bool;

    /// Asks the object of a user.
    fn ask(&self, request: &Request) -> impl Future<Output = Result<Outcome, StoreError>>;
}

/// What an account's object is asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Request {
    /// Whose account it is.
    pub username: String,
    /// What the operator has decided about sessions.
    pub rules: SessionRules,
    /// The question.
    pub call: Call,
}

impl Request {
    /// The name of the object: the user's, made unreadable, because the names of objects
    /// are shown where users' names should not be.
    pub fn object(&self) -> String {
        digest(&self.username)
    }

    /// The keys whose texts the object has to see for this: what [`answer`] takes is what
    /// the key-value store shows under each, in this order.
    pub fn reads(&self) -> Vec<String> {
        let user = || layout::user_key(&self.username);
        let address = || layout::email_key(&self.username);
        let keys = match &self.call {
            Call::Record | Call::Change(_) => vec![user()],
            Call::Create(_) | Call::Delete { .. } | Call::Claim { .. } | Call::Release { .. } => {
                vec![user(), address()]
            }
            _ => Vec::new(),
        };
        keys.into_iter().flatten().collect()
    }
}

/// The questions.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// To open a session after a login.
    Open(Open),
    /// To take a refresh token.
    Refresh(Refresh),
    /// Whether a refresh token would be taken from whoever has it.
    Introspect(Refresh),
    /// Whether an access token has ended.
    Check {
        /// Its `sid`.
        session: Option<String>,
        /// Its `iat`.
        issued_at: Option<f64>,
        /// The user's record as it is found now.
        record: Seen,
    },
    /// Which sessions there are.
    List,
    /// To end one.
    End {
        /// Which.
        session: SessionId,
    },
    /// To end all of them, and all access tokens of the user.
    EndAll,
    /// What the user's record is now.
    Record,
    /// To make the user's record, unless there is one.
    Create(Create),
    /// To change it.
    Change(Change),
    /// To delete it, with everything of the user that is here, his name's being an address
    /// too.
    Delete {
        /// Whose token asks for it, where it is the user's own.
        by: Option<TokenClaims>,
    },
    /// To note whose address the name of this object is, unless it is somebody else's;
    /// [`Outcome::Done`] says whether that is new.
    Claim {
        /// The username.
        owner: String,
    },
    /// To forget that again.
    Release {
        /// The username.
        owner: String,
    },
}

/// A session that is to be opened.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Open {
    /// Its name, just drawn.
    pub session: SessionId,
    /// The scopes that were granted.
    pub scope: Option<String>,
    /// From where.
    pub client: Client,
    /// The user's record as the login has read it.
    pub record: Seen,
}

/// A record that is to be made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Create {
    /// The record, JSON.
    pub record: String,
    /// Its `id`, for whoever looks for it by that.
    pub id: Option<String>,
    /// Whether the name is the user's address, too.
    pub by_address: bool,
}

/// A change of a record.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Change {
    /// What has to be so.
    pub when: Precondition,
    /// The members that change, each a name and a JSON text.
    pub members: Vec<(String, String)>,
    /// A scope that the user has afterwards, or has not, beside all others.
    #[serde(default)]
    pub scope: Option<(String, bool)>,
    /// What ends with it.
    pub revokes: Revokes,
    /// Whose token asks for it, where it is the user's own.
    pub by: Option<TokenClaims>,
}

/// An access token of the user, which must not have ended when something is decided in its
/// name: it may have been looked at long before.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TokenClaims {
    /// Its `sid`.
    pub session: Option<String>,
    /// Its `iat`.
    pub issued_at: Option<f64>,
}

/// What has to be so for a change to be made.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precondition {
    /// There is a record.
    Exists,
    /// The record still has this hash, by its digest.
    Password(Reference),
    /// The record still has this address, as addresses are compared.
    Address(Option<String>),
}

/// What ends with a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Revokes {
    /// Nothing.
    Nothing,
    /// All access tokens, and all sessions but this one.
    Others(SessionId),
    /// All of them.
    All,
}

/// A refresh token that is presented.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Refresh {
    /// The session of the token.
    pub session: SessionId,
    /// Its number there.
    pub generation: u32,
    /// The scopes that are asked for, `None` for all that were granted.
    pub scope: Option<String>,
    /// From where.
    pub client: Client,
    /// The user's record as it is found now, which may be up to a minute old.
    pub record: Seen,
}

/// Who asks, by reference.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Client {
    /// `client_id`, where there is one.
    pub id: Option<String>,
    /// What the client calls itself.
    pub user_agent: Option<Reference>,
    /// Where from.
    pub network: Option<Reference>,
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The session is open; access tokens of this second and before have ended.
    Opened {
        /// `None` where none have.
        before: Option<i64>,
    },
    /// A record is older than one that was seen here: that of a login, which has another
    /// password; or that of a change, which would bring it back.
    Outdated,
    /// The token was taken.
    Refreshed(Refreshed),
    /// It was not taken.
    Refused(Refused),
    /// To [`Call::Check`].
    Good(bool),
    /// To [`Call::List`], the one that was used last first.
    Sessions(Vec<Listed>),
    /// To [`Call::Record`]: the newest there is.
    Record(Option<String>),
    /// The record is this from now on.
    Changed(String),
    /// There is one already.
    Exists,
    /// There is none.
    Missing,
    /// The access token that asks has ended.
    Ended,
    /// The record has another password, another address or a later time by now, or the
    /// session that asks has ended.
    Conflict,
    /// To [`Call::End`]: whether there is such a session, or was until a short time
    /// ago. To [`Call::EndAll`]: always true. To [`Call::Claim`] and [`Call::Release`]:
    /// whether the address is newly claimed, or released. From [`sweep`]: whether
    /// anything is left. From [`written`]: whether it was the last text that was
    /// written under its key.
    Done(bool),
}

/// What a refresh token that was taken is good for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refreshed {
    /// The number of its successor.
    pub generation: u32,
    /// The scopes that were granted at the login.
    pub scope: Option<String>,
    /// The client of the login.
    pub client_id: Option<String>,
    /// When the token was made, in seconds since the epoch.
    pub issued_at: i64,
    /// When it ends unless it is used.
    pub expires_at: i64,
    /// As in [`Outcome::Opened`].
    pub before: Option<i64>,
}

/// Why a refresh token was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// The session has ended, or never was.
    Gone,
    /// Its row cannot be read.
    Unreadable,
    /// It was over by its time.
    Expired,
    /// A token that was used up: the session has ended with this.
    Reuse,
    /// A token that the store does not know yet: it is an older copy.
    Ahead,
    /// Another `client_id` than at the login.
    Client,
    /// The password, or all tokens of the user, have been changed since the login.
    Record,
    /// More scopes than were granted.
    Scope,
}

/// A session as its user sees it. Times are in seconds since the epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its name.
    pub id: SessionId,
    /// The login.
    pub created_at: i64,
    /// The last refresh, or the login.
    pub last_used_at: i64,
    /// When it ends unless it is used before.
    pub expires_at: i64,
    /// The scopes that were granted.
    pub scope: Option<String>,
    /// The client of the login.
    pub client_id: Option<String>,
}

/// What the object answers, and what is to be done there afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// For who has asked.
    pub outcome: Outcome,
    /// What others have to learn that do not ask here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publish: Option<Publish>,
    /// What else has to be written into the key-value store, each to be followed by
    /// [`written`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub writes: Vec<Write>,
    /// When there is something to forget, in seconds since the epoch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wake: Option<i64>,
}

/// A text for the key-value store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publish {
    /// The key.
    pub key: String,
    /// The text.
    pub text: String,
    /// When it may be forgotten, in seconds since the epoch.
    pub until: i64,
}

impl From<Outcome> for Answer {
    fn from(outcome: Outcome) -> Self {
        Self {
            outcome,
            publish: None,
            writes: Vec::new(),
            wake: None,
        }
    }
}

impl Seen {
    /// What is remembered of this record.
    pub fn of(user: &User) -> Self {
        Self {
            valid_after: user.tokens_end_with().unwrap_or_default() as i64,
            password: password_of(user),
        }
    }
}

/// What the hash of a record is called.
pub fn password_of(user: &User) -> Reference {
    let digest: [u8; 32] = Sha256::digest(user.hashed_password.as_bytes()).into();
    Reference::first_of(&digest)
}
