//! HTTP as FastAPI and Starlette speak it: how a request's body is read, and what
//! answers look like.

pub(super) mod body;
pub(super) mod cors;
pub(super) mod form;
pub(super) mod json_body;
mod media_type;
pub(super) mod origin;
pub(super) mod parameter;
pub(super) mod refusal;
pub(super) mod reply;
pub(super) mod security;
pub(super) mod transport;
pub(super) mod validation;
