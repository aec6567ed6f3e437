//! How loud a line of the operator's log is.

use super::who::Who;
use crate::error::Detail;

/// How loud a line of the log is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Worth knowing, such as a password hash that was renewed.
    Info,
    /// Something went wrong and the request was answered all the same.
    Warning,
    /// Somebody must act: a request could not be answered as it should.
    Error,
}

/// Takes the lines for the operator's log. They never hold a password, a token, a
/// key or a hash; whom a line is about stands beside it.
pub(super) type Log<'a> = &'a dyn Fn(Level, Detail, &Who);
