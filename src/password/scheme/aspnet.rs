//! ASP.NET Identity: base64 without a prefix
//! (`Extensions.Core/src/PasswordHasher.cs` of ASP.NET Core).
//!
//! - version 2: 0x00, 16 bytes of salt, 32 of tag; PBKDF2 with HMAC-SHA-1,
//!   1000 iterations;
//! - version 3: 0x01, then three big-endian 32-bit numbers, the PRF (0 SHA-1,
//!   1 SHA-256, 2 SHA-512), the iteration count and the length of the salt,
//!   then the salt and the tag.

use super::{Parts, pbkdf2};
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::encoding::{b64, malformed};

/// `PasswordHasher` takes nothing shorter for either.
const SHORTEST: usize = 16;

/// Reads what follows `AQAAAA`, the version 3 and the first bytes of its PRF.
pub(super) fn version_3(rest: &str) -> Result<Parts> {
    let bytes = b64(WHAT, &format!("AQAAAA{rest}"))?;
    version_3_bytes(bytes.get(1..).unwrap_or_default())
}

/// Version 2 begins with no more than a zero, so that it is known by its 49 bytes.
/// `None` for another text.
pub(super) fn version_2(encoded: &str) -> Option<Result<(&'static str, Parts)>> {
    let bytes = b64(WHAT, encoded).ok()?;
    let (_, rest) = bytes.split_first().filter(|(version, _)| **version == 0)?;
    (rest.len() == 48).then(|| version_2_bytes(rest).map(|parts| ("aspnet-identity", parts)))
}

const WHAT: &str = "an ASP.NET Identity hash";

fn version_2_bytes(bytes: &[u8]) -> Result<Parts> {
    match bytes.split_at_checked(16) {
        Some((salt, tag)) if tag.len() == 32 => {
            pbkdf2::from_parts(Digest::Sha1, Some(1000), salt.into(), tag.into())
        }
        _ => Err(malformed(
            "an ASP.NET Identity hash of version 2 has 49 bytes",
        )),
    }
}

fn version_3_bytes(bytes: &[u8]) -> Result<Parts> {
    let wrong = || malformed("an ASP.NET Identity hash of version 3 is cut short");
    let (numbers, bytes) = bytes.split_at_checked(12).ok_or_else(wrong)?;
    let (numbers, _) = numbers.as_chunks::<4>();
    let [prf_number, rounds, salt_length] = *numbers else {
        return Err(wrong());
    };
    let prf = match u32::from_be_bytes(prf_number) {
        0 => Digest::Sha1,
        1 => Digest::Sha256,
        2 => Digest::Sha512,
        _ => {
            return Err(malformed(
                "the PRF of an ASP.NET Identity hash is 0, 1 or 2",
            ));
        }
    };
    let salt_length = u32::from_be_bytes(salt_length) as usize;
    let (salt, tag) = bytes.split_at_checked(salt_length).ok_or_else(wrong)?;
    if salt.len() < SHORTEST || tag.len() < SHORTEST {
        return Err(wrong());
    }
    let rounds = Some(u32::from_be_bytes(rounds));
    pbkdf2::from_parts(prf, rounds, salt.into(), tag.into())
}
