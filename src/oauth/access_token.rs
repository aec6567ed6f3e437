//! The Worker's access tokens: what goes into one, and which are taken.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value as Json;

use super::config::Config;
use super::context::Context;
use super::http::refusal::Refusal;
use super::http::reply::Reason;
use super::level::Level;
use crate::account::sessions::TokenClaims;
use crate::error::Error;
use crate::json::ObjectWriter;
use crate::store::{SessionId, User, has_ended_with};
use crate::token::{self, IssueOptions, IssuedAt};

/// The `typ` of a token with `iss` or `aud` (RFC 9068 section 2.1); every other is a
/// plain `JWT`.
const TYPE: &str = "at+jwt";

/// By how many seconds the clock that `exp` was made with may be ahead.
const CLOCK_DIFFERENCE: f64 = 5.0;

/// An access token that was found good, as far as it can be without its user's record.
pub(super) struct AccessToken {
    /// `sub`, without [`Config::subject_prefix`].
    pub(super) username: String,
    /// `sub` as it is.
    pub(super) subject: String,
    /// `scope`, empty where there is none.
    pub(super) scope: String,
    /// `sid`, where it belongs to a session.
    pub(super) session: Option<String>,
    /// `iat`. A token of another app may have none.
    pub(super) issued_at: Option<f64>,
    /// `exp`.
    pub(super) expires_at: f64,
}

/// The session that a token is issued for.
pub(super) struct InSession<'a> {
    pub(super) id: &'a SessionId,
    /// The second with which the tokens that the user had until then have ended.
    pub(super) before: Option<i64>,
}

/// A token for this user: `sub`, the user's own claims, `scope` when it was asked
/// for, `sid` in a session, `iss` and `aud` where they are set, `exp`, `iat`.
pub(super) fn issue<S>(
    user: &User,
    scope: Option<&str>,
    session: Option<&InSession<'_>>,
    context: &Context<'_, S>,
) -> Result<String, Refusal> {
    let config = context.config;
    let named = config.issuer.is_some() || config.audience.is_some();
    let options = IssueOptions {
        issuer: config.issuer.clone(),
        audience: config.audience.iter().cloned().collect(),
        typ: named.then(|| TYPE.into()),
        expires_in: Some(config.access_token_lifetime),
        issued_at: Some(IssuedAt::At(issued_at(user, session, context.now))),
        ..IssueOptions::default()
    };
    let claims = claims(user, scope, session, config);
    if Claims::read(&claims).is_some_and(|claims| claims.say_another_kind()) {
        return Err(unavailable(
            "the record's claims say that it is another kind of token".into(),
        ));
    }
    token::issue(&claims, &config.keys.signing, &options, context.now)
        .map_err(|error| not_issued(&error))
}

/// `iat`. What ends a user's tokens ends those of the same second too, for they may
/// have been issued before it; a token that is issued after it says the next second.
fn issued_at(user: &User, session: Option<&InSession<'_>>, now: f64) -> f64 {
    let before = session.and_then(|session| session.before);
    let ends = [user.tokens_end_with(), before.map(|before| before as f64)];
    let after = ends.into_iter().flatten().map(|end| end + 1.0);
    after.fold(now.floor(), f64::max)
}

/// Verifies a token: it is signed by one of our keys, good now and not for too long,
/// from our issuer and for our audience where they are set, and an access token.
pub(super) fn read(token: &str, config: &Config, now: f64) -> Result<AccessToken, Reason> {
    let decoded = config
        .keys
        .decode(token, now)
        .map_err(|error| reason(&error))?;
    if !has_our_type(&decoded.header) {
        return Err("typ");
    }
    let claims = Claims::read(&decoded.claims).ok_or("claims")?;
    if claims.say_another_kind() {
        return Err("kind");
    }
    if claims.are_issued_after(now + config.leeway) {
        return Err("not-yet");
    }
    if !claims.live_at_most(config.access_token_max, now) {
        return Err("lifetime");
    }
    let subject = claims.sub.as_deref().unwrap_or_default();
    let username = subject
        .strip_prefix(config.subject_prefix.as_str())
        .filter(|_| claims.sub.is_some())
        .ok_or("subject")?;
    Ok(AccessToken {
        username: username.to_owned(),
        subject: subject.to_owned(),
        session: claims
            .sid
            .as_ref()
            .and_then(Json::as_str)
            .map(str::to_owned),
        expires_at: claims.exp.unwrap_or_default(),
        scope: claims.scope.unwrap_or_default().into_owned(),
        issued_at: claims.iat,
    })
}

impl AccessToken {
    /// What the account's object tells from whether the token has ended.
    pub(super) fn claims(&self) -> TokenClaims {
        TokenClaims {
            session: self.session.clone(),
            issued_at: self.issued_at,
        }
    }

    /// Whether the user's record has ended it: it was issued in the second that is
    /// noted there or before, or does not say when.
    pub(super) fn is_revoked(&self, user: &User) -> bool {
        let end = user.tokens_end_with();
        end.is_some_and(|end| has_ended_with(end, self.issued_at))
    }
}

