//! The login flow end to end on the host: a request in, a response out, with a
//! store in memory and the time as an argument.
// wasm-pack builds every test for the browser; these are the host's.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests are tests too"
)]

mod access_tokens;
mod app;
mod backend;
mod browsers;
mod documented;
mod flow;
mod guessing;
mod keys;
mod never_panics;
mod openapi;
mod scopes;
mod secret;
mod sessions;
mod settings;
mod status;
mod transport;
mod under_load;
mod users;
mod wiped;
