//! PBKDF2 as passlib writes it, `$pbkdf2-sha256$<rounds>$<salt>$<tag>` in its
//! own base64, and in the PHC string format,
//! `$pbkdf2-sha256$i=<rounds>,l=<length>$<salt>$<tag>`, which Kratos, Auth0's
//! import and others use.

use base64ct::Base64Pbkdf2;

use super::Parts;
use crate::error::Result;
use crate::password::encoding::{b64, base64, decimal, fields, malformed};
use crate::password::function::pbkdf2::{Pbkdf2, Prf};

/// Reads what follows `$pbkdf2`: `-<digest>$…`, and `$…` for SHA-1.
pub(super) fn read(rest: &str) -> Result<Parts> {
    let (digest, rest) = rest.split_once('$').ok_or_else(wrong)?;
    let prf = match digest {
        "" => Prf::Sha1,
        _ => Prf::from_name(digest.strip_prefix('-').ok_or_else(wrong)?)?,
    };
    let [rounds, salt, tag] = fields(rest, '$').ok_or_else(wrong)?;
    let Some(parameters) = rounds.strip_prefix("i=") else {
        return passlib(prf, rounds, salt, tag);
    };
    let (rounds, length) = match parameters.split_once(",l=") {
        Some((rounds, length)) => (rounds, Some(decimal(length).ok_or_else(wrong)?)),
        None => (parameters, None),
    };
    let tag = b64(tag)?;
    if length.is_some_and(|length| length as usize != tag.len()) {
        return Err(malformed(
            "a PBKDF2 tag has not the length its parameters say",
        ));
    }
    from_parts(prf, decimal(rounds), b64(salt)?, tag)
}

/// passlib's spelling of the three fields (`passlib/handlers/pbkdf2.py`). Its
/// tags are as long as the digest.
pub(super) fn passlib(prf: Prf, rounds: &str, salt: &str, tag: &str) -> Result<Parts> {
    let tag = base64::<Base64Pbkdf2>(tag)?;
    if tag.len() != prf.length() {
        return Err(malformed("a PBKDF2 tag is as long as its digest"));
    }
    from_parts(prf, decimal(rounds), base64::<Base64Pbkdf2>(salt)?, tag)
}

/// From the iteration count, if it could be read, and the decoded fields.
pub(super) fn from_parts(
    prf: Prf,
    rounds: Option<u32>,
    salt: Vec<u8>,
    tag: Vec<u8>,
) -> Result<Parts> {
    let rounds = rounds
        .filter(|rounds| *rounds > 0)
        .ok_or_else(|| malformed("the iteration count of a PBKDF2 hash is not a number over 0"))?;
    let kdf = Pbkdf2 { prf, rounds, salt };
    Parts::new(kdf, tag)
}

fn wrong() -> crate::Error {
    malformed("a PBKDF2 hash is an iteration count, a salt and a tag")
}
