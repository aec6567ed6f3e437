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
//! All in padded base64.

use base64ct::Base64;
use zeroize::Zeroizing;

use super::{Parts, scrypt};
use crate::error::{Error, Result};
use crate::password::encoding::{base64, decimal, fields, malformed};
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
    let (log_n, r, p) = scrypt::read_parameters(parameters).ok_or_else(wrong)?;
    let cost = Cost::new(log_n, r, p)?;
    from_parts(Some(cost), Some(keys(separator, key)?), salt, tag)
}

fn keys(salt_separator: &str, signer_key: &str) -> Result<Keys> {
    Ok(Keys {
        salt_separator: base64::<Base64>(salt_separator)?,
        signer_key: Zeroizing::new(base64::<Base64>(signer_key)?),
    })
}

fn from_parts(cost: Option<Cost>, keys: Option<Keys>, salt: &str, tag: &str) -> Result<Parts> {
    let salt = base64::<Base64>(salt)?;
    Parts::new(Firebase { salt, cost, keys }, base64::<Base64>(tag)?)
}

fn wrong() -> Error {
    malformed("a Firebase hash is its parameters, a salt and a tag")
}
