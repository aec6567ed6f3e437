//! A key on one curve, what signs with it and what verifies.
//!
//! Signatures are deterministic (RFC 6979), so signing needs no randomness.
//! The constant-time arithmetic is that of `p256`, `p384` and `p521`.
//!
//! Where the runtime signs and verifies itself ([`native`]), the nonces are its own,
//! and two signatures of one message differ.
//!
//! What verifies more than once keeps multiples of its public point
//! ([`Multiples`]), which makes it three times as fast.

use super::curve::Named;
use super::multiples::Multiples;
use crate::error::Result;
use crate::token::algorithm::material::{
    KeyKind, Material, Random, Signer, Verifier, halves_differ, key, not_private, verdict,
};
use crate::token::algorithm::members::{Written, bytes, text};
use crate::token::algorithm::name::Algorithm;
use crate::token::algorithm::native::{self, NativeKey};
use ::ecdsa::signature::{Signer as _, Verifier as _};
use ::ecdsa::{Signature, SigningKey, VerifyingKey};
use jsonwebtoken::crypto::{JwtSigner, JwtVerifier};
use jsonwebtoken::signature;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use zeroize::Zeroizing;

pub(super) struct Ecdsa<C: Named> {
    private: Option<SigningKey<C>>,
    public: VerifyingKey<C>,
}

impl<C: Named> Ecdsa<C> {
    pub(super) fn read(scalar: Option<&[u8]>, point: Option<&[u8]>) -> Result<Self> {
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
        match (private, public) {
            (Some(private), Some(public)) if *private.verifying_key() != public => {
                Err(halves_differ())
            }
            (Some(private), _) => Ok(Self {
                public: *private.verifying_key(),
                private: Some(private),
            }),
            (None, Some(public)) => Ok(Self {
                private: None,
                public,
            }),
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

    fn signer(&self, algorithm: Algorithm, _random: Random) -> Result<Signer> {
        let private = self.private.as_ref().ok_or_else(not_private)?;
        let (key, public) = (private.clone(), self.public);
        let encode = move || {
            let scalar = Zeroizing::new(key.to_bytes());
            let point = public.to_sec1_point(false);
            native::ec_private(&C::CURVE.identifier(), &scalar, point.as_bytes())
        };
        Ok(native::signer(
            algorithm,
            Box::new(EcdsaSigner(private.clone())),
            Box::new(EcdsaVerifier::new(public)),
            Box::new(encode),
            Box::new(sign_natively::<C>),
        ))
    }

    fn verifier(&self, algorithm: Algorithm) -> Result<Verifier> {
        let public = self.public;
        let encode = move || {
            let point = public.to_sec1_point(false);
            native::ec_public(&C::CURVE.identifier(), point.as_bytes())
        };
        Ok(native::verifier(
            algorithm,
            Box::new(EcdsaVerifier::new(public)),
            Box::new(encode),
            Box::new(verify_natively::<C>),
        ))
    }

    fn hint(
        &self,
        _algorithm: Algorithm,
        _message: &[u8],
        signature: &[u8],
    ) -> Option<&'static str> {
        is_der(signature).then_some(
            "it is in DER, expected r and s one after the other, each in full length (RFC 7518 section 3.4): the `dsaEncoding` of Node's crypto that makes it is `ieee-p1363`",
        )
    }

    fn public(&self) -> Option<Box<dyn Material>> {
        Some(Box::new(Self {
            private: None,
            public: self.public,
        }))
    }

    fn required_members(&self) -> Written {
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

    fn private_members(&self) -> Written {
        match &self.private {
            Some(private) => vec![bytes("d", &Zeroizing::new(private.to_bytes()))],
            None => Vec::new(),
        }
    }
}

/// Whether a signature is the sequence of two integers that X.509 and TLS have
/// (RFC 3279 section 2.2.3).
fn is_der(signature: &[u8]) -> bool {
    let (length, content) = match signature {
        [0x30, 0x81, length, content @ ..] | [0x30, length, content @ ..] => (*length, content),
        _ => return false,
    };
    content.len() == usize::from(length) && content.first() == Some(&2)
}

/// The halves must be in their range here too, whatever the runtime makes.
fn sign_natively<C: Named>(key: &dyn NativeKey, message: &[u8]) -> Option<Vec<u8>> {
    let joined = native::read_signature(&key.sign(message)?, C::CURVE.size())?;
    Signature::<C>::from_slice(&joined).ok().map(|_| joined)
}

fn verify_natively<C: Named>(
    key: &dyn NativeKey,
    message: &[u8],
    signature: &[u8],
) -> Option<bool> {
    match Signature::<C>::from_slice(signature) {
        Ok(_) => key.verify(message, &native::write_signature(signature)),
        Err(_) => Some(false),
    }
}

struct EcdsaSigner<C: Named>(SigningKey<C>);

impl<C: Named> signature::Signer<Vec<u8>> for EcdsaSigner<C> {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, signature::Error> {
        let made: Signature<C> = self
            .0
            .try_sign(message)
            .map_err(|_| signature::Error::from_source(key("the EC key could not sign")))?;
        Ok(made.to_bytes().to_vec())
    }
}

impl<C: Named> JwtSigner for EcdsaSigner<C> {
    fn algorithm(&self) -> jsonwebtoken::Algorithm {
        C::STANDARD
    }
}

struct EcdsaVerifier<C: Named> {
    public: VerifyingKey<C>,
    /// Whether it has verified; the multiples are made the second time.
    used: AtomicBool,
    multiples: OnceLock<Multiples<C>>,
}

impl<C: Named> EcdsaVerifier<C> {
    const fn new(public: VerifyingKey<C>) -> Self {
        Self {
            public,
            used: AtomicBool::new(false),
            multiples: OnceLock::new(),
        }
    }

    fn is_good(&self, message: &[u8], signature: &[u8]) -> bool {
        let Ok(signature) = Signature::<C>::from_slice(signature) else {
            return false;
        };
        if !self.used.swap(true, Ordering::Relaxed) {
            return self.public.verify(message, &signature).is_ok();
        }
        self.multiples
            .get_or_init(|| Multiples::new(self.public.as_affine()))
            .verify(message, &signature)
    }
}

impl<C: Named> signature::Verifier<Vec<u8>> for EcdsaVerifier<C> {
    fn verify(
        &self,
        message: &[u8],
        signature: &Vec<u8>,
    ) -> std::result::Result<(), signature::Error> {
        verdict(self.is_good(message, signature))
    }
}

impl<C: Named> JwtVerifier for EcdsaVerifier<C> {
    fn algorithm(&self) -> jsonwebtoken::Algorithm {
        C::STANDARD
    }
}
