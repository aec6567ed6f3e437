//! Our cryptography behind the crate `jsonwebtoken`.
//!
//! `issue` and `decode` do not pass through it: `jsonwebtoken` asks its
//! provider to parse the key for every token, and ours are parsed once. It is
//! here for Rust programs that use `jsonwebtoken` and want the same code under
//! it: `PROVIDER.install_default()`. The rules for weak keys hold there too.

use super::algorithm::Algorithm;
use super::frame::MAX_SIGNATURE_LENGTH;
use super::hmac::Secret;
use super::material::Material;
use super::{ecdsa, eddsa, pem, rsa};
use base64ct::{Base64UrlUnpadded, Encoding};
use ecdsa::NistCurve;
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind, Result};
use jsonwebtoken::jwk::{EllipticCurve, ThumbprintHash};
use jsonwebtoken::signature::{self, Signer, Verifier};
use jsonwebtoken::{AlgorithmFamily, DecodingKey, DecodingKeyKind, EncodingKey};
use sha2::{Digest, Sha256, Sha384, Sha512};

type Parsed = crate::Result<Box<dyn Material>>;

/// The provider for [`jsonwebtoken`].
pub static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    key_utils: KeyUtils {
        rsa_pub_components_from_private_key: |der| rsa_components("RSA PRIVATE KEY", der),
        rsa_pub_components_from_public_key: |der| rsa_components("RSA PUBLIC KEY", der),
        ec_pub_components_from_private_key: ec_components,
        ed_pub_components_from_private_key: ed_component,
        compute_digest,
    },
};

/// One of our keys, bound to the algorithm it was asked for.
struct Bound {
    material: Box<dyn Material>,
    algorithm: Algorithm,
    name: jsonwebtoken::Algorithm,
}

impl Bound {
    fn new(name: jsonwebtoken::Algorithm, material: Parsed) -> Result<Self> {
        let material = material.map_err(provider_error)?;
        // Both crates write the names as the RFCs do.
        let algorithm: Algorithm = format!("{name:?}").parse().map_err(provider_error)?;
        if !material.algorithms().contains(&algorithm) {
            return Err(ErrorKind::InvalidAlgorithm.into());
        }
        material.check(algorithm).map_err(provider_error)?;
        Ok(Self {
            material,
            algorithm,
            name,
        })
    }
}

fn provider_error(error: crate::Error) -> Error {
    ErrorKind::Provider(error.to_string()).into()
}

fn signer(name: &jsonwebtoken::Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    let bytes = key.as_bytes();
    let material = match key.family() {
        AlgorithmFamily::Hmac => secret(bytes),
        AlgorithmFamily::Rsa => pem::read_der("RSA PRIVATE KEY", bytes),
        AlgorithmFamily::Ec | AlgorithmFamily::Ed => pem::read_der("PRIVATE KEY", bytes),
    };
    Ok(Box::new(Bound::new(*name, material)?))
}

fn verifier(name: &jsonwebtoken::Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    let material = match (key.family(), key.kind()) {
        (AlgorithmFamily::Rsa, DecodingKeyKind::RsaModulusExponent { n, e }) => {
            rsa::read(n, e, None)
        }
        (AlgorithmFamily::Hmac, DecodingKeyKind::SecretOrDer(bytes)) => secret(bytes),
        (AlgorithmFamily::Rsa, DecodingKeyKind::SecretOrDer(bytes)) => {
            pem::read_der("RSA PUBLIC KEY", bytes)
        }
        (AlgorithmFamily::Ec, DecodingKeyKind::SecretOrDer(bytes)) => {
            ecdsa::read(curve(*name)?, None, Some(bytes))
        }
        (AlgorithmFamily::Ed, DecodingKeyKind::SecretOrDer(bytes)) => {
            eddsa::read(None, Some(bytes))
        }
        _ => return Err(ErrorKind::InvalidKeyFormat.into()),
    };
    Ok(Box::new(Bound::new(*name, material)?))
}

fn secret(bytes: &[u8]) -> Parsed {
    Ok(Box::new(Secret::new(bytes)?))
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
    let material = pem::read_der(label, der).map_err(provider_error)?;
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
    let bound = Bound::new(name, pem::read_der("PRIVATE KEY", der))?;
    let (x, y) = (
        member(&*bound.material, "x")?,
        member(&*bound.material, "y")?,
    );
    Ok((curve, x, y))
}

fn ed_component(der: &[u8], curve: &EllipticCurve) -> Result<Vec<u8>> {
    if *curve != EllipticCurve::Ed25519 {
        return Err(ErrorKind::InvalidAlgorithm.into());
    }
    let key = Bound::new(
        jsonwebtoken::Algorithm::EdDSA,
        pem::read_der("PRIVATE KEY", der),
    )?;
    member(&*key.material, "x")
}

fn compute_digest(data: &[u8], hash: ThumbprintHash) -> Result<Vec<u8>> {
    Ok(match hash {
        ThumbprintHash::SHA256 => Sha256::digest(data).to_vec(),
        ThumbprintHash::SHA384 => Sha384::digest(data).to_vec(),
        ThumbprintHash::SHA512 => Sha512::digest(data).to_vec(),
        _ => return Err(ErrorKind::UnsupportedAlgorithm.into()),
    })
}

impl Signer<Vec<u8>> for Bound {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, signature::Error> {
        let mut signature = [0; MAX_SIGNATURE_LENGTH];
        let length = self
            .material
            .sign(self.algorithm, message, &mut signature)
            .map_err(signature::Error::from_source)?;
        Ok(signature[..length].to_vec())
    }
}

impl Verifier<Vec<u8>> for Bound {
    fn verify(
        &self,
        message: &[u8],
        signature: &Vec<u8>,
    ) -> std::result::Result<(), signature::Error> {
        match self.material.verify(self.algorithm, message, signature) {
            Ok(true) => Ok(()),
            Ok(false) => Err(signature::Error::new()),
            Err(error) => Err(signature::Error::from_source(error)),
        }
    }
}

impl JwtSigner for Bound {
    fn algorithm(&self) -> jsonwebtoken::Algorithm {
        self.name
    }
}

impl JwtVerifier for Bound {
    fn algorithm(&self) -> jsonwebtoken::Algorithm {
        self.name
    }
}
