//! The settings of the login flow, read from environment variables that are
//! named as in FastAPI's tutorial.

use std::fmt;

use zeroize::Zeroizing;

use super::cors::Cors;
use crate::password::{HashOptions, VerifyOptions};
use crate::token::{Algorithm, Key, KeyOptions};

/// The key that FastAPI's tutorial prints. Whoever reads the tutorial can sign
/// tokens with it.
const TUTORIAL_SECRET_KEY: &str =
    "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7";

/// The longest lifetime of an access token, in minutes (ten years).
const MAX_EXPIRE_MINUTES: i64 = 10 * 366 * 24 * 60;

/// The settings, read and checked once.
pub struct Config {
    /// Signs and verifies the access tokens; its algorithm is `ALGORITHM`.
    pub key: Key,
    /// `ALGORITHM`, default HS256.
    pub algorithm: Algorithm,
    /// `ACCESS_TOKEN_EXPIRE_MINUTES` in seconds, default 1800.
    pub access_token_lifetime: i64,
    /// `SUBJECT_PREFIX`: stands before the username in `sub`, default empty.
    pub subject_prefix: String,
    /// `REQUIRE_SCOPES`: whether resources ask for scopes, default false.
    pub require_scopes: bool,
    /// `CORS_ALLOW_ORIGINS`: `*` or a comma separated list of the origins whose
    /// pages may use the login, default none.
    pub cors: Option<Cors>,
    /// How new password hashes are made.
    pub hash: HashOptions,
    /// What stored hashes may cost.
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
    /// environment variable. One that is empty counts as absent.
    ///
    /// # Errors
    /// [`ConfigError`] names the first setting that is missing or unusable.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let variable = |name| variable(name).filter(|value| !value.is_empty());
        let algorithm = algorithm(variable("ALGORITHM"))?;
        let secret = Zeroizing::new(variable("SECRET_KEY").ok_or_else(|| {
            invalid(
                "SECRET_KEY",
                "is not set: make one with `openssl rand -hex 32`",
            )
        })?);
        Ok(Self {
            key: key(&secret, algorithm)?,
            algorithm,
            access_token_lifetime: lifetime(variable("ACCESS_TOKEN_EXPIRE_MINUTES"))?,
            subject_prefix: variable("SUBJECT_PREFIX").unwrap_or_default(),
            require_scopes: flag("REQUIRE_SCOPES", variable("REQUIRE_SCOPES"))?,
            cors: cors(variable("CORS_ALLOW_ORIGINS"))?,
            hash: HashOptions::default(),
            verify: VerifyOptions::default(),
        })
    }
}

fn invalid(setting: &'static str, detail: impl Into<String>) -> ConfigError {
    ConfigError {
        setting,
        detail: detail.into(),
    }
}

fn algorithm(value: Option<String>) -> Result<Algorithm, ConfigError> {
    let Some(name) = value else {
        return Ok(Algorithm::HS256);
    };
    name.parse()
        .map_err(|_| invalid("ALGORITHM", "is unknown: expected HS256, HS384 or HS512"))
}

fn key(secret: &str, algorithm: Algorithm) -> Result<Key, ConfigError> {
    if secret == TUTORIAL_SECRET_KEY {
        return Err(invalid(
            "SECRET_KEY",
            "is the one printed in FastAPI's tutorial, so anybody can sign tokens with it: make one with `openssl rand -hex 32`",
        ));
    }
    let options = KeyOptions {
        algorithm: Some(algorithm),
        ..KeyOptions::default()
    };
    Key::from_secret(secret.as_bytes(), options)
        .map_err(|error| invalid("SECRET_KEY", format!("cannot be used: {error}")))
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
