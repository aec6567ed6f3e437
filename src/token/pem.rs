//! PEM (RFC 7468): the armour, and the ASN.1 structures that may lie in it.

use super::ecdsa::{self, NistCurve};
use super::eddsa;
use super::material::{Material, halves_differ, key};
use super::rsa;
use crate::error::{Error, Result};
use base64ct::{Base64, Encoding};
use pkcs8::der::Decode;
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::spki::AlgorithmIdentifierRef;
use pkcs8::{ObjectIdentifier, PrivateKeyInfoRef, SubjectPublicKeyInfoRef};
use sec1::EcPrivateKey;
use zeroize::Zeroizing;

/// The longest PEM text that is read, in bytes.
const MAX_LENGTH: usize = 64 * 1024;

// RFC 8017 appendix C, RFC 5480 section 2.1.1, RFC 8410 section 3.
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// Reads the first key of a PEM text.
pub(super) fn read(text: &str) -> Result<Box<dyn Material>> {
    if text.len() > MAX_LENGTH {
        return Err(key("the PEM text is longer than 64 KiB"));
    }
    let mut rest = text;
    loop {
        let (label, body, after) = block(rest)?;
        // `openssl ecparam -genkey` writes the name of the curve before the key.
        if label == "EC PARAMETERS" {
            rest = after;
            continue;
        }
        refuse_what_holds_no_key(label)?;
        return read_der(label, &unarmour(body)?);
    }
}

/// Says what to do about the labels that people have at hand and that hold no
/// key which could be read.
fn refuse_what_holds_no_key(label: &str) -> Result<()> {
    match label {
        "ENCRYPTED PRIVATE KEY" => Err(key("the PEM key is encrypted; decrypt it first")),
        "CERTIFICATE" => Err(key(
            "the PEM text is a certificate; give the public key in it",
        )),
        _ => Ok(()),
    }
}

/// Reads the DER of the structure that a PEM label names.
pub(super) fn read_der(label: &str, der: &[u8]) -> Result<Box<dyn Material>> {
    match label {
        "PRIVATE KEY" => private_key(PrivateKeyInfoRef::from_der(der).map_err(|_| malformed())?),
        "PUBLIC KEY" => {
            public_key(SubjectPublicKeyInfoRef::from_der(der).map_err(|_| malformed())?)
        }
        "RSA PRIVATE KEY" => rsa_private(der),
        "RSA PUBLIC KEY" => rsa_public(der),
        "EC PRIVATE KEY" => ec_private(der, None),
        _ => Err(key(
            "the PEM label is none of PRIVATE KEY, PUBLIC KEY, RSA PRIVATE KEY, RSA PUBLIC KEY, EC PRIVATE KEY",
        )),
    }
}

/// Finds the first block: its label, what lies between its two lines, and what
/// comes after. Text before a block is passed over (RFC 7468 section 2).
fn block(text: &str) -> Result<(&str, &str, &str)> {
    let found = text.split_once("-----BEGIN ").and_then(|(_, rest)| {
        let (label, rest) = rest.split_once("-----")?;
        let (body, after) = rest.split_once("-----END ")?;
        let after = after.strip_prefix(label)?.strip_prefix("-----")?;
        Some((label, body, after))
    });
    found.ok_or_else(|| {
        key("the text is not PEM: expected -----BEGIN …----- and the same label after -----END")
    })
}

/// Decodes the base64 between the two lines.
fn unarmour(body: &str) -> Result<Zeroizing<Vec<u8>>> {
    if body.contains(':') {
        return Err(key(
            "the PEM key has headers: it is encrypted; decrypt it first",
        ));
    }
    base64(body).ok_or_else(|| key("the PEM text between its two lines is not base64"))
}

/// Decodes base64 in constant time. White space may be anywhere, as when the text
/// is indented in a program.
fn base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut compact = Zeroizing::new(String::with_capacity(text.len()));
    compact.extend(text.split_ascii_whitespace());
    Base64::decode_vec(&compact).map(Zeroizing::new).ok()
}

fn malformed() -> Error {
    key("the bytes of the key are not the structure that its PEM label names")
}

/// PKCS #8, RFC 5958 section 2.
fn private_key(info: PrivateKeyInfoRef<'_>) -> Result<Box<dyn Material>> {
    let der = info.private_key.as_bytes();
    match info.algorithm.oid {
        RSA => rsa_private(der),
        EC => ec_private(der, Some(curve(info.algorithm)?)),
        ED25519 => {
            without_parameters(info.algorithm)?;
            let seed = <&OctetStringRef>::from_der(der).map_err(|_| malformed())?;
            let point = match &info.public_key {
                Some(bits) => Some(bits.as_bytes().ok_or_else(malformed)?),
                None => None,
            };
            eddsa::read(Some(seed.as_bytes()), point)
        }
        _ => Err(unsupported()),
    }
}

