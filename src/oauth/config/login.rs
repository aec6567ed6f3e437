//! The settings of a login: how many guesses there are, who waits for whom, and
//! what a failure costs.

use std::time::Duration;

use zeroize::Zeroizing;

use super::ConfigError;
use super::variables::Variables;
use crate::account::{DAY, Places, Policy, References, Rules};

/// A whole number with its bounds.
struct Number {
    name: &'static str,
    default: u32,
    least: u32,
    most: u32,
}

const fn number(name: &'static str, default: u32, least: u32, most: u32) -> Number {
    Number {
        name,
        default,
        least,
        most,
    }
}

/// When a failed login is answered, in milliseconds after it came.
const FAILURE_MS: Number = number("LOGIN_FAILURE_MS", 500, 0, 5000);
/// What every failed login computes at least, in milliseconds of estimated time. The
/// default is the hash of FastAPI's tutorial (Argon2id m=65536, t=3).
const DECOY_MS: Number = number("LOGIN_DECOY_MS", 110, 0, 2000);
/// What one hash may take, in milliseconds of estimated time.
const HASH_MS: Number = number("LOGIN_HASH_MS", 1000, 50, 20_000);
/// How many logins may wait for each other, and how many of one client.
const QUEUE: Number = number("LOGIN_QUEUE", 8, 1, 64);
const QUEUE_CLIENT: Number = number("LOGIN_QUEUE_CLIENT", 3, 1, 64);
/// `LOGIN_FAILURES` failures block a user for `LOGIN_BLOCK_SECONDS`; each further
/// failure doubles that, up to `LOGIN_BLOCK_MAX_MINUTES`. `LOGIN_FAILURE_MINUTES`
/// without one start the count over. `LOGIN_FAILURES_MAX` without a success block the
/// user until there is a new password.
const FAILURES: Number = number("LOGIN_FAILURES", 10, 3, 50);
const FAILURE_MINUTES: Number = number("LOGIN_FAILURE_MINUTES", 24 * 60, 1, 24 * 60);
const BLOCK_SECONDS: Number = number("LOGIN_BLOCK_SECONDS", 60, 1, 3600);
const BLOCK_MAX_MINUTES: Number = number("LOGIN_BLOCK_MAX_MINUTES", 60, 1, 24 * 60);
const FAILURES_MAX: Number = number("LOGIN_FAILURES_MAX", 50, 10, 100);
/// So many failures, or names, of one network in so many minutes are a block.
const NETWORK_FAILURES: Number = number("LOGIN_NETWORK_FAILURES", 30, 3, 1000);
const NETWORK_NAMES: Number = number("LOGIN_NETWORK_NAMES", 20, 2, 1000);
const NETWORK_MINUTES: Number = number("LOGIN_NETWORK_MINUTES", 10, 1, 60);
/// How long a client that a user has logged in from is trusted; 0 trusts nobody.
const TRUST_DAYS: Number = number("LOGIN_TRUST_DAYS", 30, 0, 365);

/// Keys the references in the log and in the counts, device cookies, refresh tokens and
/// the tokens in mails. Without it, the first two use the text of the setting that
/// signs access tokens, the others every secret or private key.
const SECRET: &str = "LOGIN_SECRET";

/// NIST SP 800-63B-4 section 3.1.1.2 asks for 112 bits; these are 128.
const SHORTEST_SECRET: usize = 16;

/// The settings, read once.
pub(in crate::oauth) struct Login {
    pub(in crate::oauth) policy: Policy,
    /// In seconds after the request came.
    pub(in crate::oauth) failure_after: f64,
    /// What one hash may take.
    pub(in crate::oauth) hash_time: Duration,
}

/// `LOGIN_SECRET`.
pub(super) fn secret(variables: &Variables<'_>) -> Result<Option<Zeroizing<String>>, ConfigError> {
    let secret = variables.text(SECRET)?;
    if secret
        .as_ref()
        .is_some_and(|secret| secret.len() < SHORTEST_SECRET)
    {
        let detail = "is too short, 16 bytes are the least: make one with `openssl rand -hex 32`";
        return Err(ConfigError::new(SECRET, detail));
    }
    Ok(secret)
}

/// Reads the other settings.
pub(super) fn read(
    variables: &Variables<'_>,
    references: References,
) -> Result<Login, ConfigError> {
    let get = |number: &Number| {
        variables.number(number.name, number.least..=number.most, number.default, "")
    };
    let milliseconds = |number| get(number).map(|ms| Duration::from_millis(u64::from(ms)));
    let rules = Rules {
        failures: get(&FAILURES)?,
        reset_after: 60 * i64::from(get(&FAILURE_MINUTES)?),
        first_block: i64::from(get(&BLOCK_SECONDS)?),
        longest_block: 60 * i64::from(get(&BLOCK_MAX_MINUTES)?),
        lockout_failures: get(&FAILURES_MAX)?,
        network_failures: get(&NETWORK_FAILURES)? as usize,
        network_names: get(&NETWORK_NAMES)? as usize,
        network_window: 60 * i64::from(get(&NETWORK_MINUTES)?),
        trust: DAY * i64::from(get(&TRUST_DAYS)?),
    };
    Ok(Login {
        policy: Policy {
            rules,
            places: Places {
                all: get(&QUEUE)? as usize,
                each: get(&QUEUE_CLIENT)? as usize,
            },
            decoy: milliseconds(&DECOY_MS)?,
            references,
        },
        failure_after: f64::from(get(&FAILURE_MS)?) / 1000.0,
        hash_time: milliseconds(&HASH_MS)?,
    })
}
