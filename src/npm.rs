//! The JavaScript face: the exports of the npm package.
//!
//! Nothing is computed here. Each function checks what JavaScript gave it,
//! calls [`password`](crate::password) or [`token`](crate::token), and hands
//! the answer back. The public documentation is in `npm/types/`.

// Each half uses a part of what is here, `keyward/password` next to none.
#![cfg_attr(not(feature = "npm"), allow(dead_code))]

use wasm_bindgen::prelude::*;

mod argument;
#[cfg(feature = "npm-primitives")]
pub mod bare;
#[cfg(feature = "npm-token")]
mod duration;
#[cfg(feature = "npm-token")]
mod key;
mod options;
#[cfg(feature = "npm-schemes")]
pub mod password;
mod random;
mod scratch;
mod thrown;
#[cfg(feature = "npm-token")]
pub mod token;
mod value;

#[cfg(feature = "npm-token")]
pub use key::{Key, KeySet};
pub use thrown::Thrown;

/// The class of the errors that are thrown, which the package exports.
pub fn error_class() -> JsValue {
    thrown::class()
}

/// Switches to the Argon2 kernel without vectors: for JavaScriptCore, which is
/// slower with them.
#[cfg(any(feature = "npm-schemes", feature = "npm-primitives"))]
#[wasm_bindgen(js_name = useScalarKernel, skip_typescript)]
pub fn use_scalar_kernel() {
    crate::password::choose_kernel(crate::password::KernelVariant::Scalar);
}
