//! The settings of the login flow, read from environment variables that are
//! named as in FastAPI's tutorial.

use std::fmt;

use super::http::cors::Cors;
use crate::account::Policy;
use crate::password::{HashOptions, Limits, VerifyOptions};
use crate::token::Random;
use keys::AccessKeys;
use variables::Variables;

mod accounts;
mod clients;
mod keys;
mod login;
mod password_secret;
mod sessions;
mod variables;

pub(super) use clients::Right;

pub use variables::Variable;

/// The names of all settings.
pub const SETTINGS: [&str; 45] = [
    "SECRET_KEY",
    "ALGORITHM",
    "KEYS",
    "ACCESS_TOKEN_EXPIRE_MINUTES",
    "ACCESS_TOKEN_MAX_MINUTES",
    "ISSUER",
    "AUDIENCE",
    "LEEWAY",
    "SUBJECT_PREFIX",
    "REQUIRE_SCOPES",
    "LOGIN_SECRET",
    "LOGIN_FAILURE_MS",
    "LOGIN_DECOY_MS",
    "LOGIN_HASH_MS",
    "LOGIN_QUEUE",
    "LOGIN_QUEUE_CLIENT",
    "LOGIN_FAILURES",
    "LOGIN_FAILURE_MINUTES",
    "LOGIN_BLOCK_SECONDS",
    "LOGIN_BLOCK_MAX_MINUTES",
    "LOGIN_FAILURES_MAX",
    "LOGIN_NETWORK_FAILURES",
    "LOGIN_NETWORK_NAMES",
    "LOGIN_NETWORK_MINUTES",
    "LOGIN_TRUST_DAYS",
    "SESSION_CHECK",
    "SESSION_IDLE_DAYS",
    "SESSION_MAX_DAYS",
    "SESSIONS_MAX",
    "CLIENTS",
    "REGISTRATION",
    "REGISTRATION_SCOPES",
    "LOGIN_REQUIRES_VERIFIED",
    "PASSWORD_MIN_LENGTH",
    "PWNED_PASSWORDS",
    "ACCOUNT_PER_ADDRESS",
    "ACCOUNT_PER_NETWORK",
    "PUBLIC_URL",
    "MAIL_WEBHOOK",
    "MAIL_SECRET",
    "MAIL_FROM",
    "PASSWORD_SECRET",
    "PASSWORD_SECRET_PREVIOUS",
    "ALLOW_LEGACY_HASHES",
    "CORS_ALLOW_ORIGINS",
];

/// The longest that the lifetime of access tokens may be set to, in minutes
/// (30 days).
const HIGHEST_MINUTES: u32 = 30 * 24 * 60;

/// The settings, read and checked once.
pub struct Config {
    /// `SECRET_KEY` with `ALGORITHM` (default HS256), and `KEYS`.
    pub(super) keys: AccessKeys,
    /// `ACCESS_TOKEN_EXPIRE_MINUTES` in seconds, default 1800.
    pub access_token_lifetime: i64,
    /// `ACCESS_TOKEN_MAX_MINUTES` in seconds, default a day: tokens that live longer
    /// are refused, whoever issued them.
    pub access_token_max: f64,
    /// `ISSUER`: the `iss` of the tokens that are issued and taken, default none.
    pub issuer: Option<String>,
    /// `AUDIENCE`: the `aud` of the tokens that are issued and taken, default none.
    pub audience: Option<String>,
    /// `LEEWAY`: by how many seconds the clock of a token's issuer may be off, default 0.
    pub leeway: f64,
    /// `SUBJECT_PREFIX`: stands before the username in `sub`, default empty.
    pub subject_prefix: String,
    /// `REQUIRE_SCOPES`: whether resources ask for scopes, default false.
    pub require_scopes: bool,
    /// `CORS_ALLOW_ORIGINS`: `*` or a comma separated list of the origins whose
    /// pages may use the login, default none.
    pub cors: Option<Cors>,
    /// `LOGIN_SECRET` and the other settings of a login.
    pub(super) login: login::Login,
    /// `SESSION_CHECK` and the other settings of sessions, and `CLIENTS`.
    pub(super) sessions: sessions::Sessions,
    /// `REGISTRATION` and the other settings of accounts.
    pub(super) accounts: accounts::Accounts,
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
    /// The name of another one that it does not go together with.
    pub conflict: Option<&'static str>,
    /// What is wrong and what would be right; never the value of a secret. For
    /// the operator: it may tell more than the public should know.
    pub detail: String,
}

