//! New keys.

use super::algorithm::Algorithm;
use super::ecdsa::{self, NistCurve};
use super::eddsa;
use super::hmac::Secret;
use super::material::Material;
use crate::error::{Error, Result};
use zeroize::Zeroizing;

/// The bytes of a new secret are as many as the hash of its algorithm has.
pub(super) fn material(
    algorithm: Algorithm,
    random: &mut dyn FnMut(&mut [u8]) -> Result<()>,
) -> Result<Box<dyn Material>> {
    let mut bytes = |length: usize| {
        let mut bytes = Zeroizing::new(vec![0; length]);
        random(&mut bytes).map(|()| bytes)
    };
    match algorithm {
        Algorithm::HS256 => Ok(Box::new(Secret::new(&bytes(32)?)?)),
        Algorithm::HS384 => Ok(Box::new(Secret::new(&bytes(48)?)?)),
        Algorithm::HS512 => Ok(Box::new(Secret::new(&bytes(64)?)?)),
        Algorithm::EdDSA | Algorithm::Ed25519 => eddsa::read(Some(&bytes(32)?), None),
        Algorithm::ES256 => scalar(NistCurve::P256, &mut bytes),
        Algorithm::ES384 => scalar(NistCurve::P384, &mut bytes),
        Algorithm::ES512 => scalar(NistCurve::P521, &mut bytes),
        Algorithm::RS256
        | Algorithm::RS384
        | Algorithm::RS512
        | Algorithm::PS256
        | Algorithm::PS384
        | Algorithm::PS512 => Err(Error::TokenAlgorithm(
            "RSA keys are not generated here; make one with OpenSSL or WebCrypto and read it"
                .into(),
        )),
    }
}

/// Draws until the scalar is in its range (FIPS 186-5 appendix A.2.2). A draw
/// misses once in 2^32 on P-256, less often on the others, so 16 misses mean
/// that the bytes are not random.
fn scalar(
    curve: NistCurve,
    bytes: &mut dyn FnMut(usize) -> Result<Zeroizing<Vec<u8>>>,
) -> Result<Box<dyn Material>> {
    for _ in 0..16 {
        let mut scalar = bytes(curve.size())?;
        if curve == NistCurve::P521
            && let Some(first) = scalar.first_mut()
        {
            // 521 bits: one in the first byte.
            *first &= 1;
        }
        if let Ok(material) = ecdsa::read(curve, Some(&scalar), None) {
            return Ok(material);
        }
    }
    Err(Error::Random(
        "the random bytes made no private key in 16 draws".into(),
    ))
}