/// Whether `typ` is absent, `JWT` or `at+jwt`, in small or capital letters, with or
/// without `application/` (RFC 7515 section 4.1.9): not `refresh+jwt`, for one (RFC
/// 8725 section 3.11).
fn has_our_type(header: &str) -> bool {
    #[derive(Deserialize)]
    struct Header<'a> {
        #[serde(borrow)]
        typ: Option<Cow<'a, str>>,
    }
    serde_json::from_str::<Header<'_>>(header).is_ok_and(|header| {
        header.typ.is_none_or(|typ| {
            let typ = typ.to_ascii_lowercase();
            let typ = typ.strip_prefix("application/").unwrap_or(&typ);
            ["jwt", TYPE].contains(&typ)
        })
    })
}

/// The claims that the flow reads.
#[derive(Deserialize)]
struct Claims<'a> {
    #[serde(borrow)]
    sub: Option<Cow<'a, str>>,
    #[serde(borrow)]
    scope: Option<Cow<'a, str>>,
    sid: Option<Json>,
    exp: Option<f64>,
    iat: Option<f64>,
    nonce: Option<IgnoredAny>,
    at_hash: Option<IgnoredAny>,
    c_hash: Option<IgnoredAny>,
    token_use: Option<Json>,
    token_type: Option<Json>,
    #[serde(rename = "type")]
    kind: Option<Json>,
    typ: Option<Json>,
}

impl<'a> Claims<'a> {
    fn read(text: &'a str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// Whether it is no access token by its own words, though its `typ` is `JWT`: an
    /// id token has one of three claims that nothing else has (OpenID Connect Core
    /// sections 2 and 3.3.2.11); a refresh token is named so by Amazon Cognito
    /// (`token_use`), Simple JWT (`token_type`), Flask-JWT-Extended (`type`) and
    /// Keycloak (`typ`).
    fn say_another_kind(&self) -> bool {
        let id = [&self.nonce, &self.at_hash, &self.c_hash];
        let names = [&self.token_use, &self.token_type, &self.kind, &self.typ];
        let others = ["id", "refresh", "offline", "logout"];
        id.into_iter().any(Option::is_some)
            || names.into_iter().flatten().any(|name| {
                let name = name.as_str().unwrap_or_default();
                others.iter().any(|other| name.eq_ignore_ascii_case(other))
            })
    }

    /// Whether `iat` lies in the future, which PyJWT refuses. One second is allowed: a
    /// token issued in the second in which earlier ones ended carries the next one, see
    /// [`issued_at`]. After several ends in one second it carries a later one still; it
    /// then has a `sid`, was issued by our own clock, and is exempt.
    fn are_issued_after(&self, now: f64) -> bool {
        self.sid.is_none() && self.iat.is_some_and(|iat| iat > now.floor() + 1.0)
    }

    /// Whether the token is over in `most` seconds from now, and was not made for
    /// longer.
    fn live_at_most(&self, most: f64, now: f64) -> bool {
        self.exp.is_some_and(|exp| {
            exp - now <= most + CLOCK_DIFFERENCE && self.iat.is_none_or(|iat| exp - iat <= most)
        })
    }
}

/// The claims but for those that `token::issue` adds, as JSON text: the user's own go
/// from the record to the token as they are written.
fn claims(
    user: &User,
    scope: Option<&str>,
    session: Option<&InSession<'_>>,
    config: &Config,
) -> String {
    let subject = format!("{}{}", config.subject_prefix, user.username);
    let own = user.claims();
    let mut claims = ObjectWriter::with_capacity(own.len() + subject.len() + 64);
    claims.string("sub", &subject).members_of(own);
    if let Some(scope) = scope {
        claims.string("scope", scope);
    }
    if let Some(session) = session {
        claims.string("sid", &session.id.text());
    }
    claims.finish()
}

/// What the log says of a token that could not be decoded.
fn reason(error: &Error) -> Reason {
    match error {
        Error::TokenFormat(_) => "format",
        Error::TokenAlgorithm(_) => "algorithm",
        Error::TokenCritical(_) => "critical",
        Error::Key(_) => "key",
        Error::TokenSignature(_) => "signature",
        Error::TokenExpired { .. } => "expired",
        Error::TokenNotYet { .. } => "not-yet",
        Error::TokenClaim { claim, .. } => match claim.as_str() {
            "exp" => "exp",
            "iss" => "issuer",
            "aud" => "audience",
            _ => "claims",
        },
        _ => "claims",
    }
}

/// A failure of our own, or a user's claim that no token can have. What the error
/// says of a claim has its value in it, which is the user's and not the log's.
fn not_issued(error: &Error) -> Refusal {
    let detail = match error.claim() {
        Some(claim) => format!("the record's claim `{claim}` has the wrong type"),
        None => error.to_string(),
    };
    unavailable(format!("{}: {detail}", error.code()))
}

fn unavailable(detail: String) -> Refusal {
    Refusal::unavailable("the token cannot be issued")
        .log(Level::Error, format!("token cannot be issued: {detail}"))
}