/// SubjectPublicKeyInfo, RFC 5280 section 4.1.
fn public_key(info: SubjectPublicKeyInfoRef<'_>) -> Result<Box<dyn Material>> {
    let bytes = info.subject_public_key.as_bytes().ok_or_else(malformed)?;
    match info.algorithm.oid {
        RSA => rsa_public(bytes),
        EC => ecdsa::read(curve(info.algorithm)?, None, Some(bytes)),
        ED25519 => {
            without_parameters(info.algorithm)?;
            eddsa::read(None, Some(bytes))
        }
        _ => Err(unsupported()),
    }
}

/// RFC 8410 section 3: there must be none for Ed25519.
fn without_parameters(algorithm: AlgorithmIdentifierRef<'_>) -> Result<()> {
    match algorithm.parameters {
        None => Ok(()),
        Some(_) => Err(malformed()),
    }
}

/// Whether the bytes are a public key or a certificate, in DER or its base64:
/// everybody may have those.
pub(super) fn is_public(bytes: &[u8]) -> bool {
    let decoded = std::str::from_utf8(bytes).ok().and_then(base64);
    is_public_der(bytes) || decoded.is_some_and(|der| is_public_der(&der))
}

fn is_public_der(der: &[u8]) -> bool {
    // Whatever ASN.1 sequence is longer than 255 bytes and ends where it says.
    let is_long = match *der {
        [0x30, 0x82, high, low, ref rest @ ..] => {
            rest.len() == usize::from(u16::from_be_bytes([high, low]))
        }
        _ => false,
    };
    is_long || SubjectPublicKeyInfoRef::from_der(der).is_ok()
}

fn unsupported() -> Error {
    key("the PEM key is neither RSA, nor EC, nor Ed25519")
}

fn curve(algorithm: AlgorithmIdentifierRef<'_>) -> Result<NistCurve> {
    let oid = algorithm.parameters_oid().map_err(|_| malformed())?;
    named_curve(oid)
}

/// RFC 5480 section 2.1.1.1.
fn named_curve(oid: ObjectIdentifier) -> Result<NistCurve> {
    const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
    const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
    const P521: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.35");
    match oid {
        P256 => Ok(NistCurve::P256),
        P384 => Ok(NistCurve::P384),
        P521 => Ok(NistCurve::P521),
        _ => Err(key("the EC key is not on P-256, P-384 or P-521")),
    }
}

/// RFC 5915 section 3. PKCS #8 names the curve outside, SEC 1 inside.
fn ec_private(der: &[u8], outside: Option<NistCurve>) -> Result<Box<dyn Material>> {
    let parsed = EcPrivateKey::from_der(der).map_err(|_| malformed())?;
    let inside = match parsed.parameters.and_then(|found| found.named_curve()) {
        Some(oid) => Some(named_curve(oid)?),
        None => None,
    };
    let curve = match (outside, inside) {
        (Some(outside), Some(inside)) if outside != inside => return Err(halves_differ()),
        (Some(curve), _) | (None, Some(curve)) => curve,
        (None, None) => return Err(key("the EC key does not name its curve")),
    };
    ecdsa::read(curve, Some(parsed.private_key), parsed.public_key)
}

/// RFC 8017 appendix A.1.2.
fn rsa_private(der: &[u8]) -> Result<Box<dyn Material>> {
    let parsed = pkcs1::RsaPrivateKeyRef::from_der(der).map_err(|_| malformed())?;
    rsa::read(
        parsed.modulus.as_bytes(),
        parsed.public_exponent.as_bytes(),
        Some(rsa::PrivateNumbers {
            d: parsed.private_exponent.as_bytes(),
            p: parsed.prime1.as_bytes(),
            q: parsed.prime2.as_bytes(),
            dp: parsed.exponent1.as_bytes(),
            dq: parsed.exponent2.as_bytes(),
            qi: parsed.coefficient.as_bytes(),
        }),
    )
}

/// RFC 8017 appendix A.1.1.
fn rsa_public(der: &[u8]) -> Result<Box<dyn Material>> {
    let parsed = pkcs1::RsaPublicKeyRef::from_der(der).map_err(|_| malformed())?;
    rsa::read(
        parsed.modulus.as_bytes(),
        parsed.public_exponent.as_bytes(),
        None,
    )
}
