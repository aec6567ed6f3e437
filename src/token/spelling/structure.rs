//! Which of the structures of keys some DER is.

use super::certificate::subject_public_key_info;
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::der::{Decode, Reader, SliceReader};
use pkcs8::spki::AlgorithmIdentifierRef;
use pkcs8::{PrivateKeyInfoRef, SubjectPublicKeyInfoRef};

/// What is DER by all signs, and none of the structures that are known here.
pub(in crate::token) const UNKNOWN: &str = "";

/// The PEM label of what the bytes are, `None` where they are no DER.
///
/// That random bytes of a secret are taken for DER needs a sequence that ends with
/// their last byte, and in it what belongs there or 128 bytes at least: of a secret of the
/// usual length less than one in 2^40.
pub(super) fn label(der: &[u8]) -> Option<&'static str> {
    if !is_one_sequence(der) {
        // OpenSSL's trust settings follow a certificate.
        return subject_public_key_info(der).map(|_| "CERTIFICATE");
    }
    if SubjectPublicKeyInfoRef::from_der(der).is_ok() {
        return Some("PUBLIC KEY");
    }
    if PrivateKeyInfoRef::from_der(der).is_ok() {
        return Some("PRIVATE KEY");
    }
    if pkcs1::RsaPrivateKeyRef::from_der(der).is_ok() {
        return Some("RSA PRIVATE KEY");
    }
    if pkcs1::RsaPublicKeyRef::from_der(der).is_ok() {
        return Some("RSA PUBLIC KEY");
    }
    if sec1::EcPrivateKey::from_der(der).is_ok() {
        return Some("EC PRIVATE KEY");
    }
    if subject_public_key_info(der).is_some() {
        return Some("CERTIFICATE");
    }
    if is_encrypted(der) {
        return Some("ENCRYPTED PRIVATE KEY");
    }
    // No secret of fewer than 131 bytes has the long form of a length, and hardly a longer one.
    matches!(der, [_, 0x81..=0x83, ..]).then_some(UNKNOWN)
}

/// Whether it is a sequence that ends where it says.
fn is_one_sequence(der: &[u8]) -> bool {
    let length = |bytes: &[u8]| {
        bytes
            .iter()
            .fold(0, |sum, byte| sum << 8 | usize::from(*byte))
    };
    let (says, content) = match der {
        [0x30, short @ ..=0x7f, content @ ..] => (usize::from(*short), content),
        // As few bytes as it takes (X.690 section 10.1).
        [0x30, 0x81, one @ 0x80..=0xff, content @ ..] => (length(&[*one]), content),
        [0x30, 0x82, one @ 1..=0xff, two, content @ ..] => (length(&[*one, *two]), content),
        [0x30, 0x83, one @ 1..=0xff, two, three, content @ ..] => {
            (length(&[*one, *two, *three]), content)
        }
        _ => return false,
    };
    says == content.len()
}

/// EncryptedPrivateKeyInfo, RFC 5958 section 3.
fn is_encrypted(der: &[u8]) -> bool {
    let read = SliceReader::new(der).and_then(|mut reader| {
        reader.sequence(|reader| {
            AlgorithmIdentifierRef::decode(reader)?;
            <&OctetStringRef>::decode(reader).map(|_| ())
        })
    });
    read.is_ok()
}
