//! bcrypt in the modular crypt format, `$2b$<cost>$<22 salt><31 tag>`: OpenBSD,
//! PHP and Laravel (`2y`), Python, Node, Spring, Auth0.

use base64ct::{Base64Bcrypt, Encoding};

use super::Parts;
use crate::error::{Error, Result};
use crate::password::encoding::{b64, base64, decimal, fields, malformed};
use crate::password::function::bcrypt::{Bcrypt, Prehash};

const SALT_CHARACTERS: usize = 22;
const TAG_CHARACTERS: usize = 31;

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
    let (cost, both) = rest.split_once('$').ok_or_else(wrong)?;
    let two_digits = cost.len() == 2;
    let cost = decimal(cost.strip_prefix('0').unwrap_or(cost)).filter(|_| two_digits);
    let (salt, tag) = salt_and_tag(both)?;
    from_parts(cost, salt, tag, prehash, sign_extended)
}

/// 22 characters and 31.
pub(super) fn salt_and_tag(both: &str) -> Result<(&str, &str)> {
    match both.split_at_checked(SALT_CHARACTERS) {
        Some((salt, tag)) if tag.len() == TAG_CHARACTERS => Ok((salt, tag)),
        _ => Err(wrong_number(both)),
    }
}

/// Too short, most of the time, because the column that holds it is.
fn wrong_number(both: &str) -> Error {
    let (before, right) = ("$2b$12$".len(), SALT_CHARACTERS + TAG_CHARACTERS);
    let (came, right) = (before + both.chars().count(), before + right);
    let cut = match came < right {
        true => ": was it cut, by a column that is too short?",
        false => "",
    };
    Error::HashFormat(
        format!("a bcrypt hash has {right} characters, this one has {came}{cut}").into(),
    )
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
    let salt = base64::<Base64Bcrypt>("the salt of a bcrypt hash", salt)?
        .try_into()
        .map_err(|_| wrong())?;
    let tag = base64::<Base64Bcrypt>("the tag of a bcrypt hash", tag)?;
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

fn wrong() -> Error {
    malformed("a bcrypt hash is $2b$, a cost of two digits, and 53 characters")
}

/// Shiro 2, which writes a cost below 10 in one digit (`BCryptHash` of its
/// crypto-hashes-bcrypt). Reads what follows `$shiro2$2`.
pub(super) fn shiro(rest: &str) -> Result<Parts> {
    match rest.split_once('$') {
        Some((version, more)) if more.as_bytes().get(1) == Some(&b'$') => {
            read(&format!("{version}$0{more}"))
        }
        _ => read(rest),
    }
}

/// MediaWiki (`includes/password/BcryptPassword.php`): `<cost>$<22 salt>$<31 tag>`.
pub(super) fn mediawiki(rest: &str) -> Result<Parts> {
    let [cost, salt, tag] = fields(rest, '$').ok_or_else(wrong)?;
    let cost = decimal(cost.strip_prefix('0').unwrap_or(cost));
    from_parts(cost, salt, tag, Prehash::None, false)
}

/// Adonis (`@adonisjs/hash`, `@phc/bcrypt`), `98$r=<cost>$<salt>$<tag>`: 98 is the
/// letter b, and the base64 is PHC's. Reads what follows `$bcrypt$v=`.
pub(super) fn adonis(rest: &str) -> Result<Parts> {
    let wrong = || malformed("a bcrypt hash of Adonis is v and r, a salt and a tag");
    let [version, cost, salt, tag] = fields(rest, '$').ok_or_else(wrong)?;
    if !["97", "98", "121"].contains(&version) {
        return Err(malformed(
            "the v of a bcrypt hash of Adonis is 97, 98 or 121",
        ));
    }
    let cost = cost.strip_prefix("r=").and_then(decimal);
    let salt = b64("the salt of a bcrypt hash of Adonis", salt)?;
    let tag = b64("the tag of a bcrypt hash of Adonis", tag)?;
    let [salt, tag] = [salt, tag].map(|bytes| Base64Bcrypt::encode_string(&bytes));
    from_parts(cost, &salt, &tag, Prehash::None, false)
}
