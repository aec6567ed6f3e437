//! JSON Web Tokens: [`issue`], [`decode`] and [`peek`].
//!
//! A token is JSON claims (RFC 7519), signed in the compact serialization of
//! JSON Web Signature (RFC 7515), checked as RFC 8725 advises. Claims come and
//! go as JSON text, so nothing is lost on the way. Times are seconds since the
//! epoch and are arguments.
//!
//! # Signing with RSA
//!
//! RS256 to PS512 sign as well as verify. RUSTSEC-2023-0071 (the Marvin attack)
//! is about `rsa` 0.9, whose arithmetic took a time that depended on the private
//! key, seen through the decryption of chosen ciphertexts. Here it is `rsa` 0.10
//! on constant-time integers; base, exponents and CRT moduli are blinded with
//! fresh random bytes for every signature, without which there is none
//! ([`Error::Random`](crate::Error::Random)); nothing here draws any by itself,
//! the key is given their source with [`Key::with_random`]. The result is checked
//! with the public key before it is given out, nothing is ever decrypted, and
//! what is signed is a hash of what the caller wrote. A test keeps `rsa` 0.9 out.
//!
#![doc = include_str!("token/rfc8725.md")]

mod algorithm;
mod claims;
mod compact;
mod decode;
mod excerpt;
mod header;
mod issue;
mod key;
mod options;
pub mod provider;
mod spelling;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod wycheproof;

pub use algorithm::{Algorithm, KeyKind, Random, native};
pub use compact::MAX_TOKEN_LENGTH;
pub use decode::{Decoded, decode, peek};
pub use header::MAX_HEADER_LENGTH;
pub use issue::issue;
pub use key::set::{KeySet, Keys, MOST_TRIED, public_jwk_set};
pub use key::{JwkObject, Key, KeyInput, KeyOptions};
pub use options::{ClaimTypes, DecodeOptions, IssueOptions, IssuedAt};
