//! An RSA key, what signs with it and what verifies.

use crate::error::{Error, Result};
use crate::token::algorithm::material::{
    KeyKind, Material, Random, Signer, Verifier, key, not_private, verdict,
};
use crate::token::algorithm::members::{Written, bytes, text};
use crate::token::algorithm::name::Algorithm;
use crate::token::algorithm::native::{self, NativeKey};
use ::rsa::rand_core::{TryCryptoRng, TryRng};
use ::rsa::traits::{PrivateKeyParts, PublicKeyParts};
use ::rsa::{BoxedUint, Pkcs1v15Sign, PrivateKey, PublicKey};
use jsonwebtoken::crypto::{JwtSigner, JwtVerifier};
use jsonwebtoken::signature;
use sha2::{Digest, Sha256, Sha384, Sha512};
use std::sync::Arc;
use zeroize::Zeroizing;

pub(super) const ALGORITHMS: &[Algorithm] = &[
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
];

/// What a key can be used with that says it is for RSASSA-PSS alone.
pub(super) const PSS: &[Algorithm] = &[Algorithm::PS256, Algorithm::PS384, Algorithm::PS512];

/// A big-endian number without leading zeros.
pub(super) fn trimmed(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}

fn public_members(public: &PublicKey) -> Written {
    vec![
        bytes("e", &public.e_bytes()),
        text("kty", "RSA"),
        bytes("n", &public.n_bytes()),
    ]
}

pub(super) struct RsaPublic {
    key: Arc<PublicKey>,
    algorithms: &'static [Algorithm],
}

impl RsaPublic {
    pub(super) fn new(key: PublicKey, algorithms: &'static [Algorithm]) -> Self {
        Self {
            key: Arc::new(key),
            algorithms,
        }
    }
}

impl Material for RsaPublic {
    fn kind(&self) -> KeyKind {
        KeyKind::Public
    }

    fn algorithms(&self) -> &'static [Algorithm] {
        self.algorithms
    }

    fn signer(&self, _algorithm: Algorithm, _random: Random) -> Result<Signer> {
        Err(not_private())
    }

    fn verifier(&self, algorithm: Algorithm) -> Result<Verifier> {
        let key = Arc::clone(&self.key);
        let encode = move || native::rsa_key(&[&key.n_bytes(), &key.e_bytes()]);
        let modulus = self.key.n_bytes();
        Ok(native::verifier(
            algorithm,
            Box::new(RsaVerifier {
                key: Arc::clone(&self.key),
                algorithm,
            }),
            Box::new(encode),
            Box::new(move |key, message, signature| {
                verify_natively(key, algorithm, &modulus, message, signature)
            }),
        ))
    }

    fn public(&self) -> Option<Box<dyn Material>> {
        Some(Box::new(Self {
            key: Arc::clone(&self.key),
            algorithms: self.algorithms,
        }))
    }

    fn required_members(&self) -> Written {
        public_members(&self.key)
    }
}

pub(super) struct RsaPrivate {
    key: Arc<PrivateKey>,
    algorithms: &'static [Algorithm],
}

impl RsaPrivate {
    pub(super) fn new(key: PrivateKey, algorithms: &'static [Algorithm]) -> Self {
        Self {
            key: Arc::new(key),
            algorithms,
        }
    }

    fn to_public(&self) -> RsaPublic {
        RsaPublic::new(self.key.to_public_key(), self.algorithms)
    }

    /// `dp`, `dq` and `qi`, as long as a prime.
    pub(super) fn crt_numbers(&self) -> [Zeroizing<Vec<u8>>; 3] {
        let bytes = |number: Option<&BoxedUint>| {
            Zeroizing::new(
                number
                    .map(BoxedUint::to_be_bytes)
                    .unwrap_or_default()
                    .into(),
            )
        };
        let coefficient = self.key.crt_coefficient().map(Zeroizing::new);
        [
            bytes(self.key.dp()),
            bytes(self.key.dq()),
            bytes(coefficient.as_deref()),
        ]
    }
}

