//! The options of the functions for tokens.

use js_sys::Array;
use serde_json::{Map, Value};
use std::cell::Cell;
use wasm_bindgen::prelude::*;

use super::exception::Result;
use crate::Error;
use crate::token::{Algorithm, ClaimTypes, DecodeOptions, IssueOptions, IssuedAt, KeyOptions};

#[wasm_bindgen(module = "/pkg-template/internal/token-options.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = keyOptions)]
    fn checked_key(value: &JsValue) -> std::result::Result<Checked, JsValue>;
    #[wasm_bindgen(catch, js_name = issueOptions)]
    fn checked_issue(entries: &Array) -> std::result::Result<Checked, JsValue>;
    #[wasm_bindgen(catch, js_name = decodeOptions)]
    fn checked_decode(entries: &Array) -> std::result::Result<Checked, JsValue>;
    #[wasm_bindgen(catch, js_name = newEntries)]
    fn new_entries(value: &JsValue, before: &JsValue) -> std::result::Result<JsValue, JsValue>;
}

#[wasm_bindgen(module = "/pkg-template/internal/value.js")]
extern "C" {
    #[wasm_bindgen(js_name = areFixed)]
    fn are_fixed(entries: &Array) -> bool;
}

// What the checks answer: every name known, every value of its type.
#[wasm_bindgen]
extern "C" {
    type Checked;
    #[wasm_bindgen(method, getter)]
    fn algorithm(this: &Checked) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn algorithms(this: &Checked) -> Option<Vec<String>>;
    #[wasm_bindgen(method, getter, js_name = allowPadding)]
    fn allow_padding(this: &Checked) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    fn audience(this: &Checked) -> Option<Vec<String>>;
    #[wasm_bindgen(method, getter, js_name = claimTypes)]
    fn are_claim_types_lenient(this: &Checked) -> Option<bool>;
    #[wasm_bindgen(method, getter, js_name = expiresIn)]
    fn expires_in(this: &Checked) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn header(this: &Checked) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = issuedAt)]
    fn issued_at(this: &Checked) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn issuer(this: &Checked) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = issuer)]
    fn issuers(this: &Checked) -> Option<Vec<String>>;
    #[wasm_bindgen(method, getter, js_name = jwtId)]
    fn jwt_id(this: &Checked) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = keyId)]
    fn key_id(this: &Checked) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn leeway(this: &Checked) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = maxAge)]
    fn max_age(this: &Checked) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = notBefore)]
    fn not_before(this: &Checked) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn now(this: &Checked) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = requiredClaims)]
    fn required_claims(this: &Checked) -> Option<Vec<String>>;
    #[wasm_bindgen(method, getter)]
    fn subject(this: &Checked) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = "type")]
    fn typ(this: &Checked) -> Option<String>;
}

/// What was read from the options of the last call: most callers pass the same
/// ones each time, in a new object.
pub(super) struct OptionsCache<T> {
    inner: Cell<Option<(Array, T)>>,
}

impl<T: Default> OptionsCache<T> {
    pub(super) const fn new() -> Self {
        Self {
            inner: Cell::new(None),
        }
    }

    /// Reads options with `read`, unless they are those of the last call, and
    /// gives them to `take`.
    ///
    /// What JavaScript runs meanwhile may come here again: it finds nothing kept.
    pub(super) fn with<R>(
        &self,
        value: &JsValue,
        read: impl FnOnce(&Array) -> Result<T>,
        take: impl FnOnce(&T) -> Result<R>,
    ) -> Result<R> {
        if value.is_undefined() {
            return take(&T::default());
        }
        let last = self.inner.take();
        let nothing = JsValue::UNDEFINED;
        let before = last.as_ref().map_or(&nothing, |(entries, _)| entries);
        let entries = new_entries(value, before)?;
        if entries.is_null()
            && let Some((entries, options)) = last
        {
            let result = take(&options);
            self.inner.set(Some((entries, options)));
            return result;
        }
        let entries = entries.unchecked_into::<Array>();
        let options = read(&entries)?;
        let result = take(&options);
        if are_fixed(&entries) {
            self.inner.set(Some((entries, options)));
        }
        result
    }
}

/// Those of a key.
pub(super) fn key(value: &JsValue) -> Result<KeyOptions> {
    let given = checked_key(value)?;
    Ok(KeyOptions {
        algorithm: algorithm(&given)?,
        key_id: given.key_id(),
    })
}

/// Those of `issue`.
pub(super) fn issue(entries: &Array) -> Result<IssueOptions> {
    let given = checked_issue(entries)?;
    Ok(IssueOptions {
        algorithm: algorithm(&given)?,
        expires_in: given.expires_in().map(|seconds| seconds as i64),
        not_before: given.not_before().map(|seconds| seconds as i64),
        issuer: given.issuer(),
        audience: given.audience().unwrap_or_default(),
        subject: given.subject(),
        jwt_id: given.jwt_id(),
        key_id: given.key_id(),
        typ: given.typ(),
        header: given.header().as_deref().map(header).transpose()?,
        issued_at: issued_at(&given.issued_at()),
    })
}

/// Those of `decode`.
#[derive(Default)]
pub(super) struct Decode {
    pub(super) now: Option<f64>,
    pub(super) inner: DecodeOptions,
}

impl Decode {
    pub(super) fn read(entries: &Array) -> Result<Self> {
        let given = checked_decode(entries)?;
        let names = given.algorithms().unwrap_or_default();
        let algorithms: crate::Result<Vec<Algorithm>> =
            names.iter().map(|name| name.parse()).collect();
        Ok(Self {
            now: given.now(),
            inner: DecodeOptions {
                algorithms: algorithms?,
                issuer: given.issuers().unwrap_or_default(),
                audience: given.audience().unwrap_or_default(),
                subject: given.subject(),
                typ: given.typ(),
                leeway: given.leeway().unwrap_or_default(),
                required_claims: given.required_claims().unwrap_or_default(),
                max_age: given.max_age(),
                claim_types: match given.are_claim_types_lenient() {
                    Some(true) => ClaimTypes::Lenient,
                    _ => ClaimTypes::Strict,
                },
                allow_padding: given.allow_padding().unwrap_or_default(),
            },
        })
    }
}

fn algorithm(given: &Checked) -> crate::Result<Option<Algorithm>> {
    given.algorithm().map(|name| name.parse()).transpose()
}

/// JSON.stringify writes what is no JSON of ours: half a surrogate pair, a
/// number beyond a double (`JSON.rawJSON`), more than 127 objects in each other.
fn header(text: &str) -> crate::Result<Map<String, Value>> {
    serde_json::from_str(text).map_err(|_| {
        Error::Option(
            "option `header`: expected well-formed text, numbers that fit into a double, and no more than 127 levels"
                .into(),
        )
    })
}

/// `true` for now, or seconds since the epoch.
fn issued_at(given: &JsValue) -> Option<IssuedAt> {
    match given.as_bool() {
        Some(true) => Some(IssuedAt::Now),
        _ => given.as_f64().map(IssuedAt::At),
    }
}
