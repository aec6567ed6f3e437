//! Our cryptography behind the crate `jsonwebtoken`.
//!
//! `issue` and `decode` sign and verify with the same [`JwtSigner`] and
//! [`JwtVerifier`], made once for each key. For Rust programs that use
//! `jsonwebtoken` itself there is the whole [`provider`], under which the rules
//! for weak keys hold, too:
//!
//! ```
//! # #[cfg(not(target_arch = "wasm32"))] {
//! use jsonwebtoken::crypto::CryptoProvider;
//! use keyward::token::provider::{RandomSource, provider};
//!
//! struct System;
//!
//! impl RandomSource for System {
//!     fn fill(bytes: &mut [u8]) -> keyward::Result<()> {
//!         getrandom::fill(bytes).map_err(|error| keyward::Error::Random(error.to_string().into()))
//!     }
//! }
//!
//! static PROVIDER: CryptoProvider = provider::<System>();
//! assert!(PROVIDER.install_default().is_ok());
//! # }
//! ```

use super::algorithm::{
    Algorithm, Material, NistCurve, Random, Signer, Verifier, read_ecdsa, read_eddsa, read_rsa,
    read_secret,
};
use super::key::read_der;
use crate::error;
use base64ct::{Base64UrlUnpadded, Encoding};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind, Result};
use jsonwebtoken::jwk::{EllipticCurve, ThumbprintHash};
use jsonwebtoken::{AlgorithmFamily, DecodingKey, DecodingKeyKind, EncodingKey};
use sha2::{Digest, Sha256, Sha384, Sha512};

type Parsed = error::Result<Box<dyn Material>>;

/// Where the random bytes come from that RSA signatures need. A type and no value:
/// a provider is made of plain functions, which keep nothing.
pub trait RandomSource {
    /// Fills the buffer.
    ///
    /// # Errors
    /// Whatever there is to say where it cannot.
    fn fill(bytes: &mut [u8]) -> error::Result<()>;
}

/// The provider for [`jsonwebtoken`].
pub const fn provider<R: RandomSource>() -> CryptoProvider {
    CryptoProvider {
        signer_factory: |name, key| signer(*name, key, R::fill),
        verifier_factory: |name, key| verifier(*name, key),
        key_utils: KeyUtils {
            rsa_pub_components_from_private_key: |der| rsa_components("RSA PRIVATE KEY", der),
            rsa_pub_components_from_public_key: |der| rsa_components("RSA PUBLIC KEY", der),
            ec_pub_components_from_private_key: ec_components,
            ed_pub_components_from_private_key: ed_component,
            compute_digest,
        },
    }
}

/// A key that is for the algorithm and strong enough for it.
fn checked(
    name: jsonwebtoken::Algorithm,
    material: Parsed,
) -> Result<(Box<dyn Material>, Algorithm)> {
    let material = material.map_err(provider_error)?;
    // Both crates write the names as the RFCs do.
    let algorithm: Algorithm = format!("{name:?}").parse().map_err(provider_error)?;
    if !material.algorithms().contains(&algorithm) {
        return Err(ErrorKind::InvalidAlgorithm.into());
    }
    material.check(algorithm).map_err(provider_error)?;
    Ok((material, algorithm))
}

fn provider_error(error: error::Error) -> Error {
    ErrorKind::Provider(error.to_string()).into()
}

fn signer(
    name: jsonwebtoken::Algorithm,
    key: &EncodingKey,
    random: Random,
) -> Result<Box<dyn JwtSigner>> {
    let bytes = key.as_bytes();
    let material = match key.family() {
        AlgorithmFamily::Hmac => read_secret(bytes),
        AlgorithmFamily::Rsa => read_der("RSA PRIVATE KEY", bytes),
        AlgorithmFamily::Ec | AlgorithmFamily::Ed => read_der("PRIVATE KEY", bytes),
    };
    let (material, algorithm) = checked(name, material)?;
    let signer: Signer = material.signer(algorithm, random).map_err(provider_error)?;
    Ok(signer)
}

fn verifier(name: jsonwebtoken::Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    let material = match (key.family(), key.kind()) {
        (AlgorithmFamily::Rsa, DecodingKeyKind::RsaModulusExponent { n, e }) => {
            read_rsa(n, e, None)
        }
        (AlgorithmFamily::Hmac, DecodingKeyKind::SecretOrDer(bytes)) => read_secret(bytes),
        (AlgorithmFamily::Rsa, DecodingKeyKind::SecretOrDer(bytes)) => {
            read_der("RSA PUBLIC KEY", bytes)
        }
        (AlgorithmFamily::Ec, DecodingKeyKind::SecretOrDer(bytes)) => {
            read_ecdsa(curve(name)?, None, Some(bytes))
        }
        (AlgorithmFamily::Ed, DecodingKeyKind::SecretOrDer(bytes)) => read_eddsa(None, Some(bytes)),
        _ => return Err(ErrorKind::InvalidKeyFormat.into()),
    };
    let (material, algorithm) = checked(name, material)?;
    let verifier: Verifier = material.verifier(algorithm).map_err(provider_error)?;
    Ok(verifier)
}

fn curve(name: jsonwebtoken::Algorithm) -> Result<NistCurve> {
    match name {
        jsonwebtoken::Algorithm::ES256 => Ok(NistCurve::P256),
        jsonwebtoken::Algorithm::ES384 => Ok(NistCurve::P384),
        _ => Err(ErrorKind::InvalidAlgorithm.into()),
    }
}

/// The bytes of one public JWK member.
fn member(material: &dyn Material, name: &str) -> Result<Vec<u8>> {
    let members = material.required_members();
    members
        .iter()
        .find(|(member, _)| *member == name)
        .and_then(|(_, value)| Base64UrlUnpadded::decode_vec(value).ok())
        .ok_or_else(|| ErrorKind::InvalidKeyFormat.into())
}

fn rsa_components(label: &str, der: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
    let material = read_der(label, der).map_err(provider_error)?;
    Ok((member(&*material, "n")?, member(&*material, "e")?))
}

fn ec_components(
    der: &[u8],
    name: jsonwebtoken::Algorithm,
) -> Result<(EllipticCurve, Vec<u8>, Vec<u8>)> {
    let curve = match curve(name)? {
        NistCurve::P256 => EllipticCurve::P256,
        NistCurve::P384 => EllipticCurve::P384,
        NistCurve::P521 => EllipticCurve::P521,
    };
    let (material, _) = checked(name, read_der("PRIVATE KEY", der))?;
    Ok((curve, member(&*material, "x")?, member(&*material, "y")?))
}

fn ed_component(der: &[u8], curve: &EllipticCurve) -> Result<Vec<u8>> {
    if *curve != EllipticCurve::Ed25519 {
        return Err(ErrorKind::InvalidAlgorithm.into());
    }
    let name = jsonwebtoken::Algorithm::EdDSA;
    let (material, _) = checked(name, read_der("PRIVATE KEY", der))?;
    member(&*material, "x")
}

fn compute_digest(data: &[u8], hash: ThumbprintHash) -> Result<Vec<u8>> {
    Ok(match hash {
        ThumbprintHash::SHA256 => Sha256::digest(data).to_vec(),
        ThumbprintHash::SHA384 => Sha384::digest(data).to_vec(),
        ThumbprintHash::SHA512 => Sha512::digest(data).to_vec(),
        _ => return Err(ErrorKind::UnsupportedAlgorithm.into()),
    })
}
