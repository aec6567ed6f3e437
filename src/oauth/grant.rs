//! The grants of the token endpoint (RFC 6749 section 1.3): `password` and
//! `refresh_token`.

mod granted;
pub(super) mod login;
mod password;
mod refresh;
pub(super) mod token;
