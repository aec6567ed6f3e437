//! The npm face in a real browser: every exported function and every error
//! code, called as wasm-bindgen's glue calls them.
//!
//! `npm test -- browser` runs this with wasm-pack. What JavaScript may hand over
//! beside what is right, and the functions of `api.js`, are tested with the
//! packed package in `tests/npm`.
#![cfg(all(target_arch = "wasm32", feature = "npm"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

#[path = "web/support.rs"]
mod support;

#[path = "web/errors.rs"]
mod errors;
#[path = "web/keys.rs"]
mod keys;
#[path = "web/passwords.rs"]
mod passwords;
#[path = "web/tokens.rs"]
mod tokens;
