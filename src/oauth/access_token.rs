//! The Worker's access tokens: what goes into one, and what is read from one.

use serde::Deserialize;

use super::config::Config;
use super::context::Context;
use super::http::refusal::Refusal;
use super::level::Level;
use crate::error::Error;
use crate::json::ObjectWriter;
use crate::store::User;
use crate::token::{self, IssueOptions};

/// The claims that the flow reads.
#[derive(Deserialize)]
pub(super) struct Claims {
    pub(super) sub: Option<String>,
    pub(super) scope: Option<String>,
}

/// A token for this user: `sub`, the user's own claims, `scope` when it was asked
/// for, `exp`.
pub(super) fn issue<S>(
    user: &User,
    scope: Option<&str>,
    context: &Context<'_, S>,
) -> Result<String, Refusal> {
    let config = context.config;
    let options = IssueOptions {
        expires_in: Some(config.access_token_lifetime),
        ..IssueOptions::default()
    };
    let claims = claims(user, scope, config);
    token::issue(&claims, &config.keys.signing, &options, context.now)
        .map_err(|error| not_issued(&error))
}

/// Verifies a token. `None` where it is none of ours, or no longer good.
pub(super) fn read(token: &str, config: &Config, now: f64) -> Option<Claims> {
    let decoded = config.keys.decode(token, now)?;
    serde_json::from_str(&decoded.claims).ok()
}

/// The claims but for `exp`, as JSON text: the user's own go from the record to
/// the token as they are written.
fn claims(user: &User, scope: Option<&str>, config: &Config) -> String {
    let subject = format!("{}{}", config.subject_prefix, user.username);
    let own = user.claims();
    let mut claims = ObjectWriter::with_capacity(own.len() + subject.len() + 64);
    claims.string("sub", &subject).members_of(own);
    if let Some(scope) = scope {
        claims.string("scope", scope);
    }
    claims.finish()
}

/// A failure of our own, or a user's claim that no token can have. What the error
/// says of a claim has its value in it, which is the user's and not the log's.
fn not_issued(error: &Error) -> Refusal {
    let detail = match error.claim() {
        Some(claim) => format!("the record's claim `{claim}` has the wrong type"),
        None => error.to_string(),
    };
    Refusal::unavailable("the token cannot be issued").log(
        Level::Error,
        format!("token cannot be issued: {}: {detail}", error.code()),
    )
}
