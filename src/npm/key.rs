//! The classes `Key` and `KeySet`, and every other kind of key.

use js_sys::{JSON, Reflect};
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::argument;
use super::options::Options;
use super::random;
use super::thrown::{Result, Thrown};
use crate::Error;
use crate::token::{self, Algorithm, KeyOptions, Keys};

const KINDS: &str = "a Key, a KeySet, a string, a Uint8Array, a JWK or a JWK Set";
const KEY_OPTIONS: [&str; 2] = ["algorithm", "keyId"];

/// See `types/tokens.d.ts`.
#[wasm_bindgen(skip_typescript)]
pub struct Key(token::Key);

impl Key {
    pub(super) fn inner(&self) -> &token::Key {
        &self.0
    }
}

#[wasm_bindgen]
impl Key {
    /// See `types/tokens.d.ts`.
    #[wasm_bindgen(skip_typescript)]
    pub fn secret(secret: JsValue, options: JsValue) -> Result<Key> {
        let secret = argument::bytes(&secret, "secret")?;
        Ok(Self(token::Key::from_secret(
            &secret,
            key_options(&options)?,
        )?))
    }

    /// See `types/tokens.d.ts`.
    #[wasm_bindgen(js_name = fromPem, skip_typescript)]
    pub fn from_pem(pem: JsValue, options: JsValue) -> Result<Key> {
        let pem = Zeroizing::new(argument::text(&pem, "pem")?);
        Ok(Self(token::Key::from_pem(&pem, key_options(&options)?)?))
    }

    /// See `types/tokens.d.ts`.
    #[wasm_bindgen(js_name = fromJwk, skip_typescript)]
    pub fn from_jwk(jwk: JsValue, options: JsValue) -> Result<Key> {
        let jwk = argument::json(&jwk, "jwk", "a JWK object")?;
        Ok(Self(token::Key::from_jwk(&jwk, key_options(&options)?)?))
    }

    /// See `types/tokens.d.ts`.
    #[wasm_bindgen(skip_typescript)]
    pub fn generate(algorithm: JsValue) -> Result<Key> {
        let algorithm: Algorithm = argument::text(&algorithm, "algorithm")?.parse()?;
        Ok(Self(token::Key::generate(algorithm, &mut random::fill)?))
    }

    /// See `types/tokens.d.ts`.
    #[wasm_bindgen(js_name = toJwk, skip_typescript)]
    pub fn to_jwk(&self) -> Result<JsValue> {
        parse(&self.0.to_jwk())
    }

    /// See `types/tokens.d.ts`.
    #[wasm_bindgen(js_name = toPublicJwk, skip_typescript)]
    pub fn to_public_jwk(&self) -> Result<JsValue> {
        parse(&self.0.to_public_jwk()?)
    }

    /// See `types/tokens.d.ts`.
    #[wasm_bindgen(js_name = publicKey, skip_typescript)]
    pub fn public_key(&self) -> Result<Key> {
        Ok(Self(self.0.public_key()?))
    }

    /// See `types/tokens.d.ts`.
    #[wasm_bindgen(skip_typescript)]
    pub fn thumbprint(&self) -> String {
        self.0.thumbprint()
    }

    /// See `types/tokens.d.ts`.
    #[wasm_bindgen(getter, skip_typescript)]
    pub fn algorithm(&self) -> String {
        self.0.algorithm().name().into()
    }

    /// See `types/tokens.d.ts`.
    #[wasm_bindgen(getter, js_name = keyId, skip_typescript)]
    pub fn key_id(&self) -> Option<String> {
        self.0.key_id().map(String::from)
    }

    /// See `types/tokens.d.ts`.
    #[wasm_bindgen(getter, skip_typescript)]
    pub fn kind(&self) -> String {
        self.0.kind().name().into()
    }
}

/// See `types/tokens.d.ts`.
#[wasm_bindgen(skip_typescript)]
pub struct KeySet(token::KeySet);

impl KeySet {
    pub(super) fn inner(&self) -> &token::KeySet {
        &self.0
    }
}

#[wasm_bindgen]
impl KeySet {
    /// See `types/tokens.d.ts`.
    #[wasm_bindgen(js_name = fromJwkSet, skip_typescript)]
    pub fn from_jwk_set(set: JsValue) -> Result<KeySet> {
        let set = argument::json(&set, "set", "a JWK Set object")?;
        Ok(Self(token::KeySet::from_json(&set)?))
    }
}

/// The key of one call: what is not a `Key` or a `KeySet` yet is read for it
/// and wiped after it.
pub(super) enum Given {
    One(token::Key),
    Set(token::KeySet),
}

impl Given {
    pub(super) fn read(value: &JsValue) -> Result<Self> {
        let options = KeyOptions::default();
        if value.is_string() {
            let text = Zeroizing::new(argument::text(value, "key")?);
            return Ok(Self::One(
                match text.trim_start().starts_with("-----BEGIN ") {
                    true => token::Key::from_pem(&text, options)?,
                    false => token::Key::from_secret(text.as_bytes(), options)?,
                },
            ));
        }
        if let Some(secret) = argument::uint8_array(value, "key")? {
            return Ok(Self::One(token::Key::from_secret(&secret, options)?));
        }
        let text = argument::json(value, "key", KINDS)?;
        let is_set = Reflect::has(value, &"keys".into()).map_err(Thrown::passed_on)?;
        Ok(match is_set {
            true => Self::Set(token::KeySet::from_json(&text)?),
            false => Self::One(token::Key::from_jwk(&text, options)?),
        })
    }

    /// A set has no key of its own to sign with.
    pub(super) fn one(&self) -> Result<&token::Key> {
        match self {
            Self::One(key) => Ok(key),
            Self::Set(_) => {
                Err(Error::Key("a JWK Set cannot sign, a single key can".into()).into())
            }
        }
    }
}

impl<'a> From<&'a Given> for Keys<'a> {
    fn from(given: &'a Given) -> Self {
        match given {
            Given::One(key) => Self::One(key),
            Given::Set(set) => Self::Set(set),
        }
    }
}

fn parse(jwk: &str) -> Result<JsValue> {
    JSON::parse(jwk).map_err(Thrown::passed_on)
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
