//! The npm face in a real browser: every exported function and every error
//! code, called as wasm-bindgen's glue calls them.
//!
//! `npm test -- bindings` runs this with wasm-pack in headless Chromium. What JavaScript
//! may hand over beside what is right, and the JavaScript around these functions
//! (`pkg-template`), are tested with the packed package in `tests/npm`.
#![cfg(all(target_arch = "wasm32", feature = "npm"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

mod support;

mod errors;
mod keys;
mod passwords;
mod tokens;