impl Material for RsaPrivate {
    fn kind(&self) -> KeyKind {
        KeyKind::Private
    }

    fn algorithms(&self) -> &'static [Algorithm] {
        self.algorithms
    }

    fn signer(&self, algorithm: Algorithm, random: Random) -> Result<Signer> {
        let key = Self {
            key: Arc::clone(&self.key),
            algorithms: self.algorithms,
        };
        let modulus = self.key.n_bytes();
        let check = RsaVerifier {
            key: Arc::new(self.key.to_public_key()),
            algorithm,
        };
        Ok(native::signer(
            algorithm,
            Box::new(RsaSigner {
                key: Arc::clone(&self.key),
                algorithm,
                random,
            }),
            Box::new(check),
            Box::new(move || key.encoded()),
            Box::new(move |key, message| sign_natively(key, algorithm, &modulus, random, message)),
        ))
    }

    fn verifier(&self, algorithm: Algorithm) -> Result<Verifier> {
        self.to_public().verifier(algorithm)
    }

    fn public(&self) -> Option<Box<dyn Material>> {
        Some(Box::new(self.to_public()))
    }

    fn required_members(&self) -> Written {
        public_members(self.key.as_public_key())
    }

    fn private_members(&self) -> Written {
        let [dp, dq, qi] = self.crt_numbers();
        let mut members = vec![bytes(
            "d",
            trimmed(&Zeroizing::new(self.key.d().to_be_bytes())),
        )];
        for (name, prime) in ["p", "q"].into_iter().zip(self.key.primes()) {
            members.push(bytes(name, trimmed(&Zeroizing::new(prime.to_be_bytes()))));
        }
        members.push(bytes("dp", trimmed(&dp)));
        members.push(bytes("dq", trimmed(&dq)));
        members.push(bytes("qi", trimmed(&qi)));
        members
    }
}

impl RsaPrivate {
    /// For the runtime: the numbers in the order of RFC 8017 appendix A.1.2.
    fn encoded(&self) -> native::Encoded {
        let numbers = |number: &BoxedUint| Zeroizing::new(number.to_be_bytes());
        let (d, primes) = (numbers(self.key.d()), self.key.primes());
        let primes: Vec<_> = primes.iter().map(|prime| numbers(prime)).collect();
        let [dp, dq, qi] = self.crt_numbers();
        let (n, e) = (self.key.n_bytes(), self.key.e_bytes());
        let mut all: Vec<&[u8]> = vec![&n, &e, &d];
        all.extend(primes.iter().map(|prime| -> &[u8] { prime }));
        all.extend([&**dp, &**dq, &**qi]);
        native::rsa_key(&all)
    }
}

fn bits(modulus: &[u8]) -> usize {
    let unused = modulus.first().map_or(0, |byte| byte.leading_zeros());
    modulus.len() * 8 - unused as usize
}

/// PKCS #1 v1.5 is the runtime's; PSS is [padded](native::pss_encode) here, around the
/// bare operation: one runtime makes PKCS #1 v1.5 of it without a word, and elsewhere
/// that takes no longer.
fn sign_natively(
    key: &dyn NativeKey,
    algorithm: Algorithm,
    modulus: &[u8],
    random: Random,
    message: &[u8],
) -> Option<Vec<u8>> {
    let made = match native::Padding::of(algorithm) {
        None => key.sign(message)?,
        Some(padding) => {
            let mut salt = vec![0; padding.salt_length()];
            random(&mut salt).ok()?;
            key.raw(&native::pss_encode(padding, message, &salt, bits(modulus))?)?
        }
    };
    (made.len() == modulus.len()).then_some(made)
}

