//! ECDSA on the curves of RFC 7518 section 3.4.
//!
//! Signatures are deterministic (RFC 6979), so signing needs no randomness.
//! The constant-time arithmetic is that of `p256`, `p384` and `p521`.
//!
//! A key that verifies more than once keeps multiples of its public point
//! ([`multiples`]), which makes it three times as fast.

mod multiples;

use super::algorithm::Algorithm;
use super::frame::MAX_SIGNATURE_LENGTH;
use super::key::KeyKind;
use super::material::{Material, Members, bytes, halves_differ, key, not_private, put, text};
use crate::error::Result;
use ::ecdsa::elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use ::ecdsa::elliptic_curve::{Curve, CurveArithmetic};
use ::ecdsa::signature::{Signer, Verifier};
use ::ecdsa::{DigestAlgorithm, EcdsaCurve, Signature, SigningKey, VerifyingKey};
use multiples::Multiples;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use zeroize::Zeroizing;

/// The curves by their JWK names (RFC 7518 section 6.2.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NistCurve {
    P256,
    P384,
    P521,
}

impl NistCurve {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        match name {
            "P-256" => Some(Self::P256),
            "P-384" => Some(Self::P384),
            "P-521" => Some(Self::P521),
            _ => None,
        }
    }

    /// How many bytes a coordinate and a private scalar have.
    pub(super) const fn size(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }
}

/// Reads a key from its private scalar, its public point in the encoding of
/// SEC 1, or both, which must then belong together. The point must be on the
/// curve and the scalar in its range.
pub(super) fn read(
    curve: NistCurve,
    scalar: Option<&[u8]>,
    point: Option<&[u8]>,
) -> Result<Box<dyn Material>> {
    Ok(match curve {
        NistCurve::P256 => Box::new(Ecdsa::<p256::NistP256>::read(scalar, point)?),
        NistCurve::P384 => Box::new(Ecdsa::<p384::NistP384>::read(scalar, point)?),
        NistCurve::P521 => Box::new(Ecdsa::<p521::NistP521>::read(scalar, point)?),
    })
}

/// What a curve needs beside the arithmetic of its crate.
trait Named:
    EcdsaCurve
    + DigestAlgorithm
    + Curve<FieldBytesSize: ModulusSize>
    + CurveArithmetic<AffinePoint: FromSec1Point<Self> + ToSec1Point<Self>>
{
    const NAME: &'static str;
    const ALGORITHMS: &'static [Algorithm];
}

impl Named for p256::NistP256 {
    const NAME: &'static str = "P-256";
    const ALGORITHMS: &'static [Algorithm] = &[Algorithm::ES256];
}

impl Named for p384::NistP384 {
    const NAME: &'static str = "P-384";
    const ALGORITHMS: &'static [Algorithm] = &[Algorithm::ES384];
}

impl Named for p521::NistP521 {
    const NAME: &'static str = "P-521";
    const ALGORITHMS: &'static [Algorithm] = &[Algorithm::ES512];
}

struct Ecdsa<C: Named> {
    private: Option<SigningKey<C>>,
    public: VerifyingKey<C>,
    /// Whether it has verified; the multiples are made the second time.
    used: AtomicBool,
    multiples: OnceLock<Multiples<C>>,
}

impl<C: Named> Ecdsa<C> {
    fn new(private: Option<SigningKey<C>>, public: VerifyingKey<C>) -> Self {
        Self {
            private,
            public,
            used: AtomicBool::new(false),
            multiples: OnceLock::new(),
        }
    }

    fn read(scalar: Option<&[u8]>, point: Option<&[u8]>) -> Result<Self> {
        let private = scalar
            .map(SigningKey::<C>::from_slice)
            .transpose()
            .map_err(|_| key("the private scalar of the EC key has the wrong length or range"))?;
        // RFC 5480 section 2.2: 4 is uncompressed, 2 and 3 are compressed. SEC 1 has
        // more, one of which leaves a coordinate's sign open.
        if point.is_some_and(|point| !matches!(point, [2..=4, ..])) {
            return Err(key(
                "the public point of the EC key is neither uncompressed nor compressed",
            ));
        }
        let public = point
            .map(VerifyingKey::<C>::from_sec1_bytes)
            .transpose()
            .map_err(|_| key("the public point of the EC key is not a point on its curve"))?;
        match (&private, public) {
            (Some(private), Some(public)) if *private.verifying_key() != public => {
                Err(halves_differ())
            }
            (Some(private), _) => Ok(Self::new(Some(private.clone()), *private.verifying_key())),
            (None, Some(public)) => Ok(Self::new(None, public)),
            (None, None) => Err(key("the EC key has neither a public nor a private half")),
        }
    }
}

impl<C: Named> Material for Ecdsa<C> {
    fn kind(&self) -> KeyKind {
        match self.private {
            Some(_) => KeyKind::Private,
            None => KeyKind::Public,
        }
    }

    fn algorithms(&self) -> &'static [Algorithm] {
        C::ALGORITHMS
    }

    fn sign(
        &self,
        _algorithm: Algorithm,
        message: &[u8],
        signature: &mut [u8; MAX_SIGNATURE_LENGTH],
    ) -> Result<usize> {
        let private = self.private.as_ref().ok_or_else(not_private)?;
        let made: Signature<C> = private
            .try_sign(message)
            .map_err(|_| key("the EC key could not sign"))?;
        put(&made.to_bytes(), signature)
    }

    fn verify(&self, _algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Result<bool> {
        let Ok(signature) = Signature::<C>::from_slice(signature) else {
            return Ok(false);
        };
        if !self.used.swap(true, Ordering::Relaxed) {
            return Ok(self.public.verify(message, &signature).is_ok());
        }
        let multiples = self
            .multiples
            .get_or_init(|| Multiples::new(self.public.as_affine()));
        Ok(multiples.verify(message, &signature))
    }

    fn public(&self) -> Option<Box<dyn Material>> {
        Some(Box::new(Self::new(None, self.public)))
    }

    fn required_members(&self) -> Members {
        let point = self.public.to_sec1_point(false);
        // 0x04, then the two coordinates in full length.
        let coordinates = point.as_bytes().get(1..).unwrap_or_default();
        let (x, y) = coordinates.split_at(coordinates.len() / 2);
        vec![
            text("crv", C::NAME),
            text("kty", "EC"),
            bytes("x", x),
            bytes("y", y),
        ]
    }

    fn private_members(&self) -> Members {
        match &self.private {
            Some(private) => vec![bytes("d", &Zeroizing::new(private.to_bytes()))],
            None => Vec::new(),
        }
    }
}
