//! The JavaScript face: the exports of the npm package.
//!
//! Nothing is computed here. Each function checks what JavaScript gave it,
//! calls [`password`](crate::password) or [`token`](crate::token), and hands
//! the answer back. The public documentation is `npm/types.d.ts`.

use wasm_bindgen::prelude::*;

mod argument;
mod duration;
mod key;
mod options;
pub mod password;
mod random;
mod thrown;
pub mod token;
mod value;

pub use key::{Key, KeySet};
pub use thrown::Thrown;

/// The class of the errors that are thrown, for `instanceof`.
#[wasm_bindgen(js_name = errorClass, skip_typescript)]
pub fn error_class() -> JsValue {
    thrown::class()
}

/// Switches to the Argon2 kernel without vectors: for JavaScriptCore, which is
/// slower with them.
#[wasm_bindgen(js_name = useScalarKernel, skip_typescript)]
pub fn use_scalar_kernel() {
    #[cfg(target_arch = "wasm32")]
    crate::password::choose_kernel(crate::password::KernelVariant::Scalar);
}