/// RFC 8017 sections 8.1.2 and 8.2.2: as long as the modulus, and less than it. Where
/// the runtime does not verify PSS, its padding is seen to here.
fn verify_natively(
    key: &dyn NativeKey,
    algorithm: Algorithm,
    modulus: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Option<bool> {
    if signature.len() != modulus.len() || signature >= modulus {
        return Some(false);
    }
    let verdict = key.verify(message, signature);
    let (None, Some(padding)) = (verdict, native::Padding::of(algorithm)) else {
        return verdict;
    };
    let block = key.raw(signature)?;
    match block.len() == modulus.len() {
        true => Some(native::pss_verify(padding, message, &block, bits(modulus))),
        false => None,
    }
}

struct RsaSigner {
    key: Arc<PrivateKey>,
    algorithm: Algorithm,
    random: Random,
}

impl RsaSigner {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>> {
        let random = &mut Source {
            random: self.random,
            failure: None,
        };
        let made = match self.algorithm {
            Algorithm::PS256 => self.key.pss_sign_with_rng::<Sha256, _>(random, message),
            Algorithm::PS384 => self.key.pss_sign_with_rng::<Sha384, _>(random, message),
            Algorithm::PS512 => self.key.pss_sign_with_rng::<Sha512, _>(random, message),
            algorithm => {
                let (padding, hash) = pkcs1(algorithm, message);
                self.key.sign_with_rng(random, padding, &hash)
            }
        };
        made.map_err(|_| {
            let failure = random.failure.take();
            failure.unwrap_or_else(|| key("the RSA key could not sign"))
        })
    }
}

impl signature::Signer<Vec<u8>> for RsaSigner {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, signature::Error> {
        self.sign(message).map_err(signature::Error::from_source)
    }
}

impl JwtSigner for RsaSigner {
    fn algorithm(&self) -> jsonwebtoken::Algorithm {
        self.algorithm.standard()
    }
}

/// The caller's random bytes as `rsa` draws them; it keeps why there were none.
struct Source {
    random: Random,
    failure: Option<Error>,
}

impl TryRng for Source {
    type Error = Error;

    fn try_next_u32(&mut self) -> Result<u32> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<()> {
        (self.random)(bytes).inspect_err(|error| self.failure = Some(error.clone()))
    }
}

impl TryCryptoRng for Source {}

struct RsaVerifier {
    key: Arc<PublicKey>,
    algorithm: Algorithm,
}

impl signature::Verifier<Vec<u8>> for RsaVerifier {
    /// The salt of a PSS signature is as long as its hash (RFC 7518 section 3.5).
    fn verify(
        &self,
        message: &[u8],
        signature: &Vec<u8>,
    ) -> std::result::Result<(), signature::Error> {
        let verified = match self.algorithm {
            Algorithm::PS256 => self.key.pss_verify::<Sha256>(message, signature),
            Algorithm::PS384 => self.key.pss_verify::<Sha384>(message, signature),
            Algorithm::PS512 => self.key.pss_verify::<Sha512>(message, signature),
            algorithm => {
                let (padding, hash) = pkcs1(algorithm, message);
                self.key.verify(padding, &hash, signature)
            }
        };
        verdict(verified.is_ok())
    }
}

impl JwtVerifier for RsaVerifier {
    fn algorithm(&self) -> jsonwebtoken::Algorithm {
        self.algorithm.standard()
    }
}

/// The padding of PKCS #1 v1.5 and the hash of the message.
fn pkcs1(algorithm: Algorithm, message: &[u8]) -> (Pkcs1v15Sign, Vec<u8>) {
    match algorithm {
        Algorithm::RS384 => (
            Pkcs1v15Sign::new::<Sha384>(),
            Sha384::digest(message).to_vec(),
        ),
        Algorithm::RS512 => (
            Pkcs1v15Sign::new::<Sha512>(),
            Sha512::digest(message).to_vec(),
        ),
        _ => (
            Pkcs1v15Sign::new::<Sha256>(),
            Sha256::digest(message).to_vec(),
        ),
    }
}
