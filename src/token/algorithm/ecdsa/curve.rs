//! The three curves.

use crate::token::algorithm::name::Algorithm;
use ::ecdsa::elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use ::ecdsa::elliptic_curve::{Curve, CurveArithmetic};
use ::ecdsa::{DigestAlgorithm, EcdsaCurve};
use pkcs8::ObjectIdentifier;

/// The curves by their JWK names (RFC 7518 section 6.2.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::token) enum NistCurve {
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

    /// RFC 5480 section 2.1.1.1.
    pub(super) const fn identifier(self) -> ObjectIdentifier {
        ObjectIdentifier::new_unwrap(match self {
            Self::P256 => "1.2.840.10045.3.1.7",
            Self::P384 => "1.3.132.0.34",
            Self::P521 => "1.3.132.0.35",
        })
    }

    pub(super) fn from_identifier(identifier: ObjectIdentifier) -> Option<Self> {
        [Self::P256, Self::P384, Self::P521]
            .into_iter()
            .find(|curve| curve.identifier() == identifier)
    }

    /// The curve of an ECDSA algorithm (RFC 7518 section 3.4).
    pub(super) const fn of(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::ES384 => Self::P384,
            Algorithm::ES512 => Self::P521,
            _ => Self::P256,
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

/// What a curve needs beside the arithmetic of its crate.
pub(super) trait Named:
    EcdsaCurve
    + DigestAlgorithm
    + Curve<FieldBytesSize: ModulusSize>
    + CurveArithmetic<AffinePoint: FromSec1Point<Self> + ToSec1Point<Self>>
{
    const CURVE: NistCurve;
    const NAME: &'static str;
    const ALGORITHMS: &'static [Algorithm];
    /// What `jsonwebtoken` calls the algorithm.
    const STANDARD: jsonwebtoken::Algorithm;
}

impl Named for p256::NistP256 {
    const CURVE: NistCurve = NistCurve::P256;
    const NAME: &'static str = "P-256";
    const ALGORITHMS: &'static [Algorithm] = &[Algorithm::ES256];
    const STANDARD: jsonwebtoken::Algorithm = Algorithm::ES256.standard();
}

impl Named for p384::NistP384 {
    const CURVE: NistCurve = NistCurve::P384;
    const NAME: &'static str = "P-384";
    const ALGORITHMS: &'static [Algorithm] = &[Algorithm::ES384];
    const STANDARD: jsonwebtoken::Algorithm = Algorithm::ES384.standard();
}

impl Named for p521::NistP521 {
    const CURVE: NistCurve = NistCurve::P521;
    const NAME: &'static str = "P-521";
    const ALGORITHMS: &'static [Algorithm] = &[Algorithm::ES512];
    const STANDARD: jsonwebtoken::Algorithm = Algorithm::ES512.standard();
}
