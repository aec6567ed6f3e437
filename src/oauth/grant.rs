//! What a client may give for a token, RFC 6749 section 1.3.

pub(super) mod password;
