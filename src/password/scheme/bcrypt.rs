//! bcrypt in the modular crypt format, `$2b$<cost>$<22 salt><31 tag>`: OpenBSD,
//! PHP and Laravel (`2y`), Python, Node, Spring, Auth0.

use base64ct::Base64Bcrypt;

use super::Stored;
use crate::error::Result;
use crate::password::encoding::{base64, decimal, malformed};
use crate::password::function::bcrypt::Bcrypt;

pub(super) fn read(encoded: &str) -> Result<Stored> {
    let (function, tag) = read_parts(encoded)?;
    Ok(Stored::new("bcrypt", function, tag))
}

/// The function and the tag of `$2…$`.
pub(super) fn read_parts(encoded: &str) -> Result<(Bcrypt, Vec<u8>)> {
    let wrong = || malformed("a bcrypt hash is $2b$, a cost of two digits, and 53 characters");
    let version = encoded.get(..4).ok_or_else(wrong)?;
    // 2a, 2b and 2y differ in bugs that nobody has any more; a hash of any
    // of them verifies as 2b does.
    let sign_extended = match version {
        "$2a$" | "$2b$" | "$2y$" => false,
        "$2x$" => true,
        _ => {
            return Err(malformed(
                "a bcrypt hash begins with $2a$, $2b$, $2x$ or $2y$",
            ));
        }
    };
    let (cost, rest) = encoded[4..].split_once('$').ok_or_else(wrong)?;
    let cost = read_cost(cost).ok_or_else(|| malformed("the cost of a bcrypt hash is 04 to 31"))?;
    if rest.len() != 53 || !rest.is_ascii() {
        return Err(wrong());
    }
    let (salt, tag) = rest.split_at(22);
    let salt = base64::<Base64Bcrypt>(salt)?;
    let tag = base64::<Base64Bcrypt>(tag)?;
    let salt = salt.try_into().map_err(|_| wrong())?;
    let function = Bcrypt {
        cost,
        salt,
        sign_extended,
    };
    Ok((function, tag))
}

/// Two digits, 4 to 31.
fn read_cost(text: &str) -> Option<u32> {
    if text.len() != 2 {
        return None;
    }
    let cost = decimal(text.strip_prefix('0').unwrap_or(text))?;
    (4..=31).contains(&cost).then_some(cost)
}
