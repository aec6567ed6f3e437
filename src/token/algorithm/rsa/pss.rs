//! Keys that say they are for RSASSA-PSS alone (RFC 4055 sections 1.2 and 3.1).

use super::material::PSS;
use crate::error::Result;
use crate::token::algorithm::material::key;
use crate::token::algorithm::name::Algorithm;
use pkcs8::ObjectIdentifier;
use pkcs8::der::asn1::AnyRef;
use pkcs8::der::{self, Reader, TagMode, TagNumber};
use pkcs8::spki::AlgorithmIdentifierRef;

/// id-RSASSA-PSS.
pub(super) const IDENTIFIER: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
/// id-mgf1.
const MGF1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.8");

/// The hashes, the bytes of each, and the algorithm that has it (RFC 7518 section 3.5).
const HASHES: [(ObjectIdentifier, u8, &[Algorithm]); 3] = [
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1"),
        32,
        &[Algorithm::PS256],
    ),
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2"),
        48,
        &[Algorithm::PS384],
    ),
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3"),
        64,
        &[Algorithm::PS512],
    ),
];

/// What a key with these parameters is for: without any, all three.
pub(super) fn algorithms(parameters: Option<AnyRef<'_>>) -> Result<&'static [Algorithm]> {
    let Some(parameters) = parameters else {
        return Ok(PSS);
    };
    let read = parameters.sequence(|reader| {
        let hash = hash(reader)?;
        let mask = mask(reader)?;
        let salt = number(reader, 2)?.unwrap_or(20);
        let trailer = number(reader, 3)?.unwrap_or(1);
        Ok::<_, der::Error>((hash, mask, salt, trailer))
    });
    let Ok((hash, mask, salt, trailer)) = read else {
        return Err(unusable());
    };
    // JWS has the same hash in both places, and a salt as long as it; that of the key
    // is the shortest that it allows.
    HASHES
        .iter()
        .find(|(own, length, _)| {
            Some(*own) == hash && Some(*own) == mask && salt <= *length && trailer == 1
        })
        .map(|(_, _, algorithms)| *algorithms)
        .ok_or_else(unusable)
}

fn hash<'a>(reader: &mut impl Reader<'a>) -> der::Result<Option<ObjectIdentifier>> {
    let hash = explicit::<AlgorithmIdentifierRef<'a>>(reader, 0)?;
    Ok(hash.map(|hash| hash.oid))
}

/// The hash of the mask generation function.
fn mask<'a>(reader: &mut impl Reader<'a>) -> der::Result<Option<ObjectIdentifier>> {
    let Some(mask) = explicit::<AlgorithmIdentifierRef<'a>>(reader, 1)? else {
        return Ok(None);
    };
    let hash = mask.parameters.filter(|_| mask.oid == MGF1);
    let hash = hash.map(|hash| hash.decode_as::<AlgorithmIdentifierRef<'a>>());
    Ok(hash.transpose()?.map(|hash| hash.oid))
}

fn number<'a>(reader: &mut impl Reader<'a>, tag: u32) -> der::Result<Option<u8>> {
    explicit(reader, tag)
}

fn explicit<'a, T: der::DecodeValue<'a, Error = der::Error> + der::FixedTag + 'a>(
    reader: &mut impl Reader<'a>,
    tag: u32,
) -> der::Result<Option<T>> {
    reader.context_specific(TagNumber(tag), TagMode::Explicit)
}

fn unusable() -> crate::error::Error {
    key(
        "the RSA-PSS key is bound to a hash, a mask or a salt that neither PS256 nor PS384 nor PS512 has (RFC 7518 section 3.5)",
    )
}
