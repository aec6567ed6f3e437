//! Our cryptography behind the crate `jsonwebtoken`.
//!
//! `issue` and `decode` do not pass through it: `jsonwebtoken` asks its
//! provider to parse the key for every token, and ours are parsed once. It is
//! here for Rust programs that use `jsonwebtoken` and want the same code under
//! it: `PROVIDER.install_default()`.

use super::algorithm::Algorithm;
use super::frame::MAX_SIGNATURE_LENGTH;
use super::key::{Key, KeyOptions};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind, Result};
use jsonwebtoken::jwk::ThumbprintHash;
use jsonwebtoken::signature::{self, Signer, Verifier};
use jsonwebtoken::{AlgorithmFamily, DecodingKey, EncodingKey};
use sha2::{Digest, Sha256, Sha384, Sha512};

/// The provider for [`jsonwebtoken`].
pub static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    key_utils: KeyUtils {
        rsa_pub_components_from_private_key: |_| Err(ErrorKind::InvalidKeyFormat.into()),
        rsa_pub_components_from_public_key: |_| Err(ErrorKind::InvalidKeyFormat.into()),
        ec_pub_components_from_private_key: |_, _| Err(ErrorKind::InvalidKeyFormat.into()),
        ed_pub_components_from_private_key: |_, _| Err(ErrorKind::InvalidKeyFormat.into()),
        compute_digest,
    },
};

/// One of our keys, bound to the algorithm it was asked for.
struct Bound {
    key: Key,
    algorithm: Algorithm,
    name: jsonwebtoken::Algorithm,
}

fn bind(name: jsonwebtoken::Algorithm, family: AlgorithmFamily, bytes: &[u8]) -> Result<Bound> {
    let algorithm = ours(name)?;
    let options = KeyOptions {
        algorithm: Some(algorithm),
        key_id: None,
    };
    let key = match family {
        AlgorithmFamily::Hmac => Key::from_secret(bytes, options),
        _ => return Err(ErrorKind::InvalidKeyFormat.into()),
    };
    Ok(Bound {
        key: key.map_err(|error| Error::from(ErrorKind::Provider(error.to_string())))?,
        algorithm,
        name,
    })
}

fn ours(name: jsonwebtoken::Algorithm) -> Result<Algorithm> {
    match name {
        jsonwebtoken::Algorithm::HS256 => Ok(Algorithm::HS256),
        jsonwebtoken::Algorithm::HS384 => Ok(Algorithm::HS384),
        jsonwebtoken::Algorithm::HS512 => Ok(Algorithm::HS512),
        _ => Err(ErrorKind::InvalidAlgorithm.into()),
    }
}

fn signer(name: &jsonwebtoken::Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    Ok(Box::new(bind(*name, key.family(), key.as_bytes())?))
}

fn verifier(name: &jsonwebtoken::Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    Ok(Box::new(bind(
        *name,
        key.family(),
        key.try_get_as_bytes()?,
    )?))
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
            .key
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
        match self.key.verify(self.algorithm, message, signature) {
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
