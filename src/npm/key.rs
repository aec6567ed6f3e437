//! The classes `Key` and `KeySet`.

use wasm_bindgen::prelude::*;

use super::arguments;
use super::exception::Result;
use super::random;
use super::structured;
use super::token_arguments;
use super::token_options;
use crate::token::{self, Algorithm};

/// A key that is read once and kept: what tokens are signed or verified with.
#[wasm_bindgen(skip_typescript)]
pub struct Key {
    pub(super) inner: token::Key,
}

#[wasm_bindgen]
impl Key {
    /// A secret for HMAC.
    #[wasm_bindgen(skip_typescript)]
    pub fn secret(secret: JsValue, options: JsValue) -> Result<Key> {
        let secret = arguments::bytes(&secret, "secret")?;
        let inner = token::Key::from_secret(&secret, token_options::key(&options)?)?;
        Ok(Self { inner })
    }

    /// The key of a PEM.
    #[wasm_bindgen(js_name = fromPem, skip_typescript)]
    pub fn from_pem(pem: JsValue, options: JsValue) -> Result<Key> {
        let pem = arguments::bytes(&pem, "pem")?;
        let inner = token::Key::from_pem_bytes(&pem, token_options::key(&options)?)?;
        Ok(Self {
            inner: inner.with_random(random::fill),
        })
    }

    /// The key of a JWK.
    #[wasm_bindgen(js_name = fromJwk, skip_typescript)]
    pub fn from_jwk(jwk: JsValue, options: JsValue) -> Result<Key> {
        let jwk = token_arguments::json(&jwk, "jwk", "a JWK object")?;
        let inner = token::Key::from_jwk(&jwk, token_options::key(&options)?)?;
        Ok(Self {
            inner: inner.with_random(random::fill),
        })
    }

    /// A new key for the algorithm.
    #[wasm_bindgen(skip_typescript)]
    pub fn generate(algorithm: JsValue) -> Result<Key> {
        let algorithm: Algorithm = arguments::text(&algorithm, "algorithm")?.parse()?;
        let inner = token::Key::generate(algorithm, &mut random::fill)?;
        Ok(Self { inner })
    }

    /// The key as a JWK, with its secret or private members.
    #[wasm_bindgen(js_name = toJwk, skip_typescript)]
    pub fn to_jwk(&self) -> Result<JsValue> {
        structured::write(&self.inner.jwk())
    }

    /// The public half as a JWK.
    #[wasm_bindgen(js_name = toPublicJwk, skip_typescript)]
    pub fn to_public_jwk(&self) -> Result<JsValue> {
        structured::write(&self.inner.public_jwk()?)
    }

    /// The public half.
    #[wasm_bindgen(js_name = publicKey, skip_typescript)]
    pub fn public_key(&self) -> Result<Key> {
        let inner = self.inner.public_key()?;
        Ok(Self { inner })
    }

    /// The thumbprint of RFC 7638.
    #[wasm_bindgen(skip_typescript)]
    pub fn thumbprint(&self) -> String {
        self.inner.thumbprint()
    }

    /// The algorithm that `issue` uses where nothing else is asked for.
    #[wasm_bindgen(getter, skip_typescript)]
    pub fn algorithm(&self) -> String {
        self.inner.algorithm().name().into()
    }

    /// The key's name, the `kid` of its tokens.
    #[wasm_bindgen(getter, js_name = keyId, skip_typescript)]
    pub fn key_id(&self) -> Option<String> {
        self.inner.key_id().map(String::from)
    }

    /// `secret`, `private` or `public`.
    #[wasm_bindgen(getter, skip_typescript)]
    pub fn kind(&self) -> String {
        self.inner.kind().name().into()
    }
}

/// Several keys, of which a token's `kid` and `alg` choose.
#[wasm_bindgen(skip_typescript)]
pub struct KeySet {
    pub(super) inner: token::KeySet,
}

#[wasm_bindgen]
impl KeySet {
    /// The keys of a JWK Set.
    #[wasm_bindgen(js_name = fromJwkSet, skip_typescript)]
    pub fn from_jwk_set(set: JsValue) -> Result<KeySet> {
        let set = token_arguments::json(&set, "set", "a JWK Set object")?;
        let inner = token::KeySet::from_json(&set)?;
        Ok(Self { inner })
    }
}
