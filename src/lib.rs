//! Login at the edge: Argon2 password hashing, JSON Web Tokens, and the login
//! flow of FastAPI's security tutorial, for WebAssembly.
//!
//! | module | what it does |
//! | --- | --- |
//! | [`oauth`] | the login flow: one request in, one response out |
//! | [`account`] | whose password it is, when guessing ends, sessions, mails |
//! | [`store`] | the traits of where users, sessions and counts are kept |
//! | [`password`] | hashes and verifies passwords |
//! | [`token`] | issues and verifies JSON Web Tokens |
//! | `json` | reads and writes JSON |
//! | [`error`] | the one error type, with its stable codes |
//! | `wipe` | memory that is wiped when it is given back |
//! | `npm` | the exports of the npm package |
//! | `worker` | the Cloudflare Worker: its handler, its storage, its objects |
//! | `native` | signatures by the runtime, for both of these |
//!
//! One crate, two products. The feature `npm` (the default) makes the npm
//! package, the feature `worker` makes the Cloudflare Worker; on wasm32 they
//! exclude each other. `npm` is `npm-schemes` and `npm-token`, the two halves
//! of the package, each of which is built alone too, as is `npm-primitives`, a
//! small part of the first. All modules but `npm`, `worker` and `native`, which
//! both use, are plain Rust: they are given the time and the random bytes they
//! need and run on the host as they do in WebAssembly.

#[cfg(all(target_arch = "wasm32", feature = "bindings", feature = "worker"))]
compile_error!(
    "the features `npm` and `worker` exclude each other on wasm32: build the Worker with `--no-default-features --features worker`"
);

// On wasm32 the npm package has no use for the login flow.
#[cfg(any(feature = "worker", not(target_arch = "wasm32")))]
pub mod account;
pub mod error;
#[cfg_attr(
    all(feature = "bindings", target_arch = "wasm32"),
    allow(dead_code, unused_imports, reason = "only the login flow has records")
)]
mod json;
#[cfg(all(any(feature = "npm-token", feature = "worker"), target_arch = "wasm32"))]
mod native;
#[cfg(all(feature = "bindings", target_arch = "wasm32"))]
pub mod npm;
#[cfg(any(feature = "worker", not(target_arch = "wasm32")))]
pub mod oauth;
pub mod password;
#[cfg(any(feature = "worker", not(target_arch = "wasm32")))]
pub mod store;
pub mod token;
mod wipe;
#[cfg(all(feature = "worker", target_arch = "wasm32"))]
mod worker;

pub use error::{Error, Result};
