//! Tokens and keys through the crate's public functions, on the host.
// wasm-pack builds every test for the browser; these are the host's.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests are tests too"
)]

use keyward::Error;

/// The bytes that RSA signatures need.
fn random(bytes: &mut [u8]) -> keyward::Result<()> {
    getrandom::fill(bytes).map_err(|error| Error::Random(error.to_string().into()))
}

/// Bytes of a secret that are not all the same.
fn secret<const LENGTH: usize>(first: u8) -> [u8; LENGTH] {
    std::array::from_fn(|at| first.wrapping_add(at as u8))
}

mod attacks;
mod dependencies;
mod keys;
mod many_keys;
mod messages;
mod never_panics;
mod rfc8725;
mod rfc_vectors;
mod roundtrip;
mod spellings;
mod stricter_than_jsonwebtoken;
