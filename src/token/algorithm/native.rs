//! Signatures by the runtime's own cryptography, where it has one that is faster.
//!
//! Keys are read, checked and refused here as ever, and so are the parts of a
//! signature; only the raw operation is the runtime's. It is an [`Engine`], which
//! the bindings [`install`]; without one everything is computed here.
//!
//! A runtime may be wrong, so it has to prove itself:
//!
//! - The first use of a key is computed here. Most keys that are read anew for each
//!   token get no further, and a key of the runtime's costs more than it saves them.
//! - From the second on it is computed there, and here too until both have said once
//!   that a signature is good and the runtime has refused a forged one. Where they
//!   differ what was computed here counts, and the runtime is not asked again for that
//!   algorithm.
//! - Where an operation throws, it is computed here. That switches nothing off, for
//!   a stranger's token may be why. What it answers is final.

mod der;
#[cfg(test)]
pub(in crate::token) mod fake;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
pub(in crate::token) mod process;
mod pss;
mod runtime;
#[cfg(test)]
mod tests;

use super::material::{Signer, Verifier, verdict};
use super::name::Algorithm;
use jsonwebtoken::crypto::{JwtSigner, JwtVerifier};
use jsonwebtoken::signature;
use runtime::Slot;
use zeroize::Zeroizing;

pub(super) use der::{ec_private, ec_public, ed_private, ed_public, rsa_key};
pub(super) use der::{read_signature, write_signature};
pub(super) use pss::{Padding, encode as pss_encode, verify as pss_verify};
pub use runtime::install;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
pub(in crate::token) use runtime::wrong_about;

/// The cryptography of a runtime.
pub trait Engine: Send + Sync {
    /// The runtime's own key for an algorithm, to sign with it or to verify; `None`
    /// where it does not take it, or is not faster.
    fn key(&self, algorithm: Algorithm, signs: bool, key: &Encoded) -> Option<Box<dyn NativeKey>>;
}

/// A runtime's key. Its functions give `None` where the runtime throws.
pub trait NativeKey: Send + Sync {
    /// The signature of a message; ECDSA's is in DER.
    fn sign(&self, message: &[u8]) -> Option<Vec<u8>>;

    /// Whether a signature, ECDSA's in DER, is that of the message; `None` also for one
    /// of PSS where the runtime cannot be trusted with those.
    fn verify(&self, message: &[u8], signature: &[u8]) -> Option<bool>;

    /// The bare operation of RSA, without a padding: that of the private key where
    /// it signs, and of the public key where it verifies. As long as the modulus.
    fn raw(&self, block: &[u8]) -> Option<Vec<u8>>;
}

/// A key as DER.
pub struct Encoded {
    /// The structure that it is.
    pub structure: Structure,
    /// Its bytes.
    pub der: Zeroizing<Vec<u8>>,
}

/// What DER there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Structure {
    /// A public key, RFC 5280 section 4.1.
    Spki,
    /// A private key, RFC 5958.
    Pkcs8,
    /// A public key of RSA, RFC 8017 appendix A.1.1.
    Pkcs1Public,
    /// A private key of RSA, RFC 8017 appendix A.1.2.
    Pkcs1Private,
}

impl Structure {
    /// Whether a private key is in it.
    pub const fn is_private(self) -> bool {
        matches!(self, Self::Pkcs8 | Self::Pkcs1Private)
    }

    /// What `node:crypto` calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Spki => "spki",
            Self::Pkcs8 => "pkcs8",
            Self::Pkcs1Public | Self::Pkcs1Private => "pkcs1",
        }
    }
}

/// Encodes the key, for the runtime.
type Encode = Box<dyn Fn() -> Encoded + Send + Sync>;
/// What makes a signature of JWS with the runtime's key.
type Sign = Box<dyn Fn(&dyn NativeKey, &[u8]) -> Option<Vec<u8>> + Send + Sync>;
/// What verifies one.
type Verify = Box<dyn Fn(&dyn NativeKey, &[u8], &[u8]) -> Option<bool> + Send + Sync>;

/// What signs natively where the runtime does, and else as `own`, whose signatures
/// `check` verifies.
pub(super) fn signer(
    algorithm: Algorithm,
    own: Signer,
    check: Verifier,
    encode: Encode,
    sign: Sign,
) -> Signer {
    match Slot::new(algorithm, true, encode) {
        Some(slot) => Box::new(NativeSigner {
            slot,
            own,
            check,
            sign,
        }),
        None => own,
    }
}

/// What verifies natively where the runtime does, and else as `own`.
pub(super) fn verifier(
    algorithm: Algorithm,
    own: Verifier,
    encode: Encode,
    verify: Verify,
) -> Verifier {
    match Slot::new(algorithm, false, encode) {
        Some(slot) => Box::new(NativeVerifier { slot, own, verify }),
        None => own,
    }
}

struct NativeSigner {
    slot: Slot,
    own: Signer,
    check: Verifier,
    sign: Sign,
}

impl NativeSigner {
    fn native(&self, message: &[u8]) -> Option<Vec<u8>> {
        let made = (self.sign)(self.slot.key()?, message)?;
        if self.slot.is_proven() {
            return Some(made);
        }
        if self.check.verify(message, &made).is_err() {
            self.slot.switch_off();
            return None;
        }
        self.slot.prove();
        Some(made)
    }
}

impl signature::Signer<Vec<u8>> for NativeSigner {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, signature::Error> {
        match self.native(message) {
            Some(made) => Ok(made),
            None => self.own.try_sign(message),
        }
    }
}

impl JwtSigner for NativeSigner {
    fn algorithm(&self) -> jsonwebtoken::Algorithm {
        self.own.algorithm()
    }
}

struct NativeVerifier {
    slot: Slot,
    own: Verifier,
    verify: Verify,
}

impl signature::Verifier<Vec<u8>> for NativeVerifier {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), signature::Error> {
        let native = self
            .slot
            .key()
            .and_then(|key| (self.verify)(key, message, signature));
        let Some(native) = native else {
            return self.own.verify(message, signature);
        };
        if self.slot.is_proven() {
            return verdict(native);
        }
        let own = self.own.verify(message, signature);
        match (native, own.is_ok()) {
            (true, true) => self.try_forged(message, signature),
            // A runtime that refuses everything would agree, too.
            (false, false) => {}
            _ => self.slot.switch_off(),
        }
        own
    }
}

impl NativeVerifier {
    /// One that takes everything would have agreed, too: it has to refuse the signature
    /// of another message. (Another signature of this one would not do: `s` and `n - s`
    /// may differ in a bit, and are both good in ECDSA.)
    fn try_forged(&self, message: &[u8], signature: &[u8]) {
        let other = [message, &[0]].concat();
        let key = self.slot.key();
        match key.and_then(|key| (self.verify)(key, &other, signature)) {
            Some(false) => self.slot.prove(),
            Some(true) => self.slot.switch_off(),
            None => {}
        }
    }
}

impl JwtVerifier for NativeVerifier {
    fn algorithm(&self) -> jsonwebtoken::Algorithm {
        self.own.algorithm()
    }
}
