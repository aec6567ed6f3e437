//! JSON Web Tokens: [`issue`], [`decode`] and [`peek`].
//!
//! A token is JSON claims (RFC 7519), signed in the compact serialization of
//! JSON Web Signature (RFC 7515), checked as RFC 8725 advises. Claims come and
//! go as JSON text, so nothing is lost on the way. Times are seconds since the
//! epoch and are arguments.
//!
//! # Signing with RSA
//!
//! RS256 to PS512 sign as well as verify. RUSTSEC-2023-0071 (the Marvin attack)
//! is about `rsa` 0.9, whose arithmetic took a time that depended on the private
//! key, seen through the decryption of chosen ciphertexts. Here it is `rsa` 0.10
//! on constant-time integers; base, exponents and CRT moduli are blinded with
//! fresh random bytes of the system for every signature, without which there is
//! none ([`Error::Random`]); the result is checked with the public key before it
//! is given out; nothing is ever decrypted, and what is signed is a hash of what
//! the caller wrote. A test keeps `rsa` 0.9 out.
//!
#![doc = include_str!("token/rfc8725.md")]

mod algorithm;
mod claims;
mod ecdsa;
mod eddsa;
mod frame;
mod generate;
mod header;
mod hmac;
mod issue;
mod jwk;
mod key;
mod key_set;
mod material;
mod pem;
pub mod provider;
mod rsa;
mod shown;
#[cfg(test)]
mod wycheproof;

pub use algorithm::Algorithm;
pub use frame::MAX_TOKEN_LENGTH;
pub use header::MAX_HEADER_LENGTH;
pub use issue::{IssueOptions, IssuedAt, issue};
pub use jwk::JwkObject;
pub use key::{Key, KeyKind, KeyOptions};
pub use key_set::{KeySet, Keys, public_jwk_set};

use crate::error::{Error, Result};
use crate::json;
use claims::Claims;
use frame::{Frame, MAX_SIGNATURE_LENGTH};
use header::Header;
use key_set::Signed;

/// What [`decode`] asks of a token beyond a good signature.
#[derive(Clone, Debug, Default)]
pub struct DecodeOptions {
    /// The algorithms that are allowed. Empty: those of the key itself.
    pub algorithms: Vec<Algorithm>,
    /// `iss` must be there and be one of these. Empty: not looked at.
    pub issuer: Vec<String>,
    /// `aud` must be there and name one of these. Empty: a token with `aud` is
    /// refused (RFC 7519 section 4.1.3).
    pub audience: Vec<String>,
    /// `sub` must be there and be this.
    pub subject: Option<String>,
    /// The header's `typ` must be there and be this media type; upper and
    /// lower case are alike and `application/` may be left out (RFC 7515
    /// section 4.1.9).
    pub typ: Option<String>,
    /// Seconds by which clocks may differ. Default: 0.
    pub leeway: f64,
    /// Claims that must be there, whatever they say.
    pub required_claims: Vec<String>,
    /// So many seconds after `iat`, which must then be there, a token is expired.
    pub max_age: Option<f64>,
}

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
/// the signature, the types of the registered claims, `iat`, `nbf`, `exp`, and
/// what `options` ask for. `now` is in seconds since the epoch. A token is
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
    let keys = keys.into();
    let frame = Frame::split(token)?;
    let read;
    let (header_text, header) = match keys.known_header(frame.header) {
        Some(known) => known,
        None => {
            read = header_text(frame.header)?;
            (read.as_str(), Header::read(&read)?)
        }
    };
    let mut buffer = [0; MAX_SIGNATURE_LENGTH];
    let signature = frame::decode_signature(frame.signature, &mut buffer)?;

    let algorithm = header.algorithm()?;
    header.check_critical()?;
    let signed = Signed {
        key_id: header.key_id.as_deref(),
        algorithm,
        message: frame.signed.as_bytes(),
        signature,
    };
    keys.verify(signed, &options.algorithms)?;

    let claims = payload_text(frame.payload)?;
    Claims::read(&claims, &options.required_claims)?.check(header.typ.as_deref(), options, now)?;
    Ok(Decoded {
        header: header_text.to_owned(),
        claims,
    })
}

/// Shows what a token says **without verifying anything**: not the signature,
/// not the time, not who it is for. Anybody can write such a token.
///
/// # Errors
/// [`Error::TokenFormat`] and [`Error::TokenPayload`] where the token cannot
/// be read.
pub fn peek(token: &str) -> Result<Decoded> {
    let frame = Frame::split(token)?;
    let header = header_text(frame.header)?;
    Header::read(&header)?;
    frame::decode_signature(frame.signature, &mut [0; MAX_SIGNATURE_LENGTH])?;
    let claims = payload_text(frame.payload)?;
    json::read_object(&claims, &mut |_, _, _| ())
        .map_err(|problem| Error::TokenPayload(format!("the claims: {problem}").into()))?;
    Ok(Decoded { header, claims })
}

fn header_text(part: &str) -> Result<String> {
    if part.len() > frame::encoded_length(MAX_HEADER_LENGTH) {
        return Err(Error::TokenFormat(
            "the header is longer than 16 KiB".into(),
        ));
    }
    String::from_utf8(frame::decode(part, "header")?)
        .map_err(|_| Error::TokenFormat("the header is not UTF-8".into()))
}

fn payload_text(payload: Vec<u8>) -> Result<String> {
    String::from_utf8(payload).map_err(|_| Error::TokenPayload("the payload is not UTF-8".into()))
}

fn check_times(options: &DecodeOptions, now: f64) -> Result<()> {
    let wrong = |name, value, expected| {
        let value = shown::number(value);
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
