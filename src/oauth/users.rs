//! Accounts: sign up, verify an address, reset and change a password, delete; and the
//! same for administrators. The dialect is that of fastapi-users 15.
//!
//! Without the objects that decide for one account each there are none of these routes.

pub(super) mod create;
pub(super) mod end_sessions;
pub(super) mod forgot;
pub(super) mod list;
pub(super) mod outbox;
pub(super) mod password;
pub(super) mod read;
pub(super) mod register;
pub(super) mod remove;
pub(super) mod remove_me;
pub(super) mod request_verify;
pub(super) mod reset;
pub(super) mod sessions;
pub(super) mod update;
pub(super) mod update_me;
pub(super) mod verify;

mod admin;
mod change;
mod limits;
mod mail;
mod new;
mod oneself;
mod record;
pub(super) mod resolve;
pub(super) mod user_read;

use super::route::Refused;
use super::route::UNAVAILABLE;

/// What a route of an account may answer that takes a body and no token.
const ERRORS: &[Refused] = &[
    (
        400,
        "What cannot be done, in a code of fastapi-users, or plain HTTP",
        "UserError",
    ),
    (404, "No accounts", "HTTPError"),
    (413, "A body over 64 KiB", "HTTPError"),
    (422, "Validation Error", "HTTPValidationError"),
    (429, "Too many of these requests", "HTTPError"),
    UNAVAILABLE,
];

/// The same of one that asks for a token besides.
const ERRORS_OF_ONE: &[Refused] = &[
    (
        400,
        "What cannot be done, in a code of fastapi-users, an inactive user, or plain HTTP",
        "UserError",
    ),
    (401, "No token, or a bad one", "HTTPError"),
    (
        403,
        "Not an administrator, or the login was too long ago",
        "HTTPError",
    ),
    (404, "No accounts, or no such user", "HTTPError"),
    (413, "A body over 64 KiB", "HTTPError"),
    (422, "Validation Error", "HTTPValidationError"),
    (429, "Too many failed logins", "HTTPError"),
    UNAVAILABLE,
];

/// `{"detail": …}` with a code, or with a code and a reason.
fn error_schema() -> (&'static str, serde_json::Value) {
    let schema = serde_json::json!({
        "properties": {
            "detail": {
                "anyOf": [
                    {"type": "string"},
                    {"additionalProperties": {"type": "string"}, "type": "object"},
                ],
                "title": "Detail",
            },
            "error": {"type": "string", "title": "Error"},
        },
        "type": "object",
        "required": ["detail"],
        "title": "UserError",
    });
    ("UserError", schema)
}
