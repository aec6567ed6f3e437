//! The algorithms: what is computed here for one is in the file of its family, what a
//! runtime computes in [`native`].
//!
//! A new algorithm is a line in [`name`] and its code in its family; a new family is a
//! file here and a line in [`table`]. CONTRIBUTING.md says who else names algorithms.

mod der;
mod ecdsa;
mod eddsa;
mod family;
mod hmac;
mod material;
mod members;
mod name;
pub mod native;
mod rsa;
mod table;

pub(super) use der::{malformed, spaced_base64};
pub(super) use ecdsa::{NistCurve, read as read_ecdsa};
pub(super) use eddsa::read as read_eddsa;
pub(super) use family::Der;
pub(super) use hmac::{
    read as read_secret, read_without_key_check as read_secret_without_key_check,
};
pub(super) use material::{MAX_SIGNATURE_LENGTH, Material, Signer, Verifier, key};
pub(super) use members::{Members, text};
pub(super) use rsa::read as read_rsa;
pub(super) use table::{FAMILIES, generate};

pub use material::{KeyKind, Random};
pub use name::Algorithm;
