//! An Ed25519 key, what signs with it and what verifies.
//!
//! Verifying is `verify_strict` of `ed25519-dalek`. Signing is written out
//! below: the same few lines, over a table of multiples of the base point that
//! is computed at the first signature. The table that `ed25519-dalek` carries
//! is 30 KB which no compression makes smaller: with its signing `keyward/token`
//! is 27 kB larger after gzip. Without a table signing takes 2.8 times as long.

use crate::error::Result;
use crate::token::algorithm::material::{
    KeyKind, Material, Random, Signer, Verifier, not_private, verdict,
};
use crate::token::algorithm::members::{Written, bytes, text};
use crate::token::algorithm::name::Algorithm;
use crate::token::algorithm::native::{self, NativeKey};
use curve25519_dalek::Scalar;
use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::edwards::EdwardsBasepointTable;
use curve25519_dalek::traits::BasepointTable;
use ed25519_dalek::{Signature, VerifyingKey};
use jsonwebtoken::crypto::{JwtSigner, JwtVerifier};
use jsonwebtoken::signature;
use sha2::{Digest, Sha512};
use std::sync::OnceLock;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

pub(super) const ALGORITHMS: &[Algorithm] = &[Algorithm::EdDSA, Algorithm::Ed25519];

pub(super) struct Ed25519 {
    pub(super) private: Option<Private>,
    pub(super) public: VerifyingKey,
}

/// The private half, expanded as RFC 8032 section 5.1.5 says.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(super) struct Private {
    pub(super) seed: [u8; 32],
    scalar: Scalar,
    prefix: [u8; 32],
    pub(super) point: [u8; 32],
}

impl Private {
    pub(super) fn new(seed: [u8; 32]) -> Self {
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

    /// The key for another engine. A method, so that a closure takes all of the key along, which is
    /// wiped: of a field alone it would take a copy, which is not.
    fn encoded(&self) -> native::Encoded {
        native::ed_private(&self.seed)
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

    fn signer(&self, algorithm: Algorithm, _random: Random) -> Result<Signer> {
        let private = self.private.as_ref().ok_or_else(not_private)?;
        let standard = algorithm.standard();
        let key = private.clone();
        Ok(native::signer(
            algorithm,
            Box::new(EdSigner {
                private: private.clone(),
                standard,
            }),
            Box::new(EdVerifier {
                public: self.public,
                standard,
            }),
            Box::new(move || key.encoded()),
            Box::new(|key, message| key.sign(message).filter(|made| made.len() == 64)),
        ))
    }

    fn verifier(&self, algorithm: Algorithm) -> Result<Verifier> {
        let public = self.public;
        Ok(native::verifier(
            algorithm,
            Box::new(EdVerifier {
                public,
                standard: algorithm.standard(),
            }),
            Box::new(move || native::ed_public(public.as_bytes())),
            Box::new(verify_natively),
        ))
    }

    fn public(&self) -> Option<Box<dyn Material>> {
        Some(Box::new(Self {
            private: None,
            public: self.public,
        }))
    }

    fn required_members(&self) -> Written {
        vec![
            text("crv", "Ed25519"),
            text("kty", "OKP"),
            bytes("x", self.public.as_bytes()),
        ]
    }

    fn private_members(&self) -> Written {
        match &self.private {
            Some(private) => vec![bytes("d", &private.seed)],
            None => Vec::new(),
        }
    }
}

/// What `verify_strict` refuses and a runtime may take is refused here: an `S` beyond
/// the order of the group (RFC 8032 section 5.1.7), and an `R` of small order, which
/// Node, Deno, Bun and workerd let pass.
fn verify_natively(key: &dyn NativeKey, message: &[u8], signature: &[u8]) -> Option<bool> {
    static SMALL: OnceLock<[[u8; 32]; 8]> = OnceLock::new();
    let small = SMALL.get_or_init(|| EIGHT_TORSION.map(|point| point.compress().to_bytes()));
    let Some((commitment, response)) = signature.split_first_chunk::<32>() else {
        return Some(false);
    };
    let is_canonical = <[u8; 32]>::try_from(response)
        .is_ok_and(|bytes| bool::from(Scalar::from_canonical_bytes(bytes).is_some()));
    match is_canonical && !small.contains(commitment) {
        true => key.verify(message, signature),
        false => Some(false),
    }
}

struct EdSigner {
    private: Private,
    standard: jsonwebtoken::Algorithm,
}

impl signature::Signer<Vec<u8>> for EdSigner {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, signature::Error> {
        Ok(self.private.sign(message).to_vec())
    }
}

impl JwtSigner for EdSigner {
    fn algorithm(&self) -> jsonwebtoken::Algorithm {
        self.standard
    }
}

struct EdVerifier {
    public: VerifyingKey,
    standard: jsonwebtoken::Algorithm,
}

impl signature::Verifier<Vec<u8>> for EdVerifier {
    fn verify(
        &self,
        message: &[u8],
        signature: &Vec<u8>,
    ) -> std::result::Result<(), signature::Error> {
        let signature = Signature::from_slice(signature);
        verdict(signature.is_ok_and(|one| self.public.verify_strict(message, &one).is_ok()))
    }
}

impl JwtVerifier for EdVerifier {
    fn algorithm(&self) -> jsonwebtoken::Algorithm {
        self.standard
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
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
}
