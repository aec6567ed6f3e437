//! The registered claims: their types (RFC 7519 section 4.1) and what is
//! asked of them.

use super::excerpt;
use super::header::same_type;
use super::options::{ClaimTypes, DecodeOptions};
use crate::error::{Error, Result};
use crate::json::{self, Number, Value};
use std::borrow::Cow;

/// The registered claims of a token, typed as RFC 7519 says, in seconds since
/// the epoch where they are times.
#[derive(Debug, Default)]
pub(super) struct Claims<'a> {
    pub(super) issuer: Option<Cow<'a, str>>,
    pub(super) subject: Option<Cow<'a, str>>,
    /// A single string is a list of one.
    pub(super) audience: Option<Vec<Cow<'a, str>>>,
    pub(super) expires_at: Option<Number<'a>>,
    pub(super) not_before: Option<Number<'a>>,
    pub(super) issued_at: Option<Number<'a>>,
    pub(super) jwt_id: Option<Cow<'a, str>>,
}

impl<'a> Claims<'a> {
    /// Reads the JSON text of claims that are to be issued.
    pub(super) fn own(text: &'a str) -> Result<Self> {
        Self::typed(text, &[], None)
    }

    /// Reads the JSON text of a claims set, which must have every name in
    /// `required`.
    pub(super) fn read(text: &'a str, required: &[String], types: ClaimTypes) -> Result<Self> {
        Self::typed(text, required, Some(types))
    }

    /// `types` is `None` where there is no choice of them.
    fn typed(text: &'a str, required: &[String], types: Option<ClaimTypes>) -> Result<Self> {
        let mut claims = Self::default();
        let mut wrong = None;
        let mut missing: Vec<&String> = required.iter().collect();
        json::read_object(text, &mut |name, value, _| {
            missing.retain(|required| *required != name);
            let value = match value {
                Value::Number(number) if types == Some(ClaimTypes::Lenient) && is_name(name) => {
                    Value::Text(number.text.into())
                }
                value => value,
            };
            let (expected, found) = match (&**name, value) {
                ("iss", Value::Text(text)) => return claims.issuer = Some(text),
                ("sub", Value::Text(text)) => return claims.subject = Some(text),
                ("jti", Value::Text(text)) => return claims.jwt_id = Some(text),
                ("aud", Value::Text(text)) => return claims.audience = Some(vec![text]),
                ("aud", Value::Texts(texts)) => return claims.audience = Some(texts),
                ("exp", Value::Number(time)) => return claims.expires_at = Some(time),
                ("nbf", Value::Number(time)) => return claims.not_before = Some(time),
                ("iat", Value::Number(time)) => return claims.issued_at = Some(time),
                ("iss" | "sub" | "jti", found) => ("a string", found),
                ("aud", found) => ("a string or a list of strings", found),
                ("exp" | "nbf" | "iat", found) => ("a number of seconds since the epoch", found),
                _ => return,
            };
            wrong.get_or_insert_with(|| {
                let lenient = match found {
                    Value::Number(_) if types.is_some() && is_name(name) => {
                        "; the option `claimTypes: \"lenient\"` takes it"
                    }
                    _ => "",
                };
                let found = excerpt::value(&found);
                claim(name, format!("expected {expected}, found {found}{lenient}"))
            });
        })
        .map_err(|problem| Error::TokenPayload(format!("the claims: {problem}").into()))?;
        if let Some(error) = wrong {
            return Err(error);
        }
        match missing.first() {
            Some(name) => Err(claim(name, "required and missing")),
            None => Ok(claims),
        }
    }

    /// Holds the claims, and the header's `typ`, against the options.
    pub(super) fn check(&self, typ: Option<&str>, options: &DecodeOptions, now: f64) -> Result<()> {
        self.check_times(options, now)?;
        self.check_issuer(&options.issuer)?;
        self.check_audience(&options.audience)?;
        if let Some(subject) = &options.subject {
            equal("sub", self.subject.as_deref(), subject, |a, b| a == b)?;
        }
        if let Some(expected) = &options.typ {
            equal("typ", typ, expected, same_type)?;
        }
        Ok(())
    }

