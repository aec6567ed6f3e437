//! Verifying a token, and looking at one.

use super::claims::Claims;
use super::compact::{self, Compact, Padding};
use super::excerpt;
use super::header::{Header, MAX_HEADER_LENGTH};
use super::key::set::{Jws, Keys};
use super::options::DecodeOptions;
use crate::error::{Error, Result};
use crate::json;
use crate::wipe::Wiped;

/// A token's two JSON texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The header, a JSON object.
    pub header: String,
    /// The claims, a JSON object, to the letter as they were signed.
    pub claims: String,
}

/// Verifies a token and gives its claims.
///
/// In this order: the three parts and the header, `alg` and `crit`, the key,
/// the signature, the types of the registered claims and those that are required,
/// `nbf`, `exp`, the maximum age, and what else `options` ask for. `now` is in
/// seconds since the epoch. A token is
/// expired from the second of `exp` on and good from the second of `nbf`.
///
/// # Errors
/// Every token error of [`Error`], each at its step; [`Error::Option`] where
/// `now`, `leeway` or `max_age` is not a number that can be.
pub fn decode<'a>(
    token: &str,
    keys: impl Into<Keys<'a>>,
    options: &DecodeOptions,
    now: f64,
) -> Result<Decoded> {
    check_times(options, now)?;
    verified(token, keys.into(), options, now).map_err(|error| named(token, error))
}

fn verified(token: &str, keys: Keys<'_>, options: &DecodeOptions, now: f64) -> Result<Decoded> {
    let padding = match options.allow_padding {
        true => Padding::Taken,
        false => Padding::Refused,
    };
    let parts = Compact::split(token, padding)?;
    let read;
    let (header_text, header) = match keys.known_header(parts.header) {
        Some(known) => known,
        None => {
            read = header_text(parts.header, padding)?;
            (read.as_str(), Header::read(&read)?)
        }
    };
    let signature = compact::decode_signature(parts.signature, padding)?;

    let algorithm = header.algorithm()?;
    header.check_critical()?;
    let jws = Jws {
        key_id: header.key_id.as_deref(),
        algorithm,
        signing_input: parts.signing_input.as_bytes(),
        signature: &signature,
    };
    keys.verify(jws, &options.algorithms)?;

    let claims = payload_text(parts.payload)?;
    Claims::read(&claims, &options.required_claims, options.claim_types)?.check(
        header.typ.as_deref(),
        options,
        now,
    )?;
    Ok(Decoded {
        header: header_text.to_owned(),
        claims: claims.into_inner(),
    })
}

/// Shows what a token says **without verifying anything**: not the signature,
/// not the time, not who it is for. Anybody can write such a token.
///
/// # Errors
/// [`Error::TokenFormat`] and [`Error::TokenPayload`] where the token cannot
/// be read.
pub fn peek(token: &str) -> Result<Decoded> {
    seen(token).map_err(|error| named(token, error))
}

/// Padding is taken: whoever looks for the `kid` of an AWS load balancer's token has
/// nothing to say that in.
fn seen(token: &str) -> Result<Decoded> {
    let padding = Padding::Taken;
    let parts = Compact::split(token, padding)?;
    let header = header_text(parts.header, padding)?;
    Header::read(&header)?;
    compact::decode_signature(parts.signature, padding)?;
    let claims = payload_text(parts.payload)?;
    json::read_object(&claims, &mut |_, _, _| ())
        .map_err(|problem| Error::TokenPayload(format!("the claims: {problem}").into()))?;
    Ok(Decoded {
        header,
        claims: claims.into_inner(),
    })
}

/// A text that cannot be read as a token, with what is around the token named, where
/// that is why.
fn named(token: &str, error: Error) -> Error {
    match error {
        Error::TokenFormat(_) => compact::surroundings(token).unwrap_or(error),
        error => error,
    }
}

fn header_text(part: &str, padding: Padding) -> Result<String> {
    if part.len() > compact::encoded_length(MAX_HEADER_LENGTH + 2) {
        return Err(Error::TokenFormat(
            "the header is longer than 16 KiB".into(),
        ));
    }
    String::from_utf8(compact::decode(part, "header", padding)?)
        .map_err(|_| Error::TokenFormat("the header is not UTF-8".into()))
}

fn payload_text(payload: Wiped<Vec<u8>>) -> Result<Wiped<String>> {
    String::from_utf8(payload.into_inner())
        .map(Wiped::new)
        .map_err(|_| Error::TokenPayload("the payload is not UTF-8".into()))
}

fn check_times(options: &DecodeOptions, now: f64) -> Result<()> {
    let wrong = |name, value, expected| {
        let value = excerpt::number(value);
        Err(Error::Option(
            format!("{name} is {value}, expected {expected}").into(),
        ))
    };
    let duration = |name, value: f64| match value.is_finite() && value >= 0.0 {
        true => Ok(()),
        false => wrong(name, value, "a number of seconds from 0 on"),
    };
    if !now.is_finite() {
        return wrong("the current time", now, "a number of seconds");
    }
    duration("the leeway", options.leeway)?;
    options
        .max_age
        .map_or(Ok(()), |age| duration("the maximum age", age))
}
