//! EdDSA on Ed25519 (RFC 8032 section 5.1, RFC 8037).

mod material;

use super::der::malformed;
use super::family::{Der, Draw, Family, Read};
use super::material::{halves_differ, key};
use super::members::Members;
use super::name::Algorithm;
use crate::error::Result;
use ed25519_dalek::VerifyingKey;
use material::{ALGORITHMS, Ed25519, Private};
use pkcs8::der::Decode;
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::spki::AlgorithmIdentifierRef;
use pkcs8::{ObjectIdentifier, PrivateKeyInfoRef, SubjectPublicKeyInfoRef};
use zeroize::Zeroizing;

pub(super) const FAMILY: Family = Family {
    algorithms: ALGORITHMS,
    key_type: "OKP",
    from_jwk,
    der: Some(Der {
        // RFC 8410 section 3.
        identifiers: &[ObjectIdentifier::new_unwrap("1.3.101.112")],
        from_pkcs8,
        from_spki,
        labels: &[],
    }),
    generate,
};

/// Reads a key from its private seed, its public point, or both, which must
/// then belong together. The point must be on the curve, canonical, and not of
/// small order: with such a point signatures exist that fit every message.
pub(in crate::token) fn read(seed: Option<&[u8]>, point: Option<&[u8]>) -> Read {
    const LENGTH: &str = "an Ed25519 key has 32 bytes";
    let private = match seed {
        Some(seed) => Some(Private::new(seed.try_into().map_err(|_| key(LENGTH))?)),
        None => None,
    };
    let point: [u8; 32] = match (point, &private) {
        (Some(point), _) => point.try_into().map_err(|_| key(LENGTH))?,
        (None, Some(private)) => private.point,
        (None, None) => {
            return Err(key(
                "the Ed25519 key has neither a public nor a private half",
            ));
        }
    };
    if private
        .as_ref()
        .is_some_and(|private| private.point != point)
    {
        return Err(halves_differ());
    }
    let public = VerifyingKey::from_bytes(&point)
        .map_err(|_| key("the public half of the Ed25519 key is not a point on the curve"))?;
    if public.is_weak() || public.to_edwards().compress().to_bytes() != point {
        return Err(key(
            "the public half of the Ed25519 key is of small order or not canonical",
        ));
    }
    Ok(Box::new(Ed25519 { private, public }))
}

/// RFC 8037 section 2.
fn from_jwk(jwk: &Members<'_>) -> Read {
    if jwk.text("crv")? != Some("Ed25519") {
        return Err(key("the JWK's `crv` is not Ed25519"));
    }
    let seed = jwk.bytes("d")?;
    let seed = seed.as_ref().map(|bytes| bytes.as_slice());
    read(seed, Some(&jwk.required("x")?))
}

/// RFC 8410 section 7.
fn from_pkcs8(info: &PrivateKeyInfoRef<'_>) -> Read {
    without_parameters(&info.algorithm)?;
    let seed = <&OctetStringRef>::from_der(info.private_key.as_bytes()).map_err(|_| malformed())?;
    let point = match &info.public_key {
        Some(bits) => Some(bits.as_bytes().ok_or_else(malformed)?),
        None => None,
    };
    read(Some(seed.as_bytes()), point)
}

fn from_spki(info: &SubjectPublicKeyInfoRef<'_>) -> Read {
    let point = info.subject_public_key.as_bytes().ok_or_else(malformed)?;
    without_parameters(&info.algorithm)?;
    read(None, Some(point))
}

/// RFC 8410 section 3: there must be none for Ed25519.
fn without_parameters(algorithm: &AlgorithmIdentifierRef<'_>) -> Result<()> {
    match algorithm.parameters {
        None => Ok(()),
        Some(_) => Err(malformed()),
    }
}

fn generate(_algorithm: Algorithm, random: Draw<'_>) -> Read {
    let mut seed = Zeroizing::new([0; 32]);
    random(&mut *seed)?;
    read(Some(&*seed), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_of_small_order_or_another_spelling_is_refused() {
        use curve25519_dalek::constants::EIGHT_TORSION;
        for point in EIGHT_TORSION {
            assert!(read(None, Some(&point.compress().to_bytes())).is_err());
        }
        // y = p + 3, which a lax decoder reads as 3: every y from p on is one
        // of 19 spellings of a small number.
        for low in 0xed..=0xff_u8 {
            for sign in [0x7f, 0xff] {
                let mut point = [0xff; 32];
                point[0] = low;
                point[31] = sign;
                assert!(read(None, Some(&point)).is_err(), "{low:x} {sign:x}");
            }
        }
    }

    #[test]
    fn keys_of_another_length_and_halves_of_two_keys_are_refused() {
        let one = Private::new([1; 32]);
        let two = Private::new([2; 32]);
        assert!(read(Some(&one.seed), Some(&one.point)).is_ok());
        assert!(read(Some(&one.seed), Some(&two.point)).is_err());
        assert!(read(Some(&one.seed[1..]), None).is_err());
        assert!(read(None, Some(&one.point[1..])).is_err());
        assert!(read(None, Some(&[0; 33])).is_err());
        assert!(read(None, None).is_err());
    }
}
