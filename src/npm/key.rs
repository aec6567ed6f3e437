//! The class `Key`.

use wasm_bindgen::prelude::*;

use super::argument;
use super::options::Options;
use super::thrown::Result;
use crate::token::{self, Algorithm, KeyOptions};

const KEY_OPTIONS: [&str; 2] = ["algorithm", "keyId"];

/// See `types.d.ts`.
#[wasm_bindgen(skip_typescript)]
pub struct Key(token::Key);

impl Key {
    pub(super) fn inner(&self) -> &token::Key {
        &self.0
    }
}

#[wasm_bindgen]
impl Key {
    /// See `types.d.ts`.
    #[wasm_bindgen(skip_typescript)]
    pub fn secret(secret: JsValue, options: JsValue) -> Result<Key> {
        let secret = argument::bytes(&secret, "secret")?;
        Ok(token::Key::from_secret(&secret, key_options(&options)?)?.into())
    }

    /// See `types.d.ts`.
    #[wasm_bindgen(getter, skip_typescript)]
    pub fn algorithm(&self) -> String {
        self.0.algorithm().name().into()
    }

    /// See `types.d.ts`.
    #[wasm_bindgen(getter, js_name = keyId, skip_typescript)]
    pub fn key_id(&self) -> Option<String> {
        self.0.key_id().map(String::from)
    }

    /// See `types.d.ts`.
    #[wasm_bindgen(getter, skip_typescript)]
    pub fn kind(&self) -> String {
        self.0.kind().name().into()
    }
}

/// The key of one call: what is not a `Key` yet is read for it and wiped after
/// it.
pub(super) fn read(value: &JsValue) -> Result<token::Key> {
    let secret = argument::bytes(value, "key")?;
    Ok(token::Key::from_secret(&secret, KeyOptions::default())?)
}

impl From<token::Key> for Key {
    fn from(key: token::Key) -> Self {
        Self(key)
    }
}

fn key_options(options: &JsValue) -> Result<KeyOptions> {
    let options = Options::read(options, &KEY_OPTIONS)?;
    Ok(KeyOptions {
        algorithm: algorithm(&options)?,
        key_id: options.text("keyId")?,
    })
}

/// The option `algorithm`.
pub(super) fn algorithm(options: &Options) -> Result<Option<Algorithm>> {
    let name = options.text("algorithm")?;
    Ok(name.map(|name| name.parse()).transpose()?)
}
