//! The bindings to JavaScript: the exports of the npm package.
//!
//! Nothing is computed here. Each function has its arguments checked (by
//! `pkg-template/internal`, which `keyward/password` and the pool use too),
//! calls [`password`](crate::password) or [`token`](crate::token), and hands
//! the answer back. A class is a struct with one field, `inner`. The public
//! documentation is in `npm/types/`.

#[cfg(any(feature = "npm-schemes", feature = "npm-primitives"))]
use wasm_bindgen::prelude::*;

#[cfg(any(feature = "npm-schemes", feature = "npm-token"))]
mod arguments;
#[cfg(any(feature = "npm-schemes", feature = "npm-token"))]
mod exception;
#[cfg(feature = "npm-token")]
mod key;
#[cfg(feature = "npm-token")]
mod key_input;
#[cfg(feature = "npm-schemes")]
pub mod password;
#[cfg(feature = "npm-schemes")]
mod password_options;
#[cfg(feature = "npm-primitives")]
pub mod primitives;
#[cfg(any(feature = "npm-schemes", feature = "npm-token"))]
mod random;
#[cfg(any(feature = "npm-schemes", feature = "npm-token"))]
mod structured;
#[cfg(feature = "npm-token")]
mod text_buffer;
#[cfg(feature = "npm-token")]
pub mod token;
#[cfg(feature = "npm-token")]
mod token_arguments;
#[cfg(feature = "npm-token")]
mod token_options;

#[cfg(any(feature = "npm-schemes", feature = "npm-token"))]
pub use exception::{Exception, error_class};
#[cfg(feature = "npm-token")]
pub use key::{Key, KeySet};

/// Switches to the Argon2 kernel without vectors: for JavaScriptCore, which is
/// slower with them.
#[cfg(any(feature = "npm-schemes", feature = "npm-primitives"))]
#[wasm_bindgen(js_name = useScalarKernel, skip_typescript)]
pub fn use_scalar_kernel() {
    crate::password::choose_kernel(crate::password::KernelVariant::Scalar);
}

/// wasm-bindgen takes along the JavaScript modules that Rust names: these are
/// imported by those whose functions are called.
#[cfg(any(feature = "npm-schemes", feature = "npm-token"))]
mod imported {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/pkg-template/internal/text.js")]
    extern "C" {
        type TextEncoder;
    }

    #[wasm_bindgen(module = "/pkg-template/internal/constants.js")]
    extern "C" {
        #[wasm_bindgen(thread_local_v2, js_name = MIN_SECRET_LENGTH)]
        static MIN_SECRET_LENGTH: JsValue;
    }

    #[wasm_bindgen(module = "/pkg-template/internal/options.js")]
    extern "C" {
        fn read(value: &JsValue, table: &JsValue) -> JsValue;
    }

    #[cfg(feature = "npm-token")]
    #[wasm_bindgen(module = "/pkg-template/internal/other-options.js")]
    extern "C" {
        #[wasm_bindgen(js_name = answerTo)]
        fn answer_to(name: &str, known: &JsValue) -> JsValue;
    }
}
