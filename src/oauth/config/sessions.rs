//! The settings of sessions: how long they last, who checks them when, and which
//! clients may ask about tokens.

use super::ConfigError;
use super::clients::Clients;
use super::variables::Variables;
use crate::account::DAY;
use crate::account::refresh_token::RefreshKeys;
use crate::account::session::SessionRules;

/// The settings, read once.
pub(in crate::oauth) struct Sessions {
    pub(in crate::oauth) rules: SessionRules,
    pub(in crate::oauth) keys: RefreshKeys,
    /// Whether the account's object is asked at each request with an access token. Else
    /// what has ended is read from the key-value store, which may be a minute behind.
    pub(in crate::oauth) strict: bool,
    pub(in crate::oauth) clients: Clients,
}

/// Reads the settings. `lifetimes` are those of access tokens, in seconds: of our own,
/// and the longest of anybody's. `leeway` is for how long one is taken after its time.
pub(super) fn read(
    variables: &Variables<'_>,
    keys: RefreshKeys,
    lifetimes: (i64, f64),
    leeway: f64,
) -> Result<Sessions, ConfigError> {
    const IDLE: &str = "SESSION_IDLE_DAYS";
    const LONGEST: &str = "SESSION_MAX_DAYS";
    let idle: u32 = variables.number(IDLE, 1..=365, 14, " of days")?;
    let longest: u32 = variables.number(LONGEST, 1..=3650, 90, " of days")?;
    let most: u32 = variables.number("SESSIONS_MAX", 1..=1000, 50, "")?;
    Ok(Sessions {
        rules: SessionRules {
            idle: i64::from(idle) * DAY,
            longest: i64::from(longest) * DAY,
            most: most as usize,
            token_lifetime: lifetimes.0 + leeway.ceil() as i64,
            token_longest: (lifetimes.1 + leeway).ceil() as i64,
        },
        keys,
        strict: is_strict(variables)?,
        clients: Clients::read(variables)?,
    })
}

fn is_strict(variables: &Variables<'_>) -> Result<bool, ConfigError> {
    const SETTING: &str = "SESSION_CHECK";
    match variables.text(SETTING)?.as_ref().map(|text| text.as_str()) {
        None | Some("kv") => Ok(false),
        Some("strict") => Ok(true),
        Some(_) => Err(ConfigError::new(SETTING, "is neither kv nor strict")),
    }
}