    /// RFC 7519 refuses nobody for an `iat` in the future (section 4.1.6): it says how
    /// old a token is, and is looked at where that matters.
    fn check_times(&self, options: &DecodeOptions, now: f64) -> Result<()> {
        let leeway = options.leeway;
        if let Some(start) = self.not_before
            && start.value > now + leeway
        {
            return Err(Error::TokenNotYet {
                claim: "nbf",
                detail: when("the token is not yet valid", "nbf", start, now, leeway),
            });
        }
        if let Some(end) = self.expires_at
            && end.value <= now - leeway
        {
            return Err(Error::TokenExpired {
                claim: "exp",
                detail: when("the token has expired", "exp", end, now, leeway),
            });
        }
        if let Some(age) = options.max_age {
            let issued = self
                .issued_at
                .ok_or_else(|| claim("iat", "required by the maximum age and missing"))?;
            if issued.value > now + leeway {
                let problem = "the token is issued in the future";
                return Err(Error::TokenNotYet {
                    claim: "iat",
                    detail: when(problem, "iat", issued, now, leeway),
                });
            }
            if issued.value + age <= now - leeway {
                let problem = format!("the token is at least {} s old", excerpt::number(age));
                return Err(Error::TokenExpired {
                    claim: "iat",
                    detail: when(&problem, "iat", issued, now, leeway),
                });
            }
        }
        Ok(())
    }

    fn check_issuer(&self, allowed: &[String]) -> Result<()> {
        let issuer = self.issuer.as_deref();
        if allowed.is_empty() || allowed.iter().any(|one| Some(one.as_str()) == issuer) {
            return Ok(());
        }
        Err(unexpected("iss", allowed, issuer.map(excerpt::text)))
    }

    /// RFC 7519 section 4.1.3: a token for somebody must be refused by whoever
    /// does not find himself in the list, so also by one without a name.
    fn check_audience(&self, mine: &[String]) -> Result<()> {
        match &self.audience {
            None if mine.is_empty() => Ok(()),
            None => Err(unexpected("aud", mine, None)),
            Some(theirs) if mine.is_empty() => Err(claim(
                "aud",
                format!(
                    "the token is for {}, and no audience is expected here",
                    audience(theirs)
                ),
            )),
            Some(theirs) if theirs.iter().any(|one| mine.iter().any(|mine| mine == one)) => Ok(()),
            Some(theirs) => Err(unexpected("aud", mine, Some(audience(theirs)))),
        }
    }
}

/// Whether it is a claim that names somebody or something, and so may be a number
/// where that is allowed.
fn is_name(claim: &str) -> bool {
    matches!(claim, "iss" | "sub" | "jti")
}

fn equal(
    name: &str,
    found: Option<&str>,
    expected: &str,
    same: fn(&str, &str) -> bool,
) -> Result<()> {
    match found {
        Some(found) if same(found, expected) => Ok(()),
        found => Err(unexpected(name, &[expected], found.map(excerpt::text))),
    }
}

/// An audience as it was written, but for the brackets of a list of one.
fn audience(names: &[Cow<'_, str>]) -> String {
    match names {
        [name] => excerpt::text(name),
        names => excerpt::list(names),
    }
}

/// The error about a claim that is not one of those `expected`; `found` is
/// fit for a message, `None` where the claim is missing.
fn unexpected(name: &str, expected: &[impl AsRef<str>], found: Option<String>) -> Error {
    let expected = match expected {
        [one] => excerpt::text(one.as_ref()),
        several => format!("one of {}", excerpt::texts(several)),
    };
    claim(
        name,
        match found {
            Some(found) => format!("expected {expected}, found {found}"),
            None => format!("missing, expected {expected}"),
        },
    )
}

/// What is wrong with a time, which one it is, and how far off.
fn when(problem: &str, name: &str, time: Number<'_>, now: f64, leeway: f64) -> Cow<'static, str> {
    let direction = if time.value > now { "from now" } else { "ago" };
    format!(
        "{problem}: `{name}` is {}, {} s {direction}, with a leeway of {} s",
        excerpt::digits(time.text),
        excerpt::span((time.value - now).abs()),
        excerpt::number(leeway),
    )
    .into()
}

/// The error about one claim, its name cut to a length fit for a message.
pub(super) fn claim(name: &str, detail: impl Into<Cow<'static, str>>) -> Error {
    Error::TokenClaim {
        claim: name.chars().take(64).collect(),
        detail: detail.into(),
    }
}

#[cfg(test)]
mod tests;
