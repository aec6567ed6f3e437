//! ASP.NET Identity: base64 without a prefix
//! (`Extensions.Core/src/PasswordHasher.cs` of ASP.NET Core).
//!
//! - version 2: 0x00, 16 bytes of salt, 32 of tag; PBKDF2 with HMAC-SHA-1,
//!   1000 iterations;
//! - version 3: 0x01, then three big-endian 32-bit numbers, the PRF (0 SHA-1,
//!   1 SHA-256, 2 SHA-512), the iteration count and the length of the salt,
//!   then the salt and the tag.

use base64ct::Base64;

use super::{Parts, pbkdf2};
use crate::error::Result;
use crate::password::encoding::{base64, malformed};
use crate::password::function::pbkdf2::Prf;

/// `PasswordHasher` takes nothing shorter for either.
const SHORTEST: usize = 16;

/// Reads what follows the letter `A`, the first six bits of both versions.
pub(super) fn read(rest: &str) -> Result<Parts> {
    let wrong = || malformed("an ASP.NET Identity hash begins with the version, 0x00 or 0x01");
    let bytes = base64::<Base64>(&format!("A{rest}"))?;
    match bytes.split_first().ok_or_else(wrong)? {
        (0, rest) => version_2(rest),
        (1, rest) => version_3(rest),
        _ => Err(wrong()),
    }
}

fn version_2(bytes: &[u8]) -> Result<Parts> {
    match bytes.split_at_checked(16) {
        Some((salt, tag)) if tag.len() == 32 => {
            pbkdf2::from_parts(Prf::Sha1, Some(1000), salt.into(), tag.into())
        }
        _ => Err(malformed(
            "an ASP.NET Identity hash of version 2 has 49 bytes",
        )),
    }
}

fn version_3(bytes: &[u8]) -> Result<Parts> {
    let wrong = || malformed("an ASP.NET Identity hash of version 3 is cut short");
    let (numbers, bytes) = bytes.split_at_checked(12).ok_or_else(wrong)?;
    let (numbers, _) = numbers.as_chunks::<4>();
    let [prf_number, rounds, salt_length] = *numbers else {
        return Err(wrong());
    };
    let prf = match u32::from_be_bytes(prf_number) {
        0 => Prf::Sha1,
        1 => Prf::Sha256,
        2 => Prf::Sha512,
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
