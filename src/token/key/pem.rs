//! PEM (RFC 7468): the armour, and the ASN.1 structures that may lie in it.

use crate::error::{Error, Result};
use crate::token::algorithm::{Der, FAMILIES, Material, key, malformed, spaced_base64};
use crate::token::spelling::{
    OPENSSH_PRIVATE, OPENSSH_PUBLIC, UNKNOWN, subject_public_key_info, unescaped,
};
use pkcs8::der::Decode;
use pkcs8::{ObjectIdentifier, PrivateKeyInfoRef, SubjectPublicKeyInfoRef};
use zeroize::Zeroizing;

/// The longest PEM text that is read, in bytes.
const MAX_LENGTH: usize = 64 * 1024;

/// Before the label of a block.
const BEGIN: &str = "-----BEGIN ";

const ENCRYPTED: &str =
    "the PEM key is encrypted: `openssl pkcs8 -topk8 -nocrypt -in FILE -out KEY` decrypts it";

/// Reads the first key of a PEM text; where there is none, the one in its first
/// certificate. Line breaks may be written as `\n`, in two characters.
pub(in crate::token) fn read(text: &str) -> Result<Box<dyn Material>> {
    if text.len() > MAX_LENGTH {
        return Err(key("the PEM text is longer than 64 KiB"));
    }
    let text = unescaped(text);
    let mut rest = text.as_str();
    let mut certificate = None;
    let mut parameters = false;
    while rest.contains(BEGIN) {
        let (label, body, after) = block(rest)?;
        rest = after;
        match label {
            // `openssl ecparam -genkey` writes the name of the curve before the key.
            "EC PARAMETERS" | "DH PARAMETERS" => parameters = true,
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
                certificate = certificate.or(Some((label, body)));
            }
            label => return read_block(label, body),
        }
    }
    match certificate {
        Some((label, body)) => read_block(label, body),
        None if parameters => Err(key("the PEM text has the parameters of keys, and no key")),
        None => Err(no_block(&text)),
    }
}

fn read_block(label: &str, body: &str) -> Result<Box<dyn Material>> {
    refuse_what_is_not_read(label)?;
    read_der(label, &unarmour(body)?)
}

/// Says what to do about the labels that people have at hand and that hold no
/// key which could be read.
fn refuse_what_is_not_read(label: &str) -> Result<()> {
    let what_to_do = match label {
        "ENCRYPTED PRIVATE KEY" => ENCRYPTED,
        "OPENSSH PRIVATE KEY" => OPENSSH_PRIVATE,
        "SSH2 PUBLIC KEY" => OPENSSH_PUBLIC,
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => {
            "the PEM text is a request for a certificate: `openssl req -in FILE -noout -pubkey` prints its key"
        }
        "PKCS7" => {
            "the PEM text is PKCS #7: `openssl pkcs7 -in FILE -print_certs` prints its certificates"
        }
        _ => return Ok(()),
    };
    Err(key(what_to_do))
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
        "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
            let info = subject_public_key_info(der).ok_or_else(malformed)?;
            read_der("PUBLIC KEY", info)
        }
        "ENCRYPTED PRIVATE KEY" => Err(key(ENCRYPTED)),
        UNKNOWN => Err(key(
            "the key is DER of a kind that is not known here: expected PKCS #8, SubjectPublicKeyInfo, PKCS #1, SEC 1 or a certificate (of a PKCS #12 file, `openssl pkcs12 -in FILE -nodes` prints them)",
        )),
        label => {
            let mut labels = structures().flat_map(|one| one.labels);
            let (_, read) = labels.find(|(own, _)| *own == label).ok_or_else(|| {
                key(
                    "the PEM label is none of PRIVATE KEY, PUBLIC KEY, RSA PRIVATE KEY, RSA PUBLIC KEY, EC PRIVATE KEY, CERTIFICATE",
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
        .find(|one| one.identifiers.contains(&identifier))
        .ok_or_else(|| key("the PEM key is neither RSA, nor EC, nor Ed25519"))
}

/// Finds the first block: its label, what lies between its two lines, and what
/// comes after. Text before a block is passed over (RFC 7468 section 2).
fn block(text: &str) -> Result<(&str, &str, &str)> {
    let found = text.split_once(BEGIN).and_then(|(_, rest)| {
        let (label, rest) = rest.split_once("-----")?;
        let (body, after) = rest.split_once("-----END ")?;
        let after = after.strip_prefix(label)?.strip_prefix("-----")?;
        Some((label, body, after))
    });
    found.ok_or_else(|| no_block(text))
}

/// Why there is no block in a text.
fn no_block(text: &str) -> Error {
    let Some((_, begun)) = text.split_once("-----BEGIN") else {
        return key(
            "the text is not PEM: expected -----BEGIN …----- and the same label after -----END",
        );
    };
    if begun.starts_with(['%', '+']) {
        return key("the text is not PEM as it is, but percent-encoded: decode it first");
    }
    if !begun.contains("-----END") {
        return key(
            "the text is not PEM: it ends before the line -----END …-----. Where a variable is cut at its first line break, write the breaks as \\n, or give base64 of the whole text",
        );
    }
    key("the text is not PEM: expected -----BEGIN …----- and the same label after -----END")
}

/// What to do about a key that came without the two lines around it.
pub(super) fn bare(label: &str) -> Error {
    match label {
        UNKNOWN => key("the key is the base64 or the hexadecimal digits of DER of a kind that is not known here"),
        label => Error::Key(
            format!(
                "the key is a text that PEM has between two lines: put -----BEGIN {label}----- on a line before its base64 and -----END {label}----- on a line after it. Of hexadecimal digits give the bytes"
            )
            .into(),
        ),
    }
}

/// Decodes the base64 between the two lines.
fn unarmour(body: &str) -> Result<Zeroizing<Vec<u8>>> {
    if body.contains(':') {
        return Err(key(ENCRYPTED));
    }
    spaced_base64(body).ok_or_else(|| key("the PEM text between its two lines is not base64"))
}
