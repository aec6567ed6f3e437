//! Argon2 as a PHC string, with the optional `keyid` and `data` of the PHC string
//! format specification. Some write its parameters in another order than the
//! reference implementation (npm's `argon2` m, p, t; `@phc/argon2` and Adonis t, m,
//! p), some pad the base64: both are read, and neither is written.

use std::borrow::Cow;

use base64ct::{Base64Unpadded, Encoding};
use zeroize::Zeroizing;

use super::Parts;
use crate::error::{Error, Result};
use crate::password::HashOptions;
use crate::password::argon2::{Algorithm, Inputs, Parameters, Version, tag};
use crate::password::encoding::{b64, decimal, fields, malformed};
use crate::password::function;
use crate::password::secret::{self, MAX_KEYID_LENGTH};

/// RFC 9106 section 3.1 allows 2^24-1 lanes.
const MAX_PARALLELISM: u32 = 0x00FF_FFFF;
/// RFC 9106 section 3.1: 4 bytes or more. The PHC string format has 12 to 64; up to 128
/// are read, as other software writes them.
const TAG_LENGTHS: std::ops::RangeInclusive<usize> = 4..=128;
/// Argon2's reference implementation and the PHC string format ask for 8 bytes or more.
/// The format allows 48, which are 64 characters; 64 bytes are read here.
const SALT_LENGTHS: std::ops::RangeInclusive<usize> = 8..=64;
/// The PHC specification's maximum.
const MAX_DATA_LENGTH: usize = 32;

pub(super) fn id(rest: &str) -> Result<Parts> {
    read(Algorithm::Argon2id, rest)
}

pub(super) fn i(rest: &str) -> Result<Parts> {
    read(Algorithm::Argon2i, rest)
}

pub(super) fn d(rest: &str) -> Result<Parts> {
    read(Algorithm::Argon2d, rest)
}

/// `id$…`, `i$…` or `d$…`: what follows `$argon2` within another format.
pub(super) fn any(rest: &str) -> Result<Parts> {
    match rest.split_once('$') {
        Some(("id", rest)) => id(rest),
        Some(("i", rest)) => i(rest),
        Some(("d", rest)) => d(rest),
        _ => Err(malformed(
            "the types of Argon2 are argon2id, argon2i and argon2d",
        )),
    }
}

/// `[v=…$]<parameters>$<salt>$<tag>`.
fn read(algorithm: Algorithm, rest: &str) -> Result<Parts> {
    // Hashes without the version are older than that field and of version 0x10.
    let (version, rest) = match rest.split_once('$') {
        Some(("v=19", rest)) => (Version::V0x13, rest),
        Some(("v=16", rest)) => (Version::V0x10, rest),
        _ if rest.starts_with("v=") => {
            return Err(malformed("the version of an Argon2 hash is 16 or 19"));
        }
        _ => (Version::V0x10, rest),
    };
    let [parameters, salt, tag] = fields(rest, '$')
        .ok_or_else(|| malformed("an Argon2 hash is parameters, a salt and a tag"))?;
    let (parameters, keyid, data) = read_parameters(algorithm, version, parameters)?;
    let kdf = function::argon2::Argon2 {
        parameters,
        salt: b64("the salt of an Argon2 hash", salt)?,
        data,
        keyid,
    };
    checked(kdf, b64("the tag of an Argon2 hash", tag)?)
}

/// Checks the lengths.
pub(super) fn checked(kdf: function::argon2::Argon2, tag: Vec<u8>) -> Result<Parts> {
    if let Some(detail) = out_of_range(&kdf.parameters) {
        return Err(malformed(detail));
    }
    if !SALT_LENGTHS.contains(&kdf.salt.len()) {
        return Err(malformed("the salt of an Argon2 hash has 8 to 64 bytes"));
    }
    if !TAG_LENGTHS.contains(&tag.len()) {
        return Err(malformed("the tag of an Argon2 hash has 4 to 128 bytes"));
    }
    Ok(Parts::with_any_tag(kdf, tag))
}