impl ConfigError {
    fn new(setting: &'static str, detail: impl Into<String>) -> Self {
        Self {
            setting,
            conflict: None,
            detail: detail.into(),
        }
    }

    /// The same without the reason: what anybody may know.
    pub(super) fn in_public(&self) -> String {
        let setting = self.setting;
        match self.conflict {
            None => format!("{setting} cannot be used; the log says why"),
            Some(other) => {
                format!("{setting} and {other} cannot be used together; the log says why")
            }
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.setting, self.detail)
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// What is decided about logins.
    pub const fn policy(&self) -> &Policy {
        &self.login.policy
    }

    /// Reads the settings from `variable`, which is asked for some or all of
    /// [`SETTINGS`], each once. One that is empty counts as absent. `random` gives
    /// the random bytes of RSA signatures.
    ///
    /// # Errors
    /// [`ConfigError`] names the first setting that is missing or unusable.
    pub fn read(variable: impl Fn(&str) -> Variable, random: Random) -> Result<Self, ConfigError> {
        let variables = Variables(&variable);
        // The first thing that is missing in a new deployment comes first.
        let (keys, secrets) = AccessKeys::read(&variables, random)?;
        let leeway = f64::from(variables.number("LEEWAY", 0..=300_u32, 0, " of seconds")?);
        let issuer = text(&variables, "ISSUER")?;
        let audience = text(&variables, "AUDIENCE")?;
        let (hash, mut verify) = password_secret::read(&variables)?;
        verify.allow_legacy = variables.flag("ALLOW_LEGACY_HASHES")?;
        let own = login::secret(&variables)?;
        let login = login::read(&variables, secrets.references(own.as_ref()))?;
        // Memory apart, the time is what counts.
        verify.limits = Limits::of_time(login.hash_time);
        let lifetimes = lifetimes(&variables)?;
        let (access_token_lifetime, access_token_max) = lifetimes;
        let refresh_keys = secrets.refresh_keys(own.as_ref());
        let accounts = accounts::read(&variables, secrets.mail_keys(own.as_ref()))?;
        Ok(Self {
            accounts,
            keys: keys
                .only(issuer.as_deref(), audience.as_deref())
                .within(leeway),
            access_token_lifetime,
            access_token_max,
            issuer,
            audience,
            leeway,
            subject_prefix: text(&variables, "SUBJECT_PREFIX")?.unwrap_or_default(),
            require_scopes: variables.flag("REQUIRE_SCOPES")?,
            cors: cors(&variables)?,
            login,
            sessions: sessions::read(&variables, refresh_keys, lifetimes, leeway)?,
            hash,
            verify,
        })
    }
}

/// `ACCESS_TOKEN_EXPIRE_MINUTES` and `ACCESS_TOKEN_MAX_MINUTES` in seconds.
fn lifetimes(variables: &Variables<'_>) -> Result<(i64, f64), ConfigError> {
    const OWN: &str = "ACCESS_TOKEN_EXPIRE_MINUTES";
    const MOST: &str = "ACCESS_TOKEN_MAX_MINUTES";
    let minutes =
        |setting, default| variables.number(setting, 1..=HIGHEST_MINUTES, default, " of minutes");
    let (own, most) = (minutes(OWN, 30)?, minutes(MOST, 24 * 60)?);
    if own > most {
        let detail = format!(
            "is {own}, more than {MOST}, which is {most}: such tokens would be refused here"
        );
        return Err(ConfigError {
            conflict: Some(MOST),
            ..ConfigError::new(OWN, detail)
        });
    }
    Ok((i64::from(own * 60), f64::from(most * 60)))
}

/// A text that is no secret.
fn text(variables: &Variables<'_>, setting: &'static str) -> Result<Option<String>, ConfigError> {
    Ok(variables.text(setting)?.map(|text| text.to_string()))
}

fn cors(variables: &Variables<'_>) -> Result<Option<Cors>, ConfigError> {
    const SETTING: &str = "CORS_ALLOW_ORIGINS";
    let list = variables.text(SETTING)?;
    list.map(|list| Cors::read(&list).map_err(|wrong| ConfigError::new(SETTING, wrong)))
        .transpose()
}
