//! What signs and verifies with a key: `jsonwebtoken`'s [`JwtSigner`] and
//! [`JwtVerifier`](jsonwebtoken::crypto::JwtVerifier), made once and kept.
//!
//! This is the seam between the tokens and the cryptography: whoever signs in
//! another way, such as a runtime's own library, implements the two traits.
//! [`provider`](crate::token::provider) makes the same objects for programs that
//! use `jsonwebtoken` itself. It is not what makes them here: it is given the
//! bytes of a key, which would be read a second time, it cannot name ES512, and
//! what it makes may not leave its thread.
//!
//! [`JwtSigner`]: jsonwebtoken::crypto::JwtSigner

use crate::error::{Error, Result};
use crate::token::algorithm::{Algorithm, Material, Random, Signer, Verifier, key};
use jsonwebtoken::signature;
use std::error::Error as _;
use std::sync::OnceLock;

/// One algorithm of a key.
pub(super) struct Operation {
    pub(super) algorithm: Algorithm,
    signer: OnceLock<Signer>,
    verifier: OnceLock<Verifier>,
}

impl Operation {
    pub(super) const fn new(algorithm: Algorithm) -> Self {
        Self {
            algorithm,
            signer: OnceLock::new(),
            verifier: OnceLock::new(),
        }
    }

    /// The signature of `message`. The algorithm must have been checked.
    pub(super) fn sign(
        &self,
        material: &dyn Material,
        random: Random,
        message: &[u8],
    ) -> Result<Vec<u8>> {
        let signer = match self.signer.get() {
            Some(signer) => signer,
            None => {
                let made = material.signer(self.algorithm, random)?;
                self.signer.get_or_init(|| made)
            }
        };
        signer
            .try_sign(message)
            .map_err(|error| reason(&error).unwrap_or_else(|| key("the key could not sign")))
    }

    /// Whether the signature is that of `message`. The algorithm must have been
    /// checked.
    pub(super) fn verify(
        &self,
        material: &dyn Material,
        message: &[u8],
        signature: &Vec<u8>,
    ) -> Result<bool> {
        let verifier = match self.verifier.get() {
            Some(verifier) => verifier,
            None => {
                let made = material.verifier(self.algorithm)?;
                self.verifier.get_or_init(|| made)
            }
        };
        match verifier.verify(message, signature) {
            Ok(()) => Ok(true),
            Err(error) => reason(&error).map_or(Ok(false), Err),
        }
    }
}

/// The error of ours that is behind one of theirs.
fn reason(error: &signature::Error) -> Option<Error> {
    error.source()?.downcast_ref::<Error>().cloned()
}
