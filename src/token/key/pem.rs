//! PEM (RFC 7468): the armour, and the ASN.1 structures that may lie in it.

use crate::error::Result;
use crate::token::algorithm::{Der, FAMILIES, Material, key, malformed, spaced_base64};
use pkcs8::der::Decode;
use pkcs8::{ObjectIdentifier, PrivateKeyInfoRef, SubjectPublicKeyInfoRef};
use zeroize::Zeroizing;

/// The longest PEM text that is read, in bytes.
const MAX_LENGTH: usize = 64 * 1024;

/// Reads the first key of a PEM text.
pub(in crate::token) fn read(text: &str) -> Result<Box<dyn Material>> {
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
pub(in crate::token) fn read_der(label: &str, der: &[u8]) -> Result<Box<dyn Material>> {
    match label {
        // PKCS #8, RFC 5958 section 2.
        "PRIVATE KEY" => {
            let info = PrivateKeyInfoRef::from_der(der).map_err(|_| malformed())?;
            (family(info.algorithm.oid)?.from_pkcs8)(&info)
        }
        // SubjectPublicKeyInfo, RFC 5280 section 4.1.
        "PUBLIC KEY" => {
            let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| malformed())?;
            (family(info.algorithm.oid)?.from_spki)(&info)
        }
        label => {
            let mut labels = structures().flat_map(|one| one.labels);
            let (_, read) = labels.find(|(own, _)| *own == label).ok_or_else(|| {
                key(
                    "the PEM label is none of PRIVATE KEY, PUBLIC KEY, RSA PRIVATE KEY, RSA PUBLIC KEY, EC PRIVATE KEY",
                )
            })?;
            read(der)
        }
    }
}

fn structures() -> impl Iterator<Item = &'static Der> {
    FAMILIES.iter().filter_map(|family| family.der.as_ref())
}

fn family(identifier: ObjectIdentifier) -> Result<&'static Der> {
    structures()
        .find(|one| one.identifier == identifier)
        .ok_or_else(|| key("the PEM key is neither RSA, nor EC, nor Ed25519"))
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
    spaced_base64(body).ok_or_else(|| key("the PEM text between its two lines is not base64"))
}
