//! Verifying with a table of multiples of the public point.
//!
//! `ecdsa` doubles a point once for each bit of the order, for every signature.
//! With the doublings done beforehand only additions are left. Everything here
//! is public, so nothing has to take the same time.

use super::curve::Named;
use ::ecdsa::elliptic_curve::group::Group;
use ::ecdsa::elliptic_curve::ops::{Invert, MulByGeneratorVartime, Reduce};
use ::ecdsa::elliptic_curve::point::AffineCoordinates;
use ::ecdsa::elliptic_curve::{CurveArithmetic, CurveGroup, FieldBytes, Scalar};
use ::ecdsa::{DigestAlgorithm, Signature};
use sha2::Digest;

type Projective<C> = <C as CurveArithmetic>::ProjectivePoint;
type Affine<C> = <C as CurveArithmetic>::AffinePoint;

/// How many multiples a window has: those of the digits 1 to 8.
const DIGITS: usize = 8;

/// In window `i`, the multiples 1 to 8 of 256 to the power of `i` times a point.
/// On P-256 that is 17 KB, made in the time of one ordinary verification.
pub(super) struct Multiples<C: Named>(Vec<Affine<C>>);

impl<C: Named> Multiples<C> {
    pub(super) fn new(point: &Affine<C>) -> Self {
        let windows = FieldBytes::<C>::default().len() + 1;
        let mut multiples = Vec::with_capacity(windows * DIGITS);
        let mut base: Projective<C> = (*point).into();
        for _ in 0..windows {
            let mut multiple = base;
            for _ in 0..DIGITS {
                multiples.push(multiple);
                multiple += base;
            }
            for _ in 0..8 {
                base = base.double();
            }
        }
        let mut affine = vec![Affine::<C>::default(); multiples.len()];
        Projective::<C>::batch_normalize(&multiples, &mut affine);
        Self(affine)
    }

    /// The point times `scalar`.
    fn times(&self, scalar: &Scalar<C>) -> Projective<C> {
        let bytes: FieldBytes<C> = (*scalar).into();
        // The digits of base 16 from -7 to 8, the lower ones of each byte and
        // the higher ones, which weigh 16 times as much.
        let (mut low, mut high) = (Projective::<C>::identity(), Projective::<C>::identity());
        let mut carry = 0;
        for (window, byte) in self.0.chunks_exact(DIGITS).zip(bytes.iter().rev()) {
            for (sum, nibble) in [(&mut low, byte & 15), (&mut high, byte >> 4)] {
                let digit = nibble + carry;
                carry = u8::from(digit > 8);
                match digit {
                    0 => (),
                    1..=8 => *sum += window[usize::from(digit - 1)],
                    9..=15 => *sum -= window[usize::from(15 - digit)],
                    _ => (),
                }
            }
        }
        if let (1, Some(last)) = (carry, self.0.chunks_exact(DIGITS).last()) {
            low += last[0];
        }
        for _ in 0..4 {
            high = high.double();
        }
        low + high
    }

    /// SEC 1 section 4.1.4, as `ecdsa` does it.
    pub(super) fn verify(&self, message: &[u8], signature: &Signature<C>) -> bool {
        let (r, s) = signature.split_scalars();
        let inverse = *s.invert_vartime();
        let hash = <C as DigestAlgorithm>::Digest::digest(message);
        let hash = hashed::<C>(&hash) * inverse;
        let point = Projective::<C>::mul_by_generator_vartime(&hash) + self.times(&(*r * inverse));
        <Scalar<C> as Reduce<FieldBytes<C>>>::reduce(&point.to_affine().x()) == *r
    }
}

/// A hash as a number. None is longer than the order of its curve in JWS.
fn hashed<C: Named>(hash: &[u8]) -> Scalar<C> {
    let mut bytes = FieldBytes::<C>::default();
    let start = bytes.len().saturating_sub(hash.len());
    for (byte, from) in bytes.iter_mut().skip(start).zip(hash) {
        *byte = *from;
    }
    <Scalar<C> as Reduce<FieldBytes<C>>>::reduce(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::ecdsa::elliptic_curve::ff::Field;
    use ::ecdsa::signature::{Signer, Verifier};
    use ::ecdsa::{SigningKey, VerifyingKey};

    /// Scalars at the edges of the digits and of the order, and pseudo-random ones.
    fn scalars<C: Named>() -> impl Iterator<Item = Scalar<C>> {
        let small = [
            0_u64,
            1,
            7,
            8,
            9,
            15,
            16,
            0x88,
            0x89,
            0x99,
            0xff,
            0x100,
            u64::MAX,
        ];
        let small = small.map(Scalar::<C>::from);
        let random = std::iter::successors(Some(Scalar::<C>::from(3)), |last| {
            Some(last.square() + Scalar::<C>::from(7))
        });
        let large = small.map(|scalar| -scalar);
        small.into_iter().chain(large).chain(random.take(60))
    }

    fn agrees<C: Named>() {
        let point = Projective::<C>::generator() * Scalar::<C>::from(0x1234_5678_9abc);
        let multiples = Multiples::<C>::new(&point.to_affine());
        for scalar in scalars::<C>() {
            assert_eq!(multiples.times(&scalar), point * scalar, "{scalar:?}");
        }
    }

    #[test]
    fn a_multiple_is_the_one_that_doubling_and_adding_gives() {
        agrees::<p256::NistP256>();
        agrees::<p384::NistP384>();
        agrees::<p521::NistP521>();
    }

    fn verdicts_agree<C: Named>() {
        for scalar in scalars::<C>()
            .filter(|scalar| !bool::from(scalar.is_zero()))
            .step_by(8)
        {
            let bytes: FieldBytes<C> = scalar.into();
            let key = SigningKey::<C>::from_slice(&bytes).unwrap();
            let public: &VerifyingKey<C> = key.verifying_key();
            let multiples = Multiples::<C>::new(public.as_affine());
            let signature: Signature<C> = key.sign(b"message");
            for message in [&b"message"[..], b"another", b""] {
                assert_eq!(
                    multiples.verify(message, &signature),
                    public.verify(message, &signature).is_ok()
                );
            }
            assert!(multiples.verify(b"message", &signature));
        }
    }

    #[test]
    fn a_verdict_is_the_one_of_the_ecdsa_crate() {
        verdicts_agree::<p256::NistP256>();
        verdicts_agree::<p384::NistP384>();
        verdicts_agree::<p521::NistP521>();
    }
}
