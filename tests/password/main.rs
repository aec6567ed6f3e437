//! Passwords through the crate's public functions, on the host.
// wasm-pack builds every test for the browser; these are the host's.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests are tests too"
)]

mod constants;
mod never_panics;
mod schemes;
