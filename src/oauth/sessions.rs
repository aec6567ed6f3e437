//! The sessions of a user, who sees and ends them.

pub(super) mod end;
pub(super) mod end_all;
pub(super) mod list;
pub(super) mod logout;
