//! The options of the functions for passwords.

use js_sys::{JsString, Uint8Array};
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::exception::Result;
use super::random;
use crate::password::{FirebaseParameters, HashOptions, Limits, SALT_LENGTH, VerifyOptions};

#[wasm_bindgen(module = "/pkg-template/internal/password-options.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = hashOptions)]
    fn checked_hash(value: &JsValue) -> std::result::Result<Checked, JsValue>;
    #[wasm_bindgen(catch, js_name = verifyOptions)]
    fn checked_verify(value: &JsValue) -> std::result::Result<Checked, JsValue>;
    #[wasm_bindgen(catch, js_name = verifyAndUpdateOptions)]
    fn checked_verify_and_update(value: &JsValue) -> std::result::Result<Checked, JsValue>;
}

// What the checks answer: every name known, every value of its type.
#[wasm_bindgen]
extern "C" {
    type Checked;
    #[wasm_bindgen(method, getter)]
    fn memory(this: &Checked) -> Option<u32>;
    #[wasm_bindgen(method, getter)]
    fn iterations(this: &Checked) -> Option<u32>;
    #[wasm_bindgen(method, getter)]
    fn parallelism(this: &Checked) -> Option<u32>;
    #[wasm_bindgen(method, getter, js_name = tagLength)]
    fn tag_length(this: &Checked) -> Option<u32>;
    #[wasm_bindgen(method, getter)]
    fn salt(this: &Checked) -> Option<Uint8Array>;
    #[wasm_bindgen(method, getter)]
    fn secret(this: &Checked) -> Option<Uint8Array>;
    #[wasm_bindgen(method, getter)]
    fn limits(this: &Checked) -> Option<CheckedLimits>;
    #[wasm_bindgen(method, getter, js_name = allowLegacy)]
    fn allow_legacy(this: &Checked) -> Option<bool>;
    #[wasm_bindgen(method, getter, js_name = previousSecrets)]
    fn previous_secrets(this: &Checked) -> Option<Vec<Uint8Array>>;
    #[wasm_bindgen(method, getter, js_name = acceptWithoutSecret)]
    fn accept_without_secret(this: &Checked) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    fn firebase(this: &Checked) -> Option<CheckedFirebase>;

    type CheckedLimits;
    #[wasm_bindgen(method, getter)]
    fn memory(this: &CheckedLimits) -> Option<u32>;
    #[wasm_bindgen(method, getter)]
    fn iterations(this: &CheckedLimits) -> Option<u32>;
    #[wasm_bindgen(method, getter)]
    fn parallelism(this: &CheckedLimits) -> Option<u32>;
    #[wasm_bindgen(method, getter)]
    fn cost(this: &CheckedLimits) -> Option<u32>;
    #[wasm_bindgen(method, getter)]
    fn rounds(this: &CheckedLimits) -> Option<u32>;
    #[wasm_bindgen(method, getter, js_name = scryptParallelization)]
    fn scrypt_parallelization(this: &CheckedLimits) -> Option<u32>;

    type CheckedFirebase;
    #[wasm_bindgen(method, getter, js_name = signerKey)]
    fn signer_key(this: &CheckedFirebase) -> Uint8Array;
    #[wasm_bindgen(method, getter, js_name = saltSeparator)]
    fn salt_separator(this: &CheckedFirebase) -> Uint8Array;
    #[wasm_bindgen(method, getter)]
    fn rounds(this: &CheckedFirebase) -> u32;
    #[wasm_bindgen(method, getter, js_name = memoryCost)]
    fn memory_cost(this: &CheckedFirebase) -> u32;
}

/// The options of one call.
pub(super) struct PasswordOptions {
    inner: Checked,
}

impl PasswordOptions {
    /// Those of `hash` and `needsRehash`.
    pub(super) fn of_hash(value: &JsValue) -> Result<Self> {
        let inner = checked_hash(value)?;
        Ok(Self { inner })
    }

    /// Those of `verify`.
    pub(super) fn of_verify(value: &JsValue) -> Result<Self> {
        let inner = checked_verify(value)?;
        Ok(Self { inner })
    }

    /// Those of `verifyAndUpdate`: all of them.
    pub(super) fn of_verify_and_update(value: &JsValue) -> Result<Self> {
        let inner = checked_verify_and_update(value)?;
        Ok(Self { inner })
    }

    /// How a new hash is made.
    pub(super) fn hash(&self) -> HashOptions {
        let (given, default) = (&self.inner, HashOptions::default());
        let tag_length = given.tag_length();
        HashOptions {
            memory: given.memory().unwrap_or(default.memory),
            iterations: given.iterations().unwrap_or(default.iterations),
            parallelism: given.parallelism().unwrap_or(default.parallelism),
            tag_length: tag_length.map_or(default.tag_length, |length| length as usize),
            secret: given.secret().map(bytes),
        }
    }

    /// How a stored hash is verified.
    pub(super) fn verify(&self) -> VerifyOptions {
        let (given, default) = (&self.inner, VerifyOptions::default());
        let previous = given.previous_secrets().unwrap_or_default();
        VerifyOptions {
            limits: given.limits().map_or(default.limits, limits),
            allow_legacy: given.allow_legacy().unwrap_or(default.allow_legacy),
            secret: given.secret().map(bytes),
            previous_secrets: previous.into_iter().map(bytes).collect(),
            accept_without_secret: given
                .accept_without_secret()
                .unwrap_or(default.accept_without_secret),
            firebase: given.firebase().map(firebase),
            nfkc: Some(nfkc),
        }
    }

    /// The salt that is given, or a random one.
    pub(super) fn salt(&self) -> Result<Vec<u8>> {
        if let Some(salt) = self.inner.salt() {
            return Ok(salt.to_vec());
        }
        let mut salt = vec![0; SALT_LENGTH];
        random::fill(&mut salt)?;
        Ok(salt)
    }
}

/// The copies of secrets that the checks have made.
impl Drop for PasswordOptions {
    fn drop(&mut self) {
        wipe(&self.inner);
    }
}

#[wasm_bindgen(module = "/pkg-template/internal/value.js")]
extern "C" {
    fn wipe(value: &JsValue);
}

fn limits(given: CheckedLimits) -> Limits {
    let default = Limits::default();
    Limits {
        memory: given.memory().unwrap_or(default.memory),
        iterations: given.iterations().unwrap_or(default.iterations),
        parallelism: given.parallelism().unwrap_or(default.parallelism),
        cost: given.cost().unwrap_or(default.cost),
        rounds: given.rounds().unwrap_or(default.rounds),
        scrypt_parallelization: given
            .scrypt_parallelization()
            .unwrap_or(default.scrypt_parallelization),
        time: default.time,
    }
}

fn firebase(given: CheckedFirebase) -> FirebaseParameters {
    FirebaseParameters {
        signer_key: bytes(given.signer_key()),
        salt_separator: given.salt_separator().to_vec(),
        rounds: given.rounds(),
        memory_cost: given.memory_cost(),
    }
}

/// Every runtime has the tables of Unicode.
fn nfkc(text: &str) -> String {
    JsString::from(text).normalize("NFKC").into()
}

fn bytes(array: Uint8Array) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(array.to_vec())
}
