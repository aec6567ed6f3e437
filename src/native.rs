//! The runtime's signatures, for both faces: where an entry point has found any.

use wasm_bindgen::prelude::*;

use crate::token::Algorithm;
use crate::token::native::{Encoded, Engine, NativeKey, install};

#[wasm_bindgen(module = "/pkg-template/internal/native.js")]
extern "C" {
    #[wasm_bindgen(js_name = nativeKey)]
    fn native_key(
        algorithm: &str,
        signs: bool,
        structure: &str,
        is_private: bool,
        der: &[u8],
    ) -> JsValue;
    #[wasm_bindgen(js_name = nativeSign)]
    fn native_sign(key: &JsValue, message: &[u8]) -> Option<Vec<u8>>;
    #[wasm_bindgen(js_name = nativeVerify)]
    fn native_verify(key: &JsValue, message: &[u8], signature: &[u8]) -> Option<bool>;
    #[wasm_bindgen(js_name = nativeRaw)]
    fn native_raw(key: &JsValue, block: &[u8]) -> Option<Vec<u8>>;
}

struct Runtime;

impl Engine for Runtime {
    fn key(&self, algorithm: Algorithm, signs: bool, key: &Encoded) -> Option<Box<dyn NativeKey>> {
        let Encoded { structure, der } = key;
        let found = native_key(
            algorithm.name(),
            signs,
            structure.name(),
            structure.is_private(),
            der,
        );
        (!found.is_undefined()).then(|| Box::new(Handle(found)) as Box<dyn NativeKey>)
    }
}

struct Handle(JsValue);

impl NativeKey for Handle {
    fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        native_sign(&self.0, message)
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> Option<bool> {
        native_verify(&self.0, message, signature)
    }

    fn raw(&self, block: &[u8]) -> Option<Vec<u8>> {
        native_raw(&self.0, block)
    }
}

/// Runs when the wasm is started, after a trap too.
#[wasm_bindgen(start)]
#[allow(unreachable_pub, reason = "JavaScript calls it")]
pub fn start() {
    install(Runtime);
}
