//! What can be done with a token that was issued: take it back, ask about it.

pub(super) mod introspect;
pub(super) mod revoke;
