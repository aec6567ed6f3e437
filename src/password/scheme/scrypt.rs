//! scrypt as a PHC string, `$scrypt$ln=<log N>,r=<r>,p=<p>$<salt>$<tag>`, as
//! passlib and others write it, and as Kratos does: N itself stands for its
//! logarithm, and the base64 is padded.

use base64ct::Base64;

use super::Parts;
use crate::error::Result;
use crate::password::encoding::{b64, base64, decimal, fields, malformed};
use crate::password::function::scrypt::{Cost, Scrypt};

/// No logarithm is larger: N would not fit into 64 bits.
const MAX_LOG_N: u32 = 63;

/// Reads what follows `$scrypt$`.
pub(super) fn read(rest: &str) -> Result<Parts> {
    let wrong = || malformed("a scrypt hash is ln, r and p, a salt and a tag");
    let [parameters, salt, tag] = fields(rest, '$').ok_or_else(wrong)?;
    let (ln, r, p) = read_parameters(parameters).ok_or_else(wrong)?;
    let (cost, salt, tag) = match ln <= MAX_LOG_N {
        true => (Cost::new(ln, r, p)?, b64(salt)?, b64(tag)?),
        false => (
            Cost::from_n(ln, r, p)?,
            base64::<Base64>(salt)?,
            base64::<Base64>(tag)?,
        ),
    };
    Parts::new(Scrypt { cost, salt }, tag)
}

/// `ln=…,r=…,p=…`.
pub(super) fn read_parameters(text: &str) -> Option<(u32, u32, u32)> {
    let [ln, r, p] = fields(text, ',')?;
    Some((
        decimal(ln.strip_prefix("ln=")?)?,
        decimal(r.strip_prefix("r=")?)?,
        decimal(p.strip_prefix("p=")?)?,
    ))
}
