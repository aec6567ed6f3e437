//! PBKDF2 as passlib writes it, `$pbkdf2-sha256$<rounds>$<salt>$<tag>` in its
//! own base64, and in the PHC string format,
//! `$pbkdf2-sha256$i=<rounds>,l=<length>$<salt>$<tag>`, which Kratos, Auth0's
//! import and others use; and as Mattermost and Jellyfin write it.

use super::Parts;
use crate::error::{Error, Result};
use crate::password::digest::Digest;
use crate::password::encoding::{b64, decimal, fields, hex, malformed, wrong_length};
use crate::password::function::pbkdf2::{Pbkdf2, prf};

const SALT: &str = "the salt of a PBKDF2 hash";
const TAG: &str = "the tag of a PBKDF2 hash";

/// Reads what follows `$pbkdf2`: `-<digest>$…`, and `$…` for SHA-1.
pub(super) fn read(rest: &str) -> Result<Parts> {
    let (digest, rest) = rest.split_once('$').ok_or_else(wrong)?;
    let prf = match digest {
        "" => Digest::Sha1,
        _ => prf(digest.strip_prefix('-').ok_or_else(wrong)?)?,
    };
    if digest.is_empty() && rest.contains("f=SHA") {
        return Ok(mattermost(rest)?.named("mattermost-pbkdf2"));
    }
    let [rounds, salt, tag] = fields(rest, '$').ok_or_else(wrong)?;
    let Some(parameters) = rounds.strip_prefix("i=") else {
        return passlib(prf, rounds, salt, tag);
    };
    let (rounds, length) = match parameters.split_once(",l=") {
        Some((rounds, length)) => (rounds, Some(decimal(length).ok_or_else(wrong)?)),
        None => (parameters, None),
    };
    with_length(prf, rounds, length, salt, tag)
}

fn with_length(
    prf: Digest,
    rounds: &str,
    length: Option<u32>,
    salt: &str,
    tag: &str,
) -> Result<Parts> {
    let tag = b64(TAG, tag)?;
    if length.is_some_and(|length| length as usize != tag.len()) {
        return Err(malformed(
            "a PBKDF2 tag has not the length its parameters say",
        ));
    }
    from_parts(prf, decimal(rounds), b64(SALT, salt)?, tag)
}

/// Mattermost 11, `$pbkdf2$f=SHA256,w=600000,l=32$<salt>$<tag>`
/// (`server/channels/app/password/hashers/pbkdf2.go`), the parameters in any order.
fn mattermost(rest: &str) -> Result<Parts> {
    let wrong = || malformed("a Mattermost hash is f, w and l, a salt and a tag");
    let [parameters, salt, tag] = fields(rest, '$').ok_or_else(wrong)?;
    let pairs: [&str; 3] = fields(parameters, ',').ok_or_else(wrong)?;
    let value = |name: &str| {
        pairs
            .iter()
            .find_map(|pair| pair.strip_prefix(name))
            .ok_or_else(wrong)
    };
    let prf = match value("f=")? {
        "SHA256" => Digest::Sha256,
        "SHA512" => Digest::Sha512,
        _ => return Err(malformed("the f of a Mattermost hash is SHA256 or SHA512")),
    };
    let length = decimal(value("l=")?).ok_or_else(wrong)?;
    with_length(prf, value("w=")?, Some(length), salt, tag)
}

/// Jellyfin, `$PBKDF2-SHA512$iterations=210000$<salt>$<tag>` in hexadecimal, with
/// SHA-1 where there is no name (`MediaBrowser.Model/Cryptography/PasswordHash.cs`).
/// Reads what follows `$PBKDF2`.
pub(super) fn jellyfin(rest: &str) -> Result<Parts> {
    let wrong = || malformed("a Jellyfin hash is iterations, a salt and a tag");
    let [digest, rounds, salt, tag] = fields(rest, '$').ok_or_else(wrong)?;
    let prf = match digest {
        "" | "-SHA1" => Digest::Sha1,
        "-SHA256" => Digest::Sha256,
        "-SHA512" => Digest::Sha512,
        _ => {
            return Err(malformed(
                "the digest of a Jellyfin hash is SHA1, SHA256 or SHA512",
            ));
        }
    };
    let rounds = rounds.strip_prefix("iterations=").ok_or_else(wrong)?;
    let salt = hex("the salt of a Jellyfin hash", salt)?;
    let tag = hex("the tag of a Jellyfin hash", tag)?;
    from_parts(prf, decimal(rounds), salt, tag)
}

/// Atlassian's `{PKCS5S2}`: 16 bytes of salt and 32 of tag, 10,000 rounds of SHA-1
/// (`DefaultPasswordEncoder` of its password-encoder).
pub(super) fn atlassian(rest: &str) -> Result<Parts> {
    let what = "what follows {PKCS5S2}";
    let mut salt = b64(what, rest)?;
    if salt.len() != 48 {
        return Err(wrong_length(what, salt.len(), 48));
    }
    let tag = salt.split_off(16);
    from_parts(Digest::Sha1, Some(10_000), salt, tag)
}

/// passlib's spelling of the three fields (`passlib/handlers/pbkdf2.py`): a dot
/// for the plus, and no padding; others write the plus and pad. Its tags are as
/// long as the digest.
pub(super) fn passlib(prf: Digest, rounds: &str, salt: &str, tag: &str) -> Result<Parts> {
    let decoded = |what, text: &str| match text.contains('+') {
        true => b64(what, text),
        false => b64(what, &text.replace('.', "+")),
    };
    let tag = decoded(TAG, tag)?;
    if tag.len() != prf.length() {
        return Err(malformed("a PBKDF2 tag is as long as its digest"));
    }
    from_parts(prf, decimal(rounds), decoded(SALT, salt)?, tag)
}

/// From the iteration count, if it could be read, and the decoded fields.
pub(super) fn from_parts(
    prf: Digest,
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

fn wrong() -> Error {
    malformed("a PBKDF2 hash is an iteration count, a salt and a tag")
}
