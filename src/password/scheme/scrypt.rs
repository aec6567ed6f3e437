//! scrypt: as a PHC string, `$scrypt$ln=<log N>,r=<r>,p=<p>$<salt>$<tag>`, as
//! passlib and others write it, and as Kratos does (N itself stands for its
//! logarithm, and the base64 is padded) and Adonis (`n=<N>`); in hexadecimal digits
//! as Ruby's and a Go library do; and as a header of Colin Percival's `scrypt`.

use super::Parts;
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::encoding::{b64, b64_any, decimal, fields, hex, malformed, wrong_length};
use crate::password::function::scrypt::{Cost, Scrypt};
use crate::password::function::scrypt_kdf::ScryptKdf;

/// No logarithm is larger: N would not fit into 64 bits.
const MAX_LOG_N: u32 = 63;

/// Reads what follows `$scrypt$`.
pub(super) fn read(rest: &str) -> Result<Parts> {
    let wrong = || malformed("a scrypt hash is ln, r and p, a salt and a tag");
    let [parameters, salt, tag] = fields(rest, '$').ok_or_else(wrong)?;
    let cost = match read_parameters("ln=", parameters) {
        Some((ln @ ..=MAX_LOG_N, r, p)) => Cost::new(ln, r, p)?,
        Some((n, r, p)) => Cost::from_n(n, r, p)?,
        None => {
            let (n, r, p) = read_parameters("n=", parameters).ok_or_else(wrong)?;
            Cost::from_n(n, r, p)?
        }
    };
    let salt = b64("the salt of a scrypt hash", salt)?;
    Parts::new(Scrypt { cost, salt }, b64("the tag of a scrypt hash", tag)?)
}

/// `ln=…,r=…,p=…`, in any order; the name of the first is given.
pub(super) fn read_parameters(first: &str, text: &str) -> Option<(u32, u32, u32)> {
    let pairs: [&str; 3] = fields(text, ',')?;
    let number = |name| {
        pairs
            .iter()
            .find_map(|pair| pair.strip_prefix(name))
            .and_then(decimal)
    };
    Some((number(first)?, number("r=")?, number("p=")?))
}

/// `<N>$<r>$<p>$<salt>$<tag>`, salt and tag in hexadecimal digits. The numbers are
/// decimal as Go's `simple-scrypt` writes them (16384), hexadecimal as Ruby's
/// `scrypt` does (400$8$26), which Authlogic uses: above 8 no power of two is one in
/// both. `None` for another text.
pub(super) fn numbers(encoded: &str) -> Option<Result<(&'static str, Parts)>> {
    let [n, r, p, salt, tag]: [&str; 5] = fields(encoded, '$')?;
    let power = |number: Option<u32>| number.filter(|n| n.is_power_of_two() && *n > 8);
    let ruby = |text| u32::from_str_radix(text, 16).ok();
    let (numbers, is_ruby) = match (power(decimal(n)), power(ruby(n))) {
        (Some(n), _) => ((n, decimal(r)?, decimal(p)?), false),
        (_, Some(n)) => ((n, ruby(r)?, ruby(p)?), true),
        _ => return None,
    };
    let text = is_ruby.then(|| format!("{n}${r}${p}${salt}"));
    let parts = from_numbers(numbers, text, salt, tag);
    Some(parts.map(|parts| ("scrypt-hex", parts)))
}

/// `text` is what Ruby's gem took for the salt in its first years, numbers and all.
fn from_numbers(
    (n, r, p): (u32, u32, u32),
    text: Option<String>,
    salt: &str,
    tag: &str,
) -> Result<Parts> {
    let cost = Cost::from_n(n, r, p)?;
    let mut salt = hex("the salt of a scrypt hash", salt)?;
    let tag = hex("the tag of a scrypt hash", tag)?;
    let Some(text) = text else {
        return Parts::new(Scrypt { cost, salt }, tag);
    };
    // `engine.rb` of the gem: zeros at the beginning of the salt do not count.
    let zeros = salt.iter().take_while(|byte| **byte == 0).count();
    salt.drain(..zeros);
    let old = Parts::new(
        Scrypt {
            cost,
            salt: text.into_bytes(),
        },
        tag,
    )?;
    Ok(Parts::any_of(
        vec![Box::new(Scrypt { cost, salt }), old.kdf],
        old.tag,
    ))
}

/// The base64 of a header. Reads what follows `c2NyeXB0`, which is "scrypt".
pub(super) fn header(rest: &str) -> Result<Parts> {
    from_header(&b64_any(HEADER, &format!("c2NyeXB0{rest}"))?)
}

/// The same in hexadecimal digits, after `736372797074`.
pub(super) fn hex_header(rest: &str) -> Result<Parts> {
    from_header(&hex(HEADER, &format!("736372797074{rest}"))?)
}

const HEADER: &str = "a header of scrypt";

/// `FORMAT` of the file format: "scrypt", a zero, log N, r and p of four bytes, 32
/// bytes of salt, the first 16 of the SHA-256 of all that, and the MAC.
fn from_header(bytes: &[u8]) -> Result<Parts> {
    let wrong = || wrong_length(HEADER, bytes.len(), 96);
    let (header, mac) = bytes.split_at_checked(64).ok_or_else(wrong)?;
    let (summed, sum) = header.split_at(48);
    if mac.len() != 32 {
        return Err(wrong());
    }
    if !Digest::Sha256.digest(&[summed]).starts_with(sum) {
        return Err(malformed(
            "the checksum in a header of scrypt is another one",
        ));
    }
    let [
        _,
        _,
        _,
        _,
        _,
        _,
        version,
        log_n,
        r0,
        r1,
        r2,
        r3,
        p0,
        p1,
        p2,
        p3,
        salt @ ..,
    ] = summed
    else {
        return Err(wrong());
    };
    if *version != 0 {
        return Err(malformed("the version of a header of scrypt is 0"));
    }
    let number = |bytes: [&u8; 4]| u32::from_be_bytes(bytes.map(|byte| *byte));
    let cost = Cost::new(
        (*log_n).into(),
        number([r0, r1, r2, r3]),
        number([p0, p1, p2, p3]),
    )?;
    let scrypt = Scrypt {
        cost,
        salt: salt.into(),
    };
    let kdf = ScryptKdf {
        scrypt,
        header: header.into(),
    };
    Parts::new(kdf, mac.into())
}
