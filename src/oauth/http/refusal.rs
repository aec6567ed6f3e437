//! Why a request is not answered as it was meant: the one way out of an endpoint
//! beside its reply, made for `?`.

use std::borrow::Cow;

use http::header::{ALLOW, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderName, HeaderValue, Method, StatusCode};
use serde::Serialize;

use super::reply::{self, Reason, Reply};
use super::validation::FieldError;
use crate::error::Detail;
use crate::oauth::level::{Level, Log};
use crate::oauth::who::{LoginFacts, Who};
use crate::store::StoreError;

/// A refusal: what the client is told, and the line that the log gets.
pub(in crate::oauth) struct Refusal(Box<Parts>);

struct Parts {
    status: StatusCode,
    body: Body,
    header: Option<(HeaderName, HeaderValue)>,
    log: Option<(Level, Detail)>,
    reason: Option<Reason>,
    login: Option<Box<LoginFacts>>,
}

/// An error as FastAPI writes it, with the word of RFC 6749 section 5.2 beside
/// where one fits.
#[derive(Serialize)]
struct Body {
    detail: ErrorDetail,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_description: Option<Cow<'static, str>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ErrorDetail {
    Text(Cow<'static, str>),
    Code { code: &'static str, reason: String },
    Fields(Vec<FieldError>),
}

impl Refusal {
    /// `{"detail": …}` under a status.
    pub(in crate::oauth) fn new(status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::of(status, ErrorDetail::Text(detail.into()))
    }

    /// `{"detail": {"code": …, "reason": …}}`, as fastapi-users has it.
    pub(in crate::oauth) fn coded(status: StatusCode, code: &'static str, reason: &str) -> Self {
        let reason = reason.to_owned();
        Self::of(status, ErrorDetail::Code { code, reason })
    }

    /// 400 with another detail where it has this status and one of these details.
    pub(in crate::oauth) fn reworded(mut self, words: &[(StatusCode, &str, &'static str)]) -> Self {
        let parts = &mut self.0;
        let ErrorDetail::Text(told) = &parts.body.detail else {
            return self;
        };
        let found = words
            .iter()
            .find(|(status, detail, _)| *status == parts.status && *detail == told.as_ref());
        if let Some((_, _, detail)) = found {
            parts.status = StatusCode::BAD_REQUEST;
            parts.body.detail = ErrorDetail::Text((*detail).into());
            parts.body.error = None;
            parts.header = None;
        }
        self
    }

    fn of(status: StatusCode, detail: ErrorDetail) -> Self {
        Self(Box::new(Parts {
            status,
            body: Body {
                detail,
                error: None,
                error_description: None,
            },
            header: None,
            log: None,
            reason: None,
            login: None,
        }))
    }

    /// An error as RFC 6749 section 5.2 writes it, with the same words for FastAPI's
    /// clients.
    pub(in crate::oauth) fn oauth(
        status: StatusCode,
        error: &'static str,
        description: impl Into<Cow<'static, str>>,
    ) -> Self {
        let description = description.into();
        let mut refusal = Self::new(status, description.clone()).error(error);
        refusal.0.body.error_description = Some(description);
        refusal
    }

    /// 401 to a client that has not said who it is, or not with the right secret
    /// (RFC 6749 section 5.2).
    pub(in crate::oauth) fn invalid_client(description: &'static str) -> Self {
        let challenge = HeaderValue::from_static("Basic realm=\"keyward\"");
        Self::oauth(StatusCode::UNAUTHORIZED, "invalid_client", description)
            .header(WWW_AUTHENTICATE, Some(challenge))
    }

    /// Starlette's answer to an unknown path.
    pub(in crate::oauth) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Not Found")
    }

    /// Starlette's answer to a known path with another method.
    pub(in crate::oauth) fn method_not_allowed(allowed: &[Method]) -> Self {
        let allowed: Vec<&str> = allowed.iter().map(Method::as_str).collect();
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed")
            .header(ALLOW, HeaderValue::try_from(allowed.join(", ")).ok())
    }

    /// FastAPI's list of what is wrong with the fields of a form.
    pub(in crate::oauth) fn unprocessable(errors: Vec<FieldError>) -> Self {
        Self::of(
            StatusCode::UNPROCESSABLE_ENTITY,
            ErrorDetail::Fields(errors),
        )
        .error("invalid_request")
    }

    /// 401 with the challenge of RFC 6750 section 3, which names the scopes that
    /// are needed, if any.
    pub(in crate::oauth) fn unauthorized(detail: &'static str, scopes: &[&str]) -> Self {
        let challenge = if scopes.is_empty() {
            Some(HeaderValue::from_static("Bearer"))
        } else {
            HeaderValue::try_from(format!("Bearer scope=\"{}\"", scopes.join(" "))).ok()
        };
        Self::new(StatusCode::UNAUTHORIZED, detail).header(WWW_AUTHENTICATE, challenge)
    }

    /// 429 (RFC 6585 section 4), with the seconds to wait.
    pub(in crate::oauth) fn too_many_requests(detail: &'static str, retry_after: i64) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, detail)
            .header(RETRY_AFTER, Some(HeaderValue::from(retry_after)))
    }

    /// 503: the operator has to mend something, or the store is away for a moment.
    pub(in crate::oauth) fn unavailable(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, detail)
            .header(RETRY_AFTER, Some(HeaderValue::from_static("5")))
    }

    /// Whether it is a 503.
    pub(in crate::oauth) fn is_unavailable(&self) -> bool {
        self.0.status == StatusCode::SERVICE_UNAVAILABLE
    }

    /// Says it in a word of RFC 6749 section 5.2, too.
    pub(in crate::oauth) fn error(mut self, word: &'static str) -> Self {
        self.0.body.error = Some(word);
        self
    }

    /// Writes a line into the operator's log.
    pub(in crate::oauth) fn log(mut self, level: Level, line: impl Into<Detail>) -> Self {
        self.0.log = Some((level, line.into()));
        self
    }

    /// Tells the log of the login that was refused.
    pub(in crate::oauth) fn about(mut self, login: LoginFacts) -> Self {
        self.0.login = Some(Box::new(login));
        self
    }

    /// Tells the log why, in the line of the request.
    pub(in crate::oauth) fn because(mut self, reason: Reason) -> Self {
        self.0.reason = Some(reason);
        self
    }

    fn header(mut self, name: HeaderName, value: Option<HeaderValue>) -> Self {
        self.0.header = value.map(|value| (name, value));
        self
    }

    /// The response, and the line for the log.
    pub(in crate::oauth) fn reply(self, log: Log<'_>) -> Reply {
        let parts = *self.0;
        if let Some((level, line)) = parts.log {
            let nobody = Who::default();
            let who = parts.login.as_ref().map_or(&nobody, |login| &login.who);
            log(level, line, who);
        }
        let mut response = reply::json(parts.status, &parts.body);
        response.headers_mut().extend(parts.header);
        Reply {
            response,
            login: parts.login,
            reason: parts.reason,
        }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        let told = match error {
            StoreError::Unavailable(_) => "the user store did not answer",
            StoreError::Malformed(_) => "the user record cannot be read",
        };
        Self::unavailable(told).log(Level::Error, error.to_string())
    }
}
