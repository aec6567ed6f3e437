//! The protected resources of FastAPI's security tutorial.

pub(super) mod items;
pub(super) mod me;
pub(super) mod protected;
pub(super) mod status;
