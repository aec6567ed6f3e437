//! `PASSWORD_SECRET` and `PASSWORD_SECRET_PREVIOUS`: Argon2's secret value, and
//! those it has had before.
//!
//! New hashes are made with the first and name it, so that it can be set,
//! changed and taken away while users go on logging in: a hash that names no
//! secret is verified without one, a hash that names another is verified with
//! that, and both are renewed by the login.

use zeroize::Zeroizing;

use super::ConfigError;
use super::variables::Variables;
use crate::password::{HashOptions, MIN_SECRET_LENGTH, VerifyOptions};

/// Reads both settings. The earlier secrets are separated by white space.
pub(super) fn read(variables: &Variables<'_>) -> Result<(HashOptions, VerifyOptions), ConfigError> {
    let (setting, earlier) = ("PASSWORD_SECRET", "PASSWORD_SECRET_PREVIOUS");
    let secret = variables.text(setting)?;
    let secret = secret.map(|secret| check(setting, &secret)).transpose()?;
    let previous = variables.text(earlier)?.unwrap_or_default();
    let previous = previous.split_whitespace();
    let previous_secrets = previous
        .map(|secret| check(earlier, secret))
        .collect::<Result<_, _>>()?;
    let hash = HashOptions {
        secret: secret.clone(),
        ..HashOptions::default()
    };
    let verify = VerifyOptions {
        secret,
        previous_secrets,
        accept_without_secret: true,
        ..VerifyOptions::default()
    };
    Ok((hash, verify))
}

fn check(setting: &'static str, secret: &str) -> Result<Zeroizing<Vec<u8>>, ConfigError> {
    let detail = if secret.contains(char::is_whitespace) {
        "has white space in it: make one with `openssl rand -hex 32`"
    } else if secret.len() < MIN_SECRET_LENGTH {
        "is too short, 16 bytes are the least: make one with `openssl rand -hex 32`"
    } else {
        return Ok(Zeroizing::new(secret.as_bytes().to_vec()));
    };
    Err(ConfigError::new(setting, detail))
}
