//! What a client may give for a token, RFC 6749 section 1.3.

mod granted;
mod password;
mod refresh;
pub(super) mod token;
