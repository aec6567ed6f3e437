//! Firebase's scrypt, which its export gives as two fields without a format, in
//! the spellings of those who import it:
//!
//! - GoTrue (Supabase Auth), `$fbscrypt$v=1,n=14,r=8,p=1,ss=<salt
//!   separator>,sk=<signer key>$<salt>$<hash>`. Where `ss` and `sk` or all
//!   parameters are left out, `$fbscrypt$<salt>$<hash>`, those of
//!   [`crate::password::VerifyOptions::firebase`] hold;
//! - Kratos, `$firescrypt$ln=14,r=8,p=1$<salt>$<hash>$<salt separator>$<signer
//!   key>`.
//!
//! - SuperTokens, `$f_scrypt$<hash>$<salt>$m=14$r=8$s=<salt separator>`, without the
//!   signer key, which is that of the options.
//!
//! All in base64, of the standard alphabet or of the web-safe one, in which the Admin
//! SDK gives hash and salt.

use zeroize::Zeroizing;

use super::{Parts, scrypt};
use crate::error::{Error, Result};
use crate::password::encoding::{b64_any, decimal, fields, malformed};
use crate::password::function::firebase::{Firebase, Keys};
use crate::password::function::scrypt::Cost;

/// Reads what follows `$fbscrypt$`.
pub(super) fn gotrue(rest: &str) -> Result<Parts> {
    let (parameters, salt, tag) = match (fields(rest, '$'), fields(rest, '$')) {
        (Some([salt, tag]), _) => (None, salt, tag),
        (_, Some([parameters, salt, tag])) => (Some(parameters), salt, tag),
        _ => return Err(wrong()),
    };
    let (cost, keys) = match parameters {
        Some(parameters) => read_parameters(parameters)?,
        None => (None, None),
    };
    from_parts(cost, keys, salt, tag)
}

/// `v=1,n=…,r=…,p=…[,ss=…,sk=…]`.
fn read_parameters(text: &str) -> Result<(Option<Cost>, Option<Keys>)> {
    let pairs: Vec<&str> = text.split(',').collect();
    let ([version, n, r, p], rest) = pairs.split_first_chunk().ok_or_else(wrong)?;
    if *version != "v=1" {
        return Err(malformed("the version of a Firebase hash is 1"));
    }
    let number = |pair: &str, name| pair.strip_prefix(name).and_then(decimal).ok_or_else(wrong);
    let cost = Cost::new(number(n, "n=")?, number(r, "r=")?, number(p, "p=")?)?;
    let keys = match rest {
        [] => None,
        [separator, key] => {
            let separator = separator.strip_prefix("ss=").ok_or_else(wrong)?;
            let key = key.strip_prefix("sk=").ok_or_else(wrong)?;
            Some(keys(separator, key)?)
        }
        _ => return Err(wrong()),
    };
    Ok((Some(cost), keys))
}

/// Reads what follows `$firescrypt$`.
pub(super) fn kratos(rest: &str) -> Result<Parts> {
    let [parameters, salt, tag, separator, key] = fields(rest, '$').ok_or_else(wrong)?;
    let (log_n, r, p) = scrypt::read_parameters("ln=", parameters).ok_or_else(wrong)?;
    let cost = Cost::new(log_n, r, p)?;
    from_parts(Some(cost), Some(keys(separator, key)?), salt, tag)
}

/// Reads what follows `$f_scrypt$` (SuperTokens core, `ParsedFirebaseSCryptResponse`).
pub(super) fn supertokens(rest: &str) -> Result<Parts> {
    let [tag, salt, log_n, r, separator] = fields(rest, '$').ok_or_else(wrong)?;
    let number = |pair: &str, name| pair.strip_prefix(name).and_then(decimal).ok_or_else(wrong);
    let cost = Cost::new(number(log_n, "m=")?, number(r, "r=")?, 1)?;
    let separator = separator.strip_prefix("s=").ok_or_else(wrong)?;
    let separator = b64_any("the salt separator of a Firebase hash", separator)?;
    let mut parts = from_parts(Some(cost), None, salt, tag)?;
    let salt = b64_any("the salt of a Firebase hash", salt)?;
    parts.kdf = Box::new(Firebase {
        salt,
        cost: Some(cost),
        keys: None,
        separator: Some(separator),
    });
    Ok(parts)
}

fn keys(salt_separator: &str, signer_key: &str) -> Result<Keys> {
    Ok(Keys {
        salt_separator: b64_any("the salt separator of a Firebase hash", salt_separator)?,
        signer_key: Zeroizing::new(b64_any("the signer key of a Firebase hash", signer_key)?),
    })
}

fn from_parts(cost: Option<Cost>, keys: Option<Keys>, salt: &str, tag: &str) -> Result<Parts> {
    let salt = b64_any("the salt of a Firebase hash", salt)?;
    let tag = b64_any("a Firebase hash", tag)?;
    Parts::new(
        Firebase {
            salt,
            cost,
            keys,
            separator: None,
        },
        tag,
    )
}

fn wrong() -> Error {
    malformed("a Firebase hash is its parameters, a salt and a tag")
}
