//! bcrypt in the modular crypt format, `$2b$<cost>$<22 salt><31 tag>`: OpenBSD,
//! PHP and Laravel (`2y`), Python, Node, Spring, Auth0.

use base64ct::Base64Bcrypt;

use super::Parts;
use crate::error::Result;
use crate::password::encoding::{base64, decimal, malformed};
use crate::password::function::bcrypt::{Bcrypt, Prehash};

/// Reads what follows `$2`.
pub(super) fn read(rest: &str) -> Result<Parts> {
    prehashed(Prehash::None, rest)
}

/// Reads what follows `$2` where the password is hashed before.
pub(super) fn prehashed(prehash: Prehash, rest: &str) -> Result<Parts> {
    let (version, rest) = rest.split_once('$').ok_or_else(wrong)?;
    // 2a, 2b and 2y differ in bugs that nobody has any more; a hash of any
    // of them verifies as 2b does.
    let sign_extended = match version {
        "a" | "b" | "y" => false,
        "x" => true,
        _ => {
            return Err(malformed(
                "a bcrypt hash begins with $2a$, $2b$, $2x$ or $2y$",
            ));
        }
    };
    let (cost, rest) = rest.split_once('$').ok_or_else(wrong)?;
    let two_digits = cost.len() == 2;
    let cost = decimal(cost.strip_prefix('0').unwrap_or(cost)).filter(|_| two_digits);
    let (salt, tag) = rest.split_at_checked(22).ok_or_else(wrong)?;
    from_parts(cost, salt, tag, prehash, sign_extended)
}

/// From the cost, if it could be read, and the two fields in bcrypt's base64.
pub(super) fn from_parts(
    cost: Option<u32>,
    salt: &str,
    tag: &str,
    prehash: Prehash,
    sign_extended: bool,
) -> Result<Parts> {
    let cost = cost
        .filter(|cost| (4..=31).contains(cost))
        .ok_or_else(|| malformed("the cost of a bcrypt hash is 04 to 31"))?;
    let salt = base64::<Base64Bcrypt>(salt)?
        .try_into()
        .map_err(|_| wrong())?;
    let tag = base64::<Base64Bcrypt>(tag)?;
    if tag.len() != 23 {
        return Err(wrong());
    }
    let kdf = Bcrypt {
        cost,
        salt,
        prehash,
        sign_extended,
    };
    Parts::new(kdf, tag)
}

fn wrong() -> crate::Error {
    malformed("a bcrypt hash is $2b$, a cost of two digits, and 53 characters")
}
