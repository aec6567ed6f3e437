//! What cannot be answered right now: 503, and a line for the operator.

use http::Response;

use super::{Context, Level, reply};
use crate::Error;
use crate::error::Detail;
use crate::store::StoreError;

/// Something behind the login flow failed. The client learns that it did, the
/// log learns why.
pub(super) struct Unavailable {
    client: &'static str,
    level: Level,
    log: Detail,
}

impl Unavailable {
    /// A stored password hash that cannot be checked. It is not a wrong
    /// password: the user could type the right one for ever.
    pub(super) fn hash(error: &Error) -> Self {
        Self {
            client: "the stored password hash cannot be checked",
            level: Level::Error,
            log: format!("stored hash cannot be checked: {}: {error}", error.code()).into(),
        }
    }

    /// A failure of our own, such as no random bytes, or a user's claim that no
    /// token can have. What it says of a claim has its value in it, which is the
    /// user's and not the log's.
    pub(super) fn internal(error: &Error) -> Self {
        let detail = match error.claim() {
            Some(claim) => format!("the record's claim `{claim}` has the wrong type"),
            None => error.to_string(),
        };
        Self {
            client: "the token cannot be issued",
            level: Level::Error,
            log: format!("token cannot be issued: {}: {detail}", error.code()).into(),
        }
    }

    /// More logins at once than there may be; nothing was computed.
    pub(super) fn queue(length: usize) -> Self {
        Self {
            client: "too many logins at once",
            level: Level::Warning,
            log: format!("login refused: {length} are under way, the limit of LOGIN_QUEUE").into(),
        }
    }

    /// Logs the reason and makes the response.
    pub(super) fn reply<S>(self, context: &Context<'_, S>) -> Response<Vec<u8>> {
        (context.log)(self.level, self.log);
        reply::unavailable(self.client)
    }
}

impl From<StoreError> for Unavailable {
    fn from(error: StoreError) -> Self {
        Self {
            client: match error {
                StoreError::Unavailable(_) => "the user store did not answer",
                StoreError::Malformed(_) => "the user record cannot be read",
            },
            level: Level::Error,
            log: error.to_string().into(),
        }
    }
}
