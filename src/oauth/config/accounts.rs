//! The settings of accounts: who may have one, what passwords are taken, how mails go out.

use super::variables::Variables;
use super::{ConfigError, text};
use crate::account::address;
use crate::account::breached::HAVE_I_BEEN_PWNED;
use crate::account::mail::{MailTransport, signing_key};
use crate::account::mail_token::MailKeys;
use crate::account::password_rule::PasswordRule;

/// The settings, read once.
pub(in crate::oauth) struct Accounts {
    /// Whether anybody may make an account.
    pub(in crate::oauth) registration: bool,
    /// The scopes of whoever does.
    pub(in crate::oauth) registration_scopes: Vec<String>,
    /// Whether a user logs in only once the address is verified.
    pub(in crate::oauth) verified_only: bool,
    pub(in crate::oauth) password: PasswordRule,
    /// The service that knows passwords from data breaches, if one is to be asked.
    pub(in crate::oauth) breaches: Option<String>,
    /// So many requests about an address in an hour,
    pub(in crate::oauth) per_address: u32,
    /// and of a network.
    pub(in crate::oauth) per_network: u32,
    /// Where the page is that the links in mails lead to.
    pub(in crate::oauth) public_url: Option<String>,
    pub(in crate::oauth) mail_keys: MailKeys,
    /// `None` where nobody has said how mails go out.
    pub(in crate::oauth) mail: Option<MailTransport>,
}

pub(super) fn read(
    variables: &Variables<'_>,
    mail_keys: MailKeys,
) -> Result<Accounts, ConfigError> {
    let number = |setting, range, default| variables.number(setting, range, default, "");
    let shortest: u32 = number("PASSWORD_MIN_LENGTH", 8..=128, 15)?;
    let scopes = text(variables, "REGISTRATION_SCOPES")?.unwrap_or_default();
    Ok(Accounts {
        registration: is_open(variables)?,
        registration_scopes: scopes.split_whitespace().map(str::to_owned).collect(),
        verified_only: variables.flag("LOGIN_REQUIRES_VERIFIED")?,
        password: PasswordRule {
            shortest: shortest as usize,
        },
        breaches: breaches(variables)?,
        per_address: number("ACCOUNT_PER_ADDRESS", 1..=1000, 3)?,
        per_network: number("ACCOUNT_PER_NETWORK", 1..=100_000, 20)?,
        public_url: public_url(variables)?,
        mail_keys,
        mail: mail(variables)?,
    })
}

fn is_open(variables: &Variables<'_>) -> Result<bool, ConfigError> {
    const SETTING: &str = "REGISTRATION";
    match text(variables, SETTING)?.as_deref() {
        None | Some("closed") => Ok(false),
        Some("open") => Ok(true),
        Some(_) => Err(ConfigError::new(SETTING, "is neither open nor closed")),
    }
}

fn breaches(variables: &Variables<'_>) -> Result<Option<String>, ConfigError> {
    const SETTING: &str = "PWNED_PASSWORDS";
    match text(variables, SETTING)? {
        None => Ok(None),
        Some(word) if matches!(word.as_str(), "false" | "0") => Ok(None),
        Some(word) if matches!(word.as_str(), "true" | "1") => Ok(Some(HAVE_I_BEEN_PWNED.into())),
        Some(url) if is_safe(&url) => Ok(Some(url)),
        Some(_) => Err(ConfigError::new(
            SETTING,
            "is neither true nor false, nor the https:// URL of a service with the same range search",
        )),
    }
}

fn public_url(variables: &Variables<'_>) -> Result<Option<String>, ConfigError> {
    const SETTING: &str = "PUBLIC_URL";
    let url = text(variables, SETTING)?;
    match url {
        Some(url) if !is_safe(&url) => Err(ConfigError::new(
            SETTING,
            "is not an https:// address of a page, such as https://example.com/account",
        )),
        url => Ok(url),
    }
}

/// Over TLS, or on this machine.
fn is_safe(url: &str) -> bool {
    let Ok(uri) = url.parse::<::http::Uri>() else {
        return false;
    };
    match (uri.scheme_str(), uri.host()) {
        (Some("https"), Some(_)) => true,
        (Some("http"), Some(host)) => matches!(host, "localhost" | "127.0.0.1" | "[::1]"),
        _ => false,
    }
}

fn mail(variables: &Variables<'_>) -> Result<Option<MailTransport>, ConfigError> {
    const WEBHOOK: &str = "MAIL_WEBHOOK";
    const SECRET: &str = "MAIL_SECRET";
    const FROM: &str = "MAIL_FROM";
    let (url, secret) = (text(variables, WEBHOOK)?, variables.text(SECRET)?);
    let from = text(variables, FROM)?;
    match (url, secret, from) {
        (Some(_), _, Some(_)) => Err(ConfigError {
            conflict: Some(FROM),
            ..ConfigError::new(WEBHOOK, "and MAIL_FROM are both set: mails go one way")
        }),
        (Some(url), _, None) if !is_safe(&url) => {
            Err(ConfigError::new(WEBHOOK, "is not an https:// URL"))
        }
        (Some(url), secret, None) => match secret.and_then(|secret| signing_key(&secret)) {
            Some(key) => Ok(Some(MailTransport::Webhook { url, key })),
            None => Err(ConfigError::new(
                SECRET,
                "is missing, shorter than 16 bytes, or not base64 after `whsec_`: make one with `openssl rand -hex 32`",
            )),
        },
        (None, _, Some(from)) => match address::read(&from) {
            Ok(from) => Ok(Some(MailTransport::Binding { from })),
            Err(reason) => Err(ConfigError::new(FROM, format!("is no address: {reason}"))),
        },
        (None, _, None) => Ok(None),
    }
}
