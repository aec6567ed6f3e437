//! RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 7518 sections 3.3 and 3.5).
//!
//! **Why signing is here.** RUSTSEC-2023-0071 (the Marvin attack) is about
//! `rsa` 0.9, whose big integers took a time that depended on the private key.
//! `rsa` 0.10 computes with the constant-time `crypto-bigint`, blinds the base,
//! the exponents and the CRT moduli with fresh random numbers for every
//! signature, and checks the result with the public key before it leaves
//! (against faults). The attack also needs decryption of chosen ciphertexts,
//! which this crate has not got: a JWS signature is made over a hash of what
//! the caller wrote. So signing is offered, always blinded, with random bytes
//! of the system; when there are none it fails.
//!
//! Verifying uses the public key only.
//!
//! Keys are not generated here: finding primes would make the package a
//! quarter larger and take seconds in WebAssembly.

use super::algorithm::Algorithm;
use super::frame::MAX_SIGNATURE_LENGTH;
use super::key::KeyKind;
use super::material::{Material, Members, bytes, halves_differ, key, not_private, put, text};
use crate::error::{Error, Result};
use ::rsa::traits::{PrivateKeyParts, PublicKeyParts};
use ::rsa::{BoxedUint, Pkcs1v15Sign, PrivateKey, PublicKey};
use getrandom::SysRng;
use sha2::{Digest, Sha256, Sha384, Sha512};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// RFC 7518 sections 3.3 and 3.5: 2048 bits or more.
const MIN_BITS: usize = 2048;
/// As long as a signature fits its buffer.
const MAX_BITS: usize = MAX_SIGNATURE_LENGTH * 8;

const ALGORITHMS: &[Algorithm] = &[
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
];

/// The numbers of a private key beside those of the public one, big-endian.
pub(super) struct PrivateNumbers<'a> {
    pub(super) d: &'a [u8],
    pub(super) p: &'a [u8],
    pub(super) q: &'a [u8],
    pub(super) dp: &'a [u8],
    pub(super) dq: &'a [u8],
    pub(super) qi: &'a [u8],
}

/// Reads a key from the numbers of RFC 8017 section 3, big-endian.
pub(super) fn read(
    n: &[u8],
    e: &[u8],
    private: Option<PrivateNumbers<'_>>,
) -> Result<Box<dyn Material>> {
    let (n, e) = (trimmed(n), trimmed(e));
    check_public(n, e)?;
    let public = PublicKey::new(number(n)?, number(e)?)
        .map_err(|_| key("the modulus or the exponent of the RSA key is malformed"))?;
    let Some(numbers) = private else {
        return Ok(Box::new(RsaPublic(public)));
    };
    let primes = vec![number(numbers.p)?, number(numbers.q)?];
    let private = PrivateKey::from_components(number(n)?, number(e)?, number(numbers.d)?, primes)
        .map_err(|_| halves_differ())?;
    let private = RsaPrivate(private);
    let consistent = private
        .crt_numbers()
        .iter()
        .zip([numbers.dp, numbers.dq, numbers.qi])
        .all(|(computed, given)| bool::from(trimmed(computed).ct_eq(trimmed(given))));
    if !consistent {
        return Err(key("the CRT numbers of the RSA key (dp, dq, qi) are wrong"));
    }
    Ok(Box::new(private))
}

fn check_public(n: &[u8], e: &[u8]) -> Result<()> {
    let bits = n.len() * 8 - n.first().map_or(0, |byte| byte.leading_zeros() as usize);
    if bits < MIN_BITS {
        return Err(Error::Key(
            format!("the RSA key has {bits} bits, at least {MIN_BITS} are needed").into(),
        ));
    }
    if bits > MAX_BITS {
        return Err(Error::Key(
            format!("the RSA key has {bits} bits, at most {MAX_BITS} are supported").into(),
        ));
    }
    if e == [1] || e.last().is_none_or(|byte| byte % 2 == 0) {
        return Err(key(
            "the public exponent of the RSA key is even or 1 (RFC 8017 section 3.1)",
        ));
    }
    if has_roca_fingerprint(n) {
        return Err(key(
            "the RSA modulus was made by a broken generator (ROCA, CVE-2017-15361)",
        ));
    }
    Ok(())
}

/// Whether the modulus is one of Infineon's RSALib (CVE-2017-15361).
///
/// Its primes are `k * M + (65537^a mod M)` with `M` a product of small primes,
/// so modulo each of those the modulus is a power of 65537. The primes are
/// those of "The Return of Coppersmith's Attack" (Nemec and others, CCS 2017)
/// modulo which 65537 has few powers; a random modulus passes all of them once
/// in 2^27.
fn has_roca_fingerprint(n: &[u8]) -> bool {
    const PRIMES: [u32; 17] = [
        11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157,
    ];
    PRIMES.iter().all(|&prime| {
        let rest = n
            .iter()
            .fold(0, |rest, byte| (rest * 256 + u32::from(*byte)) % prime);
        let mut power = 1;
        loop {
            if power == rest {
                return true;
            }
            power = power * 65537 % prime;
            if power == 1 {
                return false;
            }
        }
    })
}

