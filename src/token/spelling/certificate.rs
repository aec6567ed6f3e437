//! X.509 certificates (RFC 5280 section 4.1), of which the key matters and nothing else.

use pkcs8::SubjectPublicKeyInfoRef;
use pkcs8::der::asn1::{AnyRef, BitStringRef};
use pkcs8::der::{self, Decode, Reader, SliceReader, Tag};
use pkcs8::spki::AlgorithmIdentifierRef;

/// The DER of the certificate's SubjectPublicKeyInfo, `None` where it is no certificate.
///
/// Who signed it and how long it is valid are not looked at: whoever gives the
/// certificate as the key trusts it. What follows it (OpenSSL's trust settings) is
/// passed over.
pub(in crate::token) fn subject_public_key_info(der: &[u8]) -> Option<&[u8]> {
    let mut reader = SliceReader::new(der).ok()?;
    let found = reader.sequence(|certificate| {
        let found = certificate.sequence(to_be_signed)?;
        AlgorithmIdentifierRef::decode(certificate)?;
        BitStringRef::decode(certificate)?;
        Ok::<_, der::Error>(found)
    });
    found
        .ok()
        .filter(|found| SubjectPublicKeyInfoRef::from_der(found).is_ok())
}

/// TBSCertificate: version, serial number, signature, issuer, validity, subject, key, and more.
fn to_be_signed<'a>(reader: &mut SliceReader<'a>) -> Result<&'a [u8], der::Error> {
    let version = AnyRef::decode(reader)?;
    let mut left = ["signature", "issuer", "validity", "subject"].len();
    if der::Tagged::tag(&version) != Tag::Integer {
        // There was one; version 1 has none and begins with the serial number.
        AnyRef::decode(reader)?;
    }
    while left > 0 {
        AnyRef::decode(reader)?
            .sequence(|inner| inner.read_slice(inner.remaining_len()).map(|_| ()))?;
        left -= 1;
    }
    let found = reader.tlv_bytes()?;
    reader.read_slice(reader.remaining_len())?;
    Ok(found)
}
