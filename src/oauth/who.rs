//! Whom a line of the log is about.

use std::borrow::Cow;

use serde::Serialize;

/// What the log says of a login, by reference.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct Who {
    /// The first 16 hexadecimal digits of the HMAC of the name that was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The network, truncated to /24 or /48.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
}

/// What the log may know of a login.
#[derive(Debug, Default, Clone)]
pub(super) struct LoginFacts {
    pub(super) who: Who,
    /// The format of the stored hash, such as `bcrypt`, where one was checked.
    pub(super) scheme: Option<Cow<'static, str>>,
    /// Whether a better one was stored.
    pub(super) rehashed: bool,
}