/// `m=…,t=…,p=…[,keyid=…][,data=…]`, in any order, each once.
fn read_parameters(
    algorithm: Algorithm,
    version: Version,
    field: &str,
) -> Result<(Parameters, Vec<u8>, Vec<u8>)> {
    let pairs: Vec<(&str, &str)> = field
        .split(',')
        .filter_map(|pair| pair.split_once('='))
        .collect();
    let known = |name: &str| ["m", "t", "p", "keyid", "data"].contains(&name);
    if pairs.len() != field.split(',').count() || !pairs.iter().all(|(name, _)| known(name)) {
        return Err(malformed("an Argon2 hash has an unknown parameter"));
    }
    let value = |wanted: &str| {
        let mut values = pairs.iter().filter(|(name, _)| *name == wanted);
        match (values.next(), values.next()) {
            (_, Some(_)) => Err(malformed("a parameter of an Argon2 hash is there twice")),
            (first, None) => Ok(first.map(|(_, value)| *value)),
        }
    };
    let number = |name: &str| {
        value(name)?.and_then(decimal).ok_or_else(|| {
            malformed("the parameters of an Argon2 hash are m, t and p, each a number")
        })
    };
    let bytes = |name: &str, what, longest: usize| {
        let bytes = value(name)?.map_or(Ok(Vec::new()), |value| b64(what, value))?;
        match bytes.len() <= longest {
            true => Ok(bytes),
            false => Err(malformed(
                "the keyid of an Argon2 hash has at most 8 bytes, its data at most 32",
            )),
        }
    };
    let parameters = Parameters {
        algorithm,
        version,
        memory: number("m")?,
        iterations: number("t")?,
        parallelism: number("p")?,
    };
    // The key identifier names a secret and does not go into the hash.
    let keyid = bytes("keyid", "the keyid of an Argon2 hash", MAX_KEYID_LENGTH)?;
    let data = bytes("data", "the data of an Argon2 hash", MAX_DATA_LENGTH)?;
    Ok((parameters, keyid, data))
}

/// What RFC 9106 section 3.1 does not allow.
fn out_of_range(parameters: &Parameters) -> Option<&'static str> {
    let lanes = parameters.parallelism;
    if !(1..=MAX_PARALLELISM).contains(&lanes) {
        return Some("the parallelism of Argon2 is 1 to 16777215");
    }
    if parameters.memory < 8 * lanes {
        return Some("the memory of Argon2 is at least 8 KiB for each lane");
    }
    (parameters.iterations == 0).then_some("the iterations of Argon2 are at least 1")
}

/// Makes a new Argon2id hash.
pub(in crate::password) fn hash(
    password: &[u8],
    salt: &[u8],
    options: &HashOptions,
) -> Result<String> {
    let parameters = Parameters {
        algorithm: Algorithm::Argon2id,
        version: Version::V0x13,
        memory: options.memory,
        iterations: options.iterations,
        parallelism: options.parallelism,
    };
    let wrong = |detail| Err(Error::Option(Cow::Borrowed(detail)));
    if let Some(detail) = out_of_range(&parameters) {
        return wrong(detail);
    }
    if !SALT_LENGTHS.contains(&salt.len()) {
        return wrong("the salt has 8 to 64 bytes");
    }
    if !TAG_LENGTHS.contains(&options.tag_length) {
        return wrong("the tag length is 4 to 128 bytes");
    }
    secret::check(&options.secret)?;
    let secret = options.secret.as_deref().map_or(&[][..], Vec::as_slice);
    let inputs = Inputs {
        password,
        salt,
        secret,
        data: &[],
    };
    let mut out = Zeroizing::new(vec![0; options.tag_length]);
    tag(&parameters, &inputs, &mut out)?;
    let keyid = match secret::keyid(secret)? {
        keyid if keyid.is_empty() => String::new(),
        keyid => format!(",keyid={}", Base64Unpadded::encode_string(&keyid)),
    };
    Ok(format!(
        "$argon2id$v=19$m={},t={},p={}{keyid}${}${}",
        options.memory,
        options.iterations,
        options.parallelism,
        Base64Unpadded::encode_string(salt),
        Base64Unpadded::encode_string(&out),
    ))
}
