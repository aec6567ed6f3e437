//! RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 7518 sections 3.3 and 3.5).
//!
//! **Why signing is here.** RUSTSEC-2023-0071 (the Marvin attack) is about
//! `rsa` 0.9, whose big integers took a time that depended on the private key.
//! `rsa` 0.10 computes with the constant-time `crypto-bigint`, blinds the base,
//! the exponents and the CRT moduli with fresh random numbers for every
//! signature, and checks the result with the public key before it leaves
//! (against faults). The attack also needs decryption of chosen ciphertexts,
//! which this crate has not got: a JWS signature is made over a hash of what
//! the caller wrote. So signing is offered, always blinded, with the random
//! bytes that the caller hands in; when there are none it fails.
//!
//! Verifying uses the public key only.
//!
//! Keys are not generated here: finding primes would make the package a
//! quarter larger and take seconds in WebAssembly.

mod material;
mod pss;
mod roca;

use super::der::malformed;
use super::family::{Der, Draw, Family, Read};
use super::material::{MAX_SIGNATURE_LENGTH, halves_differ, key};
use super::members::Members;
use super::name::Algorithm;
use crate::error::{Error, Result};
use ::rsa::{BoxedUint, PrivateKey, PublicKey};
use material::{ALGORITHMS, RsaPrivate, RsaPublic, trimmed};
use pkcs8::der::Decode;
use pkcs8::spki::AlgorithmIdentifierRef;
use pkcs8::{ObjectIdentifier, PrivateKeyInfoRef, SubjectPublicKeyInfoRef};
use roca::has_roca_fingerprint;
use subtle::ConstantTimeEq;

pub(super) const FAMILY: Family = Family {
    algorithms: ALGORITHMS,
    key_type: "RSA",
    from_jwk,
    der: Some(Der {
        identifiers: &[RSA, pss::IDENTIFIER],
        from_pkcs8,
        from_spki,
        labels: &[
            ("RSA PRIVATE KEY", |der| from_pkcs1_private(der, ALGORITHMS)),
            ("RSA PUBLIC KEY", |der| from_pkcs1_public(der, ALGORITHMS)),
        ],
    }),
    generate,
};

/// rsaEncryption, RFC 8017 appendix C.
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// RFC 7518 sections 3.3 and 3.5: 2048 bits or more.
const MIN_BITS: usize = 2048;
/// As long as a signature fits its buffer.
const MAX_BITS: usize = MAX_SIGNATURE_LENGTH * 8;

/// The numbers of a private key beside those of the public one, big-endian.
pub(in crate::token) struct PrivateNumbers<'a> {
    d: &'a [u8],
    p: &'a [u8],
    q: &'a [u8],
    dp: &'a [u8],
    dq: &'a [u8],
    qi: &'a [u8],
}

/// Reads a key from the numbers of RFC 8017 section 3, big-endian.
pub(in crate::token) fn read(n: &[u8], e: &[u8], private: Option<PrivateNumbers<'_>>) -> Read {
    read_for(ALGORITHMS, n, e, private)
}

/// The same for a key that is for these algorithms.
fn read_for(
    algorithms: &'static [Algorithm],
    n: &[u8],
    e: &[u8],
    private: Option<PrivateNumbers<'_>>,
) -> Read {
    let (n, e) = (trimmed(n), trimmed(e));
    check_public(n, e)?;
    let public = PublicKey::new(number(n)?, number(e)?)
        .map_err(|_| key("the modulus or the exponent of the RSA key is malformed"))?;
    let Some(numbers) = private else {
        return Ok(Box::new(RsaPublic::new(public, algorithms)));
    };
    let primes = vec![number(numbers.p)?, number(numbers.q)?];
    let private = PrivateKey::from_components(number(n)?, number(e)?, number(numbers.d)?, primes)
        .map_err(|_| halves_differ())?;
    let private = RsaPrivate::new(private, algorithms);
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

fn number(bytes: &[u8]) -> Result<BoxedUint> {
    let bits = u32::try_from(bytes.len() * 8).unwrap_or(u32::MAX);
    if bytes.is_empty() || bytes.len() > MAX_BITS / 8 {
        return Err(key("a number of the RSA key is empty or too long"));
    }
    BoxedUint::from_be_slice(bytes, bits).map_err(|_| key("a number of the RSA key is malformed"))
}

/// RFC 7518 section 6.3.
fn from_jwk(jwk: &Members<'_>) -> Read {
    let (n, e) = (jwk.required("n")?, jwk.required("e")?);
    let Some(d) = jwk.bytes("d")? else {
        return read(&n, &e, None);
    };
    if jwk.get("oth").is_some() {
        return Err(key("RSA keys of more than two primes are not supported"));
    }
    let numbers = PrivateNumbers {
        d: &d,
        p: &jwk.required("p")?,
        q: &jwk.required("q")?,
        dp: &jwk.required("dp")?,
        dq: &jwk.required("dq")?,
        qi: &jwk.required("qi")?,
    };
    read(&n, &e, Some(numbers))
}

fn from_pkcs8(info: &PrivateKeyInfoRef<'_>) -> Read {
    from_pkcs1_private(info.private_key.as_bytes(), algorithms(&info.algorithm)?)
}

fn from_spki(info: &SubjectPublicKeyInfoRef<'_>) -> Read {
    let bits = info.subject_public_key.as_bytes().ok_or_else(malformed)?;
    from_pkcs1_public(bits, algorithms(&info.algorithm)?)
}

/// What a key is for that names its kind.
fn algorithms(kind: &AlgorithmIdentifierRef<'_>) -> Result<&'static [Algorithm]> {
    match kind.oid == pss::IDENTIFIER {
        true => pss::algorithms(kind.parameters),
        false => Ok(ALGORITHMS),
    }
}

/// RFC 8017 appendix A.1.2.
fn from_pkcs1_private(der: &[u8], algorithms: &'static [Algorithm]) -> Read {
    let parsed = pkcs1::RsaPrivateKeyRef::from_der(der).map_err(|_| malformed())?;
    let numbers = PrivateNumbers {
        d: parsed.private_exponent.as_bytes(),
        p: parsed.prime1.as_bytes(),
        q: parsed.prime2.as_bytes(),
        dp: parsed.exponent1.as_bytes(),
        dq: parsed.exponent2.as_bytes(),
        qi: parsed.coefficient.as_bytes(),
    };
    let (n, e) = (parsed.modulus, parsed.public_exponent);
    read_for(algorithms, n.as_bytes(), e.as_bytes(), Some(numbers))
}

/// RFC 8017 appendix A.1.1.
fn from_pkcs1_public(der: &[u8], algorithms: &'static [Algorithm]) -> Read {
    let parsed = pkcs1::RsaPublicKeyRef::from_der(der).map_err(|_| malformed())?;
    let (n, e) = (parsed.modulus, parsed.public_exponent);
    read_for(algorithms, n.as_bytes(), e.as_bytes(), None)
}

fn generate(_algorithm: Algorithm, _random: Draw<'_>) -> Read {
    Err(Error::TokenAlgorithm(
        "RSA keys are not generated here; make one with OpenSSL or WebCrypto and read it".into(),
    ))
}
