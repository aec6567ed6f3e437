//! Making a token.

use super::algorithm::{Algorithm, MAX_SIGNATURE_LENGTH};
use super::claims::Claims;
use super::compact::{self, MAX_TOKEN_LENGTH};
use super::excerpt;
use super::header::{MAX_HEADER_LENGTH, OWN_TYPE};
use super::key::Key;
use super::options::{IssueOptions, IssuedAt};
use crate::error::{Error, Result};
use crate::json::{self, ObjectWriter};
use crate::wipe::Wiped;
use serde_json::{Map, Value};

/// What the longest signature takes as base64url.
const LONGEST_SIGNATURE: usize = compact::encoded_length(MAX_SIGNATURE_LENGTH);

/// Signs `claims`, the text of a JSON object, into a token.
///
/// The claims are signed as they are written; those that `options` ask for are
/// added at the end. Registered claims must have the types of RFC 7519 section
/// 4.1. `now` is in seconds since the epoch, its fraction is dropped.
///
/// # Errors
/// [`Error::TokenPayload`] where `claims` is not one JSON object with unique
/// names; [`Error::TokenClaim`] where a registered claim has another type;
/// [`Error::Option`] where a claim is also among the options, or an option is
/// out of range; [`Error::TokenAlgorithm`] and [`Error::Key`] where the key
/// cannot sign so.
pub fn issue(claims: &str, key: &Key, options: &IssueOptions, now: f64) -> Result<String> {
    let algorithm = options.algorithm.unwrap_or_else(|| key.algorithm());
    key.check_algorithm(algorithm, &[algorithm])?;
    let with_options = with_options(claims, options, now)?;
    let payload = with_options.as_deref().map_or(claims, String::as_str);
    let own_header = own_header(key, algorithm, options)?;
    let header = match &own_header {
        Some(header) => header,
        None => key.header()?,
    };

    // So much that it does not have to move, and leave a copy behind.
    let encoded_header = compact::encoded_length(header.len());
    let encoded_payload = compact::encoded_length(payload.len());
    let mut token = String::with_capacity(encoded_header + encoded_payload + LONGEST_SIGNATURE + 2);
    match own_header {
        Some(header) => compact::encode(header.as_bytes(), &mut token),
        None => token.push_str(header),
    }
    token.push('.');
    compact::encode(payload.as_bytes(), &mut token);

    let signature = key.sign(algorithm, token.as_bytes())?;
    token.push('.');
    compact::encode(&signature, &mut token);
    if token.len() > MAX_TOKEN_LENGTH {
        return Err(Error::TokenFormat(
            format!(
                "the token would be {} bytes long, {MAX_TOKEN_LENGTH} are allowed",
                token.len()
            )
            .into(),
        ));
    }
    Ok(token)
}

/// The text `claims` with what `options` add at its end, `None` where they add
/// nothing.
fn with_options(text: &str, options: &IssueOptions, now: f64) -> Result<Option<Wiped<String>>> {
    let claims = Claims::own(text)?;
    let mut added = Added {
        claims: text,
        writer: None,
    };
    if let Some(issuer) = &options.issuer {
        added
            .claim("iss", claims.issuer.is_some())?
            .string("iss", issuer);
    }
    if let Some(subject) = &options.subject {
        added
            .claim("sub", claims.subject.is_some())?
            .string("sub", subject);
    }
    match options.audience.as_slice() {
        [] => (),
        [one] => {
            _ = added
                .claim("aud", claims.audience.is_some())?
                .string("aud", one)
        }
        many => {
            _ = added
                .claim("aud", claims.audience.is_some())?
                .strings("aud", many)
        }
    }
    if let Some(seconds) = options.expires_in {
        let time = numeric_date(now, seconds, "the expiry")?;
        added
            .claim("exp", claims.expires_at.is_some())?
            .raw("exp", &time);
    }
    if let Some(seconds) = options.not_before {
        let time = numeric_date(now, seconds, "the not-before time")?;
        added
            .claim("nbf", claims.not_before.is_some())?
            .raw("nbf", &time);
    }
    if let Some(issued_at) = options.issued_at {
        let time = match issued_at {
            IssuedAt::Now => numeric_date(now, 0, "the current time")?,
            IssuedAt::At(time) => date(time, "the time of issue")?,
        };
        added
            .claim("iat", claims.issued_at.is_some())?
            .raw("iat", &time);
    }
    if let Some(jwt_id) = &options.jwt_id {
        added
            .claim("jti", claims.jwt_id.is_some())?
            .string("jti", jwt_id);
    }
    Ok(added.writer.map(|writer| Wiped::new(writer.finish())))
}

