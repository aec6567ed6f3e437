//! What clients and other services find out for themselves, open to all: the
//! public keys, and what the routes are.

pub(super) mod docs;
pub(super) mod jwks;
pub(super) mod metadata;
pub(super) mod openapi;
