//! What the operator's log wants to know of an attempt to log in.

use std::fmt;

/// What was seen and done on the way, none of it secret.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The format of the stored hash, such as `bcrypt`, where it could be read.
    pub scheme: Option<&'static str>,
    /// Whether the stored hash was replaced by a better one.
    pub rehashed: bool,
    /// In the order in which they happened.
    pub notices: Vec<Notice>,
}

/// One thing worth a line in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The stored hash was replaced.
    Rehashed,
    /// The stored hash was to be replaced and was not; why.
    NotRehashed(String),
    /// Something is wrong with the list of decoys; what.
    Decoys(String),
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rehashed => f.write_str("password hash renewed on login"),
            Self::NotRehashed(why) => write!(f, "password hash not renewed on login: {why}"),
            // The words that the key of the list has in the store.
            Self::Decoys(what) => write!(f, "the list of stand-ins {what}"),
        }
    }
}
