//! Keys as DER for a runtime, and the two forms of an ECDSA signature.

use super::{Encoded, Structure};
use pkcs8::ObjectIdentifier;
use zeroize::Zeroizing;

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OBJECT_IDENTIFIER: u8 = 0x06;
/// `[1]`, constructed.
const CONTEXT_1: u8 = 0xa1;

/// RFC 5480 section 2.1.1.
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// RFC 8410 section 3.
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

type Bytes = Zeroizing<Vec<u8>>;

/// A tag, a length and what is in it.
fn value(tag: u8, parts: &[&[u8]]) -> Bytes {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut bytes = Zeroizing::new(Vec::with_capacity(length + 6));
    bytes.push(tag);
    match length {
        0..=0x7f => bytes.push(length as u8),
        0x80..=0xff => bytes.extend([0x81, length as u8]),
        _ => bytes.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    for part in parts {
        bytes.extend_from_slice(part);
    }
    bytes
}

/// A number that is not negative.
fn integer(number: &[u8]) -> Bytes {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    let number = number.get(zeros..).unwrap_or_default();
    let sign: &[u8] = match number.first() {
        Some(0..=0x7f) => &[],
        _ => &[0],
    };
    value(INTEGER, &[sign, number])
}

fn identifier(of: &ObjectIdentifier) -> Bytes {
    value(OBJECT_IDENTIFIER, &[of.as_bytes()])
}

fn spki(algorithm: &[u8], point: &[u8]) -> Encoded {
    let algorithm = value(SEQUENCE, &[algorithm]);
    Encoded {
        structure: Structure::Spki,
        der: value(SEQUENCE, &[&algorithm, &value(BIT_STRING, &[&[0], point])]),
    }
}

fn pkcs8(algorithm: &[u8], key: &[u8]) -> Encoded {
    let algorithm = value(SEQUENCE, &[algorithm]);
    let key = value(OCTET_STRING, &[key]);
    Encoded {
        structure: Structure::Pkcs8,
        der: value(SEQUENCE, &[&integer(&[]), &algorithm, &key]),
    }
}

fn on(curve: &ObjectIdentifier) -> Bytes {
    Zeroizing::new([identifier(&EC).as_slice(), &identifier(curve)].concat())
}

/// RFC 5480: an uncompressed point on a curve.
pub(in super::super) fn ec_public(curve: &ObjectIdentifier, point: &[u8]) -> Encoded {
    spki(&on(curve), point)
}

/// RFC 5915 in RFC 5958.
pub(in super::super) fn ec_private(
    curve: &ObjectIdentifier,
    scalar: &[u8],
    point: &[u8],
) -> Encoded {
    let scalar = value(OCTET_STRING, &[scalar]);
    let point = value(CONTEXT_1, &[&value(BIT_STRING, &[&[0], point])]);
    pkcs8(
        &on(curve),
        &value(SEQUENCE, &[&integer(&[1]), &scalar, &point]),
    )
}

/// RFC 8410 section 4.
pub(in super::super) fn ed_public(point: &[u8; 32]) -> Encoded {
    spki(&identifier(&ED25519), point)
}

/// RFC 8410 section 7.
pub(in super::super) fn ed_private(seed: &[u8; 32]) -> Encoded {
    pkcs8(&identifier(&ED25519), &value(OCTET_STRING, &[seed]))
}

/// The numbers of RFC 8017 appendix A.1, in its order, big-endian: two are a public key,
/// eight a private one.
pub(in super::super) fn rsa_key(numbers: &[&[u8]]) -> Encoded {
    let is_private = numbers.len() > 2;
    let mut parts = Vec::new();
    if is_private {
        // The version of a key of two primes.
        parts.push(integer(&[]));
    }
    parts.extend(numbers.iter().map(|number| integer(number)));
    let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_slice()).collect();
    Encoded {
        structure: match is_private {
            true => Structure::Pkcs1Private,
            false => Structure::Pkcs1Public,
        },
        der: value(SEQUENCE, &parts),
    }
}

/// A signature of ECDSA in DER (RFC 3279 section 2.2.3), of the halves that JWS joins
/// (RFC 7518 section 3.4).
pub(in super::super) fn write_signature(joined: &[u8]) -> Vec<u8> {
    let (r, s) = joined.split_at(joined.len() / 2);
    value(SEQUENCE, &[&integer(r), &integer(s)]).to_vec()
}

/// The halves of such a signature, joined; each has `size` bytes. `None` for anything
/// that is not DER to the bit.
pub(in super::super) fn read_signature(der: &[u8], size: usize) -> Option<Vec<u8>> {
    let mut joined = vec![0; 2 * size];
    let (mut body, rest) = tagged(SEQUENCE, der)?;
    if !rest.is_empty() {
        return None;
    }
    for half in joined.chunks_exact_mut(size) {
        let (number, rest) = tagged(INTEGER, body)?;
        body = rest;
        let number = match number {
            [] => return None,
            // Below zero, or a sign that is not needed.
            [first, ..] if *first >= 0x80 => return None,
            [0, second, ..] if *second < 0x80 => return None,
            [0, number @ ..] if !number.is_empty() => number,
            number => number,
        };
        let start = size.checked_sub(number.len())?;
        half.get_mut(start..)?.copy_from_slice(number);
    }
    body.is_empty().then_some(joined)
}

/// What is behind a tag and a length, and what comes after it.
fn tagged(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let body = der.strip_prefix(&[tag])?;
    let (length, body) = match body {
        [length, body @ ..] if *length < 0x80 => (*length, body),
        // The long form, where it is needed.
        [0x81, length, body @ ..] if *length >= 0x80 => (*length, body),
        _ => return None,
    };
    body.split_at_checked(length.into())
}