/// Claims to which some are added: copied when the first one is.
struct Added<'a> {
    claims: &'a str,
    writer: Option<ObjectWriter>,
}

impl Added<'_> {
    /// What the claim `name` is written with, which is not `there` yet.
    fn claim(&mut self, name: &str, there: bool) -> Result<&mut ObjectWriter> {
        if there {
            return Err(Error::Option(
                format!("`{name}` is among the claims and among the options").into(),
            ));
        }
        Ok(self.writer.get_or_insert_with(|| {
            let mut writer = ObjectWriter::with_capacity(self.claims.len() + 128);
            writer.members_of(self.claims);
            writer
        }))
    }
}

/// `seconds` from `now`, as a NumericDate without a fraction.
#[expect(
    clippy::cast_precision_loss,
    reason = "whatever loses precision lies outside the range of `date`"
)]
fn numeric_date(now: f64, seconds: i64, name: &str) -> Result<String> {
    date(now.floor() + seconds as f64, name)
}

/// A NumericDate; whole numbers are written as such. The range is that of
/// whole numbers every JSON parser keeps (RFC 8259 section 6).
fn date(time: f64, name: &str) -> Result<String> {
    const LIMIT: f64 = 9_007_199_254_740_991.0;
    if !(-LIMIT..=LIMIT).contains(&time) {
        return Err(Error::Option(
            format!(
                "{name} is {}, expected seconds from the epoch that fit into 53 bits",
                excerpt::number(time)
            )
            .into(),
        ));
    }
    Ok(excerpt::number(time))
}

/// The header where the options ask for one of its own, `None` where the key's
/// will do.
fn own_header(key: &Key, algorithm: Algorithm, options: &IssueOptions) -> Result<Option<String>> {
    if options.key_id.is_none()
        && options.typ.is_none()
        && options.header.is_none()
        && algorithm == key.algorithm()
    {
        return Ok(None);
    }
    let more = options.header.clone().unwrap_or_default();
    for name in ["alg", "crit", "b64"] {
        if more.contains_key(name) {
            return Err(Error::Option(
                format!("`{name}` cannot be set through the header option").into(),
            ));
        }
    }
    let mut header = Map::new();
    header.insert("alg".into(), algorithm.name().into());
    for (name, option, default) in [
        ("typ", options.typ.as_deref(), Some(OWN_TYPE)),
        ("kid", options.key_id.as_deref(), key.key_id()),
    ] {
        let value = match (option, more.get(name)) {
            (Some(_), Some(_)) => {
                return Err(Error::Option(
                    format!("`{name}` is in the header option and has an option of its own").into(),
                ));
            }
            (_, Some(Value::String(value))) => Some(value.as_str()),
            (_, Some(_)) => {
                return Err(Error::Option(
                    format!("the header's `{name}` must be a string").into(),
                ));
            }
            (option, None) => option.or(default),
        };
        if let Some(value) = value {
            header.insert(name.into(), value.into());
        }
    }
    header.extend(more);
    let text = Value::Object(header).to_string();
    if text.len() > MAX_HEADER_LENGTH {
        return Err(Error::Option(
            format!(
                "the header is {} bytes long, {MAX_HEADER_LENGTH} are allowed",
                text.len()
            )
            .into(),
        ));
    }
    // What no reader would take is not written.
    json::read_object(&text, &mut |_, _, _| ())
        .map_err(|problem| Error::Option(format!("the header: {problem}").into()))?;
    Ok(Some(text))
}
