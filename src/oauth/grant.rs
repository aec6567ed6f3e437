//! What a client may give for a token, RFC 6749 section 1.3.

mod granted;
pub(super) mod login;
mod password;
mod refresh;
pub(super) mod token;
