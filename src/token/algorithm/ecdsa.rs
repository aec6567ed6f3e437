//! ECDSA on the curves of RFC 7518 section 3.4.

mod curve;
mod material;
mod multiples;

use super::der::malformed;
use super::family::{Der, Draw, Family, Read};
use super::material::{halves_differ, key};
use super::members::Members;
use super::name::Algorithm;
use crate::error::{Error, Result};
use material::Ecdsa;
use pkcs8::der::asn1::{AnyRef, OctetStringRef};
use pkcs8::der::{Decode, Reader, SliceReader, Tag, Tagged};
use pkcs8::spki::AlgorithmIdentifierRef;
use pkcs8::{ObjectIdentifier, PrivateKeyInfoRef, SubjectPublicKeyInfoRef};
use sec1::EcPrivateKey;
use zeroize::Zeroizing;

pub(in crate::token) use curve::NistCurve;

pub(super) const FAMILY: Family = Family {
    algorithms: &[Algorithm::ES256, Algorithm::ES384, Algorithm::ES512],
    key_type: "EC",
    from_jwk,
    der: Some(Der {
        // RFC 5480 section 2.1.1.
        identifiers: &[ObjectIdentifier::new_unwrap("1.2.840.10045.2.1")],
        from_pkcs8,
        from_spki,
        labels: &[("EC PRIVATE KEY", |der| from_sec1(der, None))],
    }),
    generate,
};

/// Reads a key from its private scalar, its public point in the encoding of
/// SEC 1, or both, which must then belong together. The point must be on the
/// curve and the scalar in its range.
pub(in crate::token) fn read(
    curve: NistCurve,
    scalar: Option<&[u8]>,
    point: Option<&[u8]>,
) -> Read {
    Ok(match curve {
        NistCurve::P256 => Box::new(Ecdsa::<p256::NistP256>::read(scalar, point)?),
        NistCurve::P384 => Box::new(Ecdsa::<p384::NistP384>::read(scalar, point)?),
        NistCurve::P521 => Box::new(Ecdsa::<p521::NistP521>::read(scalar, point)?),
    })
}

/// RFC 7518 section 6.2.
fn from_jwk(jwk: &Members<'_>) -> Read {
    let curve = jwk
        .text("crv")?
        .and_then(NistCurve::from_name)
        .ok_or_else(|| key("the JWK's `crv` is none of P-256, P-384, P-521"))?;
    // RFC 7518 sections 6.2.1.2 and 6.2.2.1: leading zeros are written out.
    let full = |bytes: Zeroizing<Vec<u8>>| {
        if bytes.len() == curve.size() {
            Ok(bytes)
        } else {
            Err(key(
                "an `x`, `y` or `d` of the JWK is shorter or longer than its curve",
            ))
        }
    };
    let point = [
        &[4],
        full(jwk.required("x")?)?.as_slice(),
        full(jwk.required("y")?)?.as_slice(),
    ]
    .concat();
    let scalar = jwk.bytes("d")?.map(full).transpose()?;
    let scalar = scalar.as_ref().map(|bytes| bytes.as_slice());
    read(curve, scalar, Some(&point))
}

fn from_pkcs8(info: &PrivateKeyInfoRef<'_>) -> Read {
    from_sec1(
        info.private_key.as_bytes(),
        Some(parameters(&info.algorithm)?),
    )
}

fn from_spki(info: &SubjectPublicKeyInfoRef<'_>) -> Read {
    let point = info.subject_public_key.as_bytes().ok_or_else(malformed)?;
    read(parameters(&info.algorithm)?, None, Some(point))
}

/// RFC 5480 section 2.1.1.1.
fn parameters(algorithm: &AlgorithmIdentifierRef<'_>) -> Result<NistCurve> {
    match algorithm.parameters {
        Some(found) if found.tag() == Tag::Sequence => Err(explicit_parameters()),
        None => Err(no_curve()),
        Some(found) if found.is_null() => Err(no_curve()),
        Some(_) => named_curve(algorithm.parameters_oid().map_err(|_| malformed())?),
    }
}

fn no_curve() -> Error {
    key("the EC key does not name its curve")
}

/// RFC 5480 section 2.1.1 rules explicit parameters out. Those that are nearly the ones
/// of a known curve are an attack (CVE-2020-0601), so none are looked at.
fn explicit_parameters() -> Error {
    key(
        "the EC key has explicit curve parameters in the place of a named curve: `openssl ec -in FILE -param_enc named_curve -out KEY` names it (a public key: with `-pubin -pubout`)",
    )
}

/// Whether it is a key as in RFC 5915 section 3, but with explicit curve parameters.
fn has_explicit_parameters(der: &[u8]) -> bool {
    let read = SliceReader::new(der).and_then(|mut reader| {
        reader.sequence(|key| {
            u8::decode(key)?;
            <&OctetStringRef>::decode(key)?;
            let parameters = AnyRef::decode(key)?;
            key.read_slice(key.remaining_len())?;
            AnyRef::from_der(parameters.value())
        })
    });
    read.is_ok_and(|parameters| parameters.tag() == Tag::Sequence)
}

fn named_curve(identifier: ObjectIdentifier) -> Result<NistCurve> {
    NistCurve::from_identifier(identifier)
        .ok_or_else(|| key("the EC key is not on P-256, P-384 or P-521"))
}

/// RFC 5915 section 3. PKCS #8 names the curve outside, SEC 1 inside.
fn from_sec1(der: &[u8], outside: Option<NistCurve>) -> Read {
    let parsed = EcPrivateKey::from_der(der).map_err(|_| match has_explicit_parameters(der) {
        true => explicit_parameters(),
        false => malformed(),
    })?;
    let inside = match parsed.parameters.and_then(|found| found.named_curve()) {
        Some(identifier) => Some(named_curve(identifier)?),
        None => None,
    };
    let curve = match (outside, inside) {
        (Some(outside), Some(inside)) if outside != inside => return Err(halves_differ()),
        (Some(curve), _) | (None, Some(curve)) => curve,
        (None, None) => return Err(no_curve()),
    };
    read(curve, Some(parsed.private_key), parsed.public_key)
}

/// Draws until the scalar is in its range (FIPS 186-5 appendix A.2.2). A draw
/// misses once in 2^32 on P-256, less often on the others, so 16 misses mean
/// that the bytes are not random.
fn generate(algorithm: Algorithm, random: Draw<'_>) -> Read {
    let curve = NistCurve::of(algorithm);
    for _ in 0..16 {
        let mut scalar = Zeroizing::new(vec![0; curve.size()]);
        random(&mut scalar)?;
        if curve == NistCurve::P521
            && let Some(first) = scalar.first_mut()
        {
            // 521 bits: one in the first byte.
            *first &= 1;
        }
        if let Ok(material) = read(curve, Some(&scalar), None) {
            return Ok(material);
        }
    }
    Err(Error::Random(
        "the random bytes made no private key in 16 draws".into(),
    ))
}
