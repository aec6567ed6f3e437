//! JavaScript values for the tests, and what they expect of them.

use base64ct::{Base64UrlUnpadded, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use js_sys::{JSON, Reflect};
use keyward::npm::Exception;
use sha2::Sha256;
use wasm_bindgen::prelude::*;

/// 32 bytes and more, for HS256.
pub(crate) const SECRET: &str = "a secret of more than thirty-two bytes";
/// FastAPI's tutorial "OAuth2 with Password and JWT": the hash of "secret".
pub(crate) const ARGON2: &str = "$argon2id$v=19$m=65536,t=3,p=4$wagCPXjifgvUFBzq4hqe3w$CYaIb8sB+wtD+Vu/P4uod1+Qof8h+1g7bbDlBID48Rc";
/// An older edition of that tutorial: the hash of "secret".
pub(crate) const BCRYPT: &str = "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW";
/// passlib's documentation of `ldap_md5`: the hash of "password".
pub(crate) const LEGACY: &str = "{MD5}X03MO1qnZdYdgyfeuILPmQ==";

/// A value written as a JavaScript expression.
pub(crate) fn js(expression: &str) -> JsValue {
    js_sys::eval(&format!("({expression})")).expect("an expression")
}

pub(crate) fn none() -> JsValue {
    JsValue::UNDEFINED
}

/// A value as JSON text.
pub(crate) fn json(value: &JsValue) -> String {
    JSON::stringify(value).expect("JSON").into()
}

pub(crate) fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).expect("an object")
}

pub(crate) fn text(value: &JsValue, name: &str) -> Option<String> {
    get(value, name).as_string()
}

pub(crate) fn good<T>(result: Result<T, Exception>) -> T {
    result.unwrap_or_else(|thrown| panic!("{}", message(&thrown.into())))
}

/// What was thrown.
pub(crate) fn thrown<T>(result: Result<T, Exception>) -> JsValue {
    match result {
        Ok(_) => panic!("nothing was thrown"),
        Err(thrown) => thrown.into(),
    }
}

pub(crate) fn message(error: &JsValue) -> String {
    text(error, "message").expect("a message")
}

/// A token that `issue` would not make, signed with [`SECRET`].
pub(crate) fn forge(header: &str, payload: &str) -> JsValue {
    let input = [header, payload].map(|part| Base64UrlUnpadded::encode_string(part.as_bytes()));
    let input = input.join(".");
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length is good");
    mac.update(input.as_bytes());
    let signature = Base64UrlUnpadded::encode_string(&mac.finalize().into_bytes());
    format!("{input}.{signature}").into()
}
