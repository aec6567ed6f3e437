//! EdDSA on Ed25519 (RFC 8032 section 5.1, RFC 8037).
//!
//! Verifying is `verify_strict` of `ed25519-dalek`. Signing is written out
//! below: the same few lines, over a table of multiples of the base point that
//! is computed at the first signature. The table that `ed25519-dalek` carries
//! is 30 KB which no compression makes smaller, a fifth of the whole package;
//! without a table signing takes two and a half times as long.

use super::algorithm::Algorithm;
use super::frame::MAX_SIGNATURE_LENGTH;
use super::key::KeyKind;
use super::material::{Material, Members, bytes, halves_differ, key, not_private, put, text};
use crate::error::Result;
use curve25519_dalek::Scalar;
use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::EdwardsBasepointTable;
use curve25519_dalek::traits::BasepointTable;
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha512};
use std::sync::OnceLock;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const ALGORITHMS: &[Algorithm] = &[Algorithm::EdDSA, Algorithm::Ed25519];

/// Reads a key from its private seed, its public point, or both, which must
/// then belong together. The point must be on the curve, canonical, and not of
/// small order: with such a point signatures exist that fit every message.
pub(super) fn read(seed: Option<&[u8]>, point: Option<&[u8]>) -> Result<Box<dyn Material>> {
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

struct Ed25519 {
    private: Option<Private>,
    public: VerifyingKey,
}

/// The private half, expanded as RFC 8032 section 5.1.5 says.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
struct Private {
    seed: [u8; 32],
    scalar: Scalar,
    prefix: [u8; 32],
    point: [u8; 32],
}

impl Private {
    fn new(seed: [u8; 32]) -> Self {
        let hash = Zeroizing::new(<[u8; 64]>::from(Sha512::digest(seed)));
        let mut low = Zeroizing::new([0; 32]);
        let mut prefix = [0; 32];
        low.copy_from_slice(&hash[..32]);
        prefix.copy_from_slice(&hash[32..]);
        let scalar = Scalar::from_bytes_mod_order(curve25519_dalek::scalar::clamp_integer(*low));
        Self {
            seed,
            scalar,
            prefix,
            point: times_base_point(&scalar),
        }
    }

    /// RFC 8032 section 5.1.6.
    fn sign(&self, message: &[u8]) -> [u8; 64] {
        let nonce = Zeroizing::new(wide_hash(&[&self.prefix, message]));
        let commitment = times_base_point(&nonce);
        let challenge = wide_hash(&[&commitment, &self.point, message]);
        let response = *nonce + challenge * self.scalar;
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(&commitment);
        signature[32..].copy_from_slice(response.as_bytes());
        signature
    }
}

/// SHA-512 of the parts, modulo the order of the group.
fn wide_hash(parts: &[&[u8]]) -> Scalar {
    let mut hash = Sha512::new();
    for part in parts {
        hash.update(part);
    }
    Scalar::from_bytes_mod_order_wide(&hash.finalize().into())
}

/// The encoding of the multiple of the base point, in constant time.
fn times_base_point(scalar: &Scalar) -> [u8; 32] {
    static TABLE: OnceLock<Box<EdwardsBasepointTable>> = OnceLock::new();
    let table =
        TABLE.get_or_init(|| Box::new(EdwardsBasepointTable::create(&ED25519_BASEPOINT_POINT)));
    table.mul_base(scalar).compress().to_bytes()
}

impl Material for Ed25519 {
    fn kind(&self) -> KeyKind {
        match self.private {
            Some(_) => KeyKind::Private,
            None => KeyKind::Public,
        }
    }

    fn algorithms(&self) -> &'static [Algorithm] {
        ALGORITHMS
    }

    fn sign(
        &self,
        _algorithm: Algorithm,
        message: &[u8],
        signature: &mut [u8; MAX_SIGNATURE_LENGTH],
    ) -> Result<usize> {
        let private = self.private.as_ref().ok_or_else(not_private)?;
        put(&private.sign(message), signature)
    }

    fn verify(&self, _algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Result<bool> {
        Ok(Signature::from_slice(signature)
            .is_ok_and(|signature| self.public.verify_strict(message, &signature).is_ok()))
    }

    fn public(&self) -> Option<Box<dyn Material>> {
        Some(Box::new(Self {
            private: None,
            public: self.public,
        }))
    }

    fn required_members(&self) -> Members {
        vec![
            text("crv", "Ed25519"),
            text("kty", "OKP"),
            bytes("x", self.public.as_bytes()),
        ]
    }

    fn private_members(&self) -> Members {
        match &self.private {
            Some(private) => vec![bytes("d", &private.seed)],
            None => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::{Signer, SigningKey};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: None,
            cases: 64,
            ..ProptestConfig::default()
        })]

        #[test]
        fn signatures_are_those_of_ed25519_dalek(
            seed in any::<[u8; 32]>(),
            message in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            let theirs = SigningKey::from_bytes(&seed);
            let ours = Private::new(seed);
            prop_assert_eq!(ours.point, theirs.verifying_key().to_bytes());
            prop_assert_eq!(ours.sign(&message), theirs.sign(&message).to_bytes());
        }
    }

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
