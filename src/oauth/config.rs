//! The settings of the login flow, read from environment variables that are
//! named as in FastAPI's tutorial.

use std::fmt;

use zeroize::Zeroizing;

use super::http::cors::Cors;
use crate::password::{HashOptions, VerifyOptions};
use crate::token::Random;
use keys::AccessKeys;

mod keys;
mod password_secret;

/// The longest lifetime of an access token, in minutes (ten years).
const MAX_EXPIRE_MINUTES: i64 = 10 * 366 * 24 * 60;

/// How many logins may be under way when nothing else is set: at 75 ms for the
/// tutorial's hash about as many as are done in the 5 seconds after which the
/// others are told to come again.
const DEFAULT_MAX_LOGINS: usize = 64;

/// The most that may be asked for: the last of them may have to wait for minutes.
const HIGHEST_MAX_LOGINS: usize = 1000;

/// The settings, read and checked once.
pub struct Config {
    /// `SECRET_KEY` with `ALGORITHM` (default HS256), and `KEYS`.
    pub(super) keys: AccessKeys,
    /// `ACCESS_TOKEN_EXPIRE_MINUTES` in seconds, default 1800.
    pub access_token_lifetime: i64,
    /// `SUBJECT_PREFIX`: stands before the username in `sub`, default empty.
    pub subject_prefix: String,
    /// `REQUIRE_SCOPES`: whether resources ask for scopes, default false.
    pub require_scopes: bool,
    /// `CORS_ALLOW_ORIGINS`: `*` or a comma separated list of the origins whose
    /// pages may use the login, default none.
    pub cors: Option<Cors>,
    /// `LOGIN_QUEUE`: how many logins may be under way at once, default 64.
    pub max_logins: usize,
    /// How new password hashes are made: with `PASSWORD_SECRET`, if it is set.
    pub hash: HashOptions,
    /// What stored hashes may cost, and the secrets they may have been made
    /// with: `PASSWORD_SECRET`, `PASSWORD_SECRET_PREVIOUS`, or none; and whether
    /// those of a kind known to be broken are verified at all, until a login
    /// renews them: `ALLOW_LEGACY_HASHES`, default false.
    pub verify: VerifyOptions,
}

/// A setting that is missing or cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The name of the environment variable.
    pub setting: &'static str,
    /// What is wrong and what would be right; never the value of a secret.
    pub detail: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.setting, self.detail)
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// Reads the settings from `variable`, which answers with the text of an
    /// environment variable. One that is empty counts as absent. `random` gives the
    /// random bytes of RSA signatures.
    ///
    /// # Errors
    /// [`ConfigError`] names the first setting that is missing or unusable.
    pub fn read(
        variable: impl Fn(&str) -> Option<String>,
        random: Random,
    ) -> Result<Self, ConfigError> {
        let variable = |name| variable(name).filter(|value| !value.is_empty());
        let secret = variable("SECRET_KEY").map(Zeroizing::new);
        let key_set = variable("KEYS").map(Zeroizing::new);
        let keys = AccessKeys::read(
            variable("ALGORITHM").as_deref(),
            secret.as_ref().map(|secret| secret.as_str()),
            key_set.as_ref().map(|set| set.as_str()),
            random,
        )?;
        let password_secret = variable("PASSWORD_SECRET").map(Zeroizing::new);
        let previous_secrets = variable("PASSWORD_SECRET_PREVIOUS").map(Zeroizing::new);
        let (hash, mut verify) = password_secret::read(
            password_secret.as_ref().map(|secret| secret.as_str()),
            previous_secrets.as_ref().map(|secrets| secrets.as_str()),
        )?;
        verify.allow_legacy = flag("ALLOW_LEGACY_HASHES", variable("ALLOW_LEGACY_HASHES"))?;
        Ok(Self {
            keys,
            access_token_lifetime: lifetime(variable("ACCESS_TOKEN_EXPIRE_MINUTES"))?,
            subject_prefix: variable("SUBJECT_PREFIX").unwrap_or_default(),
            require_scopes: flag("REQUIRE_SCOPES", variable("REQUIRE_SCOPES"))?,
            cors: cors(variable("CORS_ALLOW_ORIGINS"))?,
            max_logins: max_logins(variable("LOGIN_QUEUE"))?,
            hash,
            verify,
        })
    }
}

fn invalid(setting: &'static str, detail: impl Into<String>) -> ConfigError {
    ConfigError {
        setting,
        detail: detail.into(),
    }
}

fn lifetime(value: Option<String>) -> Result<i64, ConfigError> {
    let Some(text) = value else {
        return Ok(30 * 60);
    };
    match text.parse::<i64>() {
        Ok(minutes @ 1..=MAX_EXPIRE_MINUTES) => Ok(minutes * 60),
        _ => Err(invalid(
            "ACCESS_TOKEN_EXPIRE_MINUTES",
            format!("is not a whole number of minutes from 1 to {MAX_EXPIRE_MINUTES}"),
        )),
    }
}

fn max_logins(value: Option<String>) -> Result<usize, ConfigError> {
    let Some(text) = value else {
        return Ok(DEFAULT_MAX_LOGINS);
    };
    match text.parse() {
        Ok(number @ 1..=HIGHEST_MAX_LOGINS) => Ok(number),
        _ => Err(invalid(
            "LOGIN_QUEUE",
            format!("is not a whole number from 1 to {HIGHEST_MAX_LOGINS}"),
        )),
    }
}

fn flag(name: &'static str, value: Option<String>) -> Result<bool, ConfigError> {
    match value.as_deref() {
        None | Some("false" | "0") => Ok(false),
        Some("true" | "1") => Ok(true),
        Some(_) => Err(invalid(name, "is neither true nor false")),
    }
}

fn cors(value: Option<String>) -> Result<Option<Cors>, ConfigError> {
    value
        .map(|list| Cors::read(&list).map_err(|wrong| invalid("CORS_ALLOW_ORIGINS", wrong)))
        .transpose()
}