fn trimmed(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}

fn number(bytes: &[u8]) -> Result<BoxedUint> {
    let bits = u32::try_from(bytes.len() * 8).unwrap_or(u32::MAX);
    if bytes.is_empty() || bytes.len() > MAX_BITS / 8 {
        return Err(key("a number of the RSA key is empty or too long"));
    }
    BoxedUint::from_be_slice(bytes, bits).map_err(|_| key("a number of the RSA key is malformed"))
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

/// The salt of a PSS signature is as long as its hash (RFC 7518 section 3.5).
fn verify(public: &PublicKey, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
    match algorithm {
        Algorithm::PS256 => public.pss_verify::<Sha256>(message, signature),
        Algorithm::PS384 => public.pss_verify::<Sha384>(message, signature),
        Algorithm::PS512 => public.pss_verify::<Sha512>(message, signature),
        _ => {
            let (padding, hash) = pkcs1(algorithm, message);
            public.verify(padding, &hash, signature)
        }
    }
    .is_ok()
}

fn public_members(public: &PublicKey) -> Members {
    vec![
        bytes("e", &public.e_bytes()),
        text("kty", "RSA"),
        bytes("n", &public.n_bytes()),
    ]
}

struct RsaPublic(PublicKey);

impl Material for RsaPublic {
    fn kind(&self) -> KeyKind {
        KeyKind::Public
    }

    fn algorithms(&self) -> &'static [Algorithm] {
        ALGORITHMS
    }

    fn sign(
        &self,
        _algorithm: Algorithm,
        _message: &[u8],
        _signature: &mut [u8; MAX_SIGNATURE_LENGTH],
    ) -> Result<usize> {
        Err(not_private())
    }

    fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Result<bool> {
        Ok(verify(&self.0, algorithm, message, signature))
    }

    fn public(&self) -> Option<Box<dyn Material>> {
        Some(Box::new(Self(self.0.clone())))
    }

    fn required_members(&self) -> Members {
        public_members(&self.0)
    }
}

struct RsaPrivate(PrivateKey);

impl RsaPrivate {
    /// `dp`, `dq` and `qi`, as long as a prime.
    fn crt_numbers(&self) -> [Zeroizing<Vec<u8>>; 3] {
        let bytes = |number: Option<&BoxedUint>| {
            Zeroizing::new(
                number
                    .map(BoxedUint::to_be_bytes)
                    .unwrap_or_default()
                    .into(),
            )
        };
        let coefficient = self.0.crt_coefficient().map(Zeroizing::new);
        [
            bytes(self.0.dp()),
            bytes(self.0.dq()),
            bytes(coefficient.as_deref()),
        ]
    }
}

impl Material for RsaPrivate {
    fn kind(&self) -> KeyKind {
        KeyKind::Private
    }

    fn algorithms(&self) -> &'static [Algorithm] {
        ALGORITHMS
    }

    fn sign(
        &self,
        algorithm: Algorithm,
        message: &[u8],
        signature: &mut [u8; MAX_SIGNATURE_LENGTH],
    ) -> Result<usize> {
        let random = &mut SysRng;
        let made = match algorithm {
            Algorithm::PS256 => self.0.pss_sign_with_rng::<Sha256, _>(random, message),
            Algorithm::PS384 => self.0.pss_sign_with_rng::<Sha384, _>(random, message),
            Algorithm::PS512 => self.0.pss_sign_with_rng::<Sha512, _>(random, message),
            _ => {
                let (padding, hash) = pkcs1(algorithm, message);
                self.0.sign_with_rng(random, padding, &hash)
            }
        };
        match made {
            Ok(made) => put(&made, signature),
            Err(::rsa::Error::Rng) => Err(Error::Random("the system gave no random bytes".into())),
            Err(_) => Err(key("the RSA key could not sign")),
        }
    }

    fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Result<bool> {
        Ok(verify(
            self.0.as_public_key(),
            algorithm,
            message,
            signature,
        ))
    }

    fn public(&self) -> Option<Box<dyn Material>> {
        Some(Box::new(RsaPublic(self.0.to_public_key())))
    }

    fn required_members(&self) -> Members {
        public_members(self.0.as_public_key())
    }

    fn private_members(&self) -> Members {
        let [dp, dq, qi] = self.crt_numbers();
        let mut members = vec![bytes(
            "d",
            trimmed(&Zeroizing::new(self.0.d().to_be_bytes())),
        )];
        for (name, prime) in ["p", "q"].into_iter().zip(self.0.primes()) {
            members.push(bytes(name, trimmed(&Zeroizing::new(prime.to_be_bytes()))));
        }
        members.push(bytes("dp", trimmed(&dp)));
        members.push(bytes("dq", trimmed(&dq)));
        members.push(bytes("qi", trimmed(&qi)));
        members
    }
}
