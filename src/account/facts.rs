//! What the operator's log wants to know of an attempt to log in.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// What was seen and done on the way, none of it secret.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The format of the stored hash, such as `bcrypt`, where it could be read.
    pub scheme: Option<Cow<'static, str>>,
    /// Whether a better hash was stored.
    pub rehashed: bool,
    /// In the order in which they happened.
    pub notices: Vec<Notice>,
}

/// One thing worth a line in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// A better hash was stored.
    Rehashed,
    /// A better hash was to be stored and was not; why.
    NotRehashed(String),
    /// The user can't log in because of the record or its hash; why.
    Defect(String),
    /// The user was blocked by this failure.
    Blocked(String),
    /// The counts of failures were not to be had, and the login went on.
    Uncounted(String),
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rehashed => f.write_str("password hash renewed on login"),
            Self::NotRehashed(why) => write!(f, "password hash not renewed on login: {why}"),
            Self::Defect(what) => write!(
                f,
                "this user cannot log in: {what}; `npm run user -- check` lists all such records, \
                 `npm run user -- ref NAME` prints the `user` of a line"
            ),
            Self::Blocked(why) => write!(f, "logins blocked: {why}"),
            Self::Uncounted(why) => {
                write!(f, "failed logins are not counted, logins go on: {why}")
            }
        }
    }
}
