//! The access token response (RFC 6749 section 5.1).

use http::header::PRAGMA;
use http::{HeaderValue, Response, StatusCode};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::oauth::access_token::{self, InSession};
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply;
use crate::store::User;

/// What a grant has come to.
pub(super) struct Granted<'a> {
    pub(super) user: &'a User,
    /// The scopes, `None` when none were asked for.
    pub(super) scope: Option<&'a str>,
    /// The session, where there are any, with its refresh token.
    pub(super) session: Option<(InSession<'a>, &'a str)>,
}

impl Granted<'_> {
    /// The tokens.
    ///
    /// # Errors
    /// 503, where the record has claims that no token can have.
    pub(super) fn response<S>(
        &self,
        context: &Context<'_, S>,
    ) -> Result<Response<Vec<u8>>, Refusal> {
        let session = self.session.as_ref();
        let in_session = session.map(|(session, _)| session);
        let issued = access_token::issue(self.user, self.scope, in_session, context)?;
        let access_token = Zeroizing::new(issued);
        let tokens = Tokens {
            access_token: &access_token,
            token_type: "bearer",
            expires_in: context.config.access_token_lifetime,
            refresh_token: session.map(|(_, token)| *token),
            scope: self.scope,
        };
        // Long enough to grow nowhere: what it would leave behind nobody could wipe.
        let length = access_token.len()
            + tokens.refresh_token.map_or(0, str::len)
            + 6 * self.scope.map_or(0, str::len)
            + 160;
        let mut response = reply::json_within(StatusCode::OK, &tokens, length);
        response
            .headers_mut()
            .insert(PRAGMA, HeaderValue::from_static("no-cache"));
        Ok(response)
    }
}

/// RFC 6749 section 5.1.
#[derive(Serialize)]
struct Tokens<'a> {
    access_token: &'a str,
    token_type: &'static str,
    /// In seconds.
    expires_in: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'a str>,
}
