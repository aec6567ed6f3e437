//! From `http::Response` to the runtime's `Response`.

use http::Response;
use worker::wasm_bindgen::JsValue;
use zeroize::Zeroize;

use super::bridge;

/// Makes the runtime's response, with the id under which the log knows it.
/// The body may hold a token, and is wiped.
pub(super) fn convert(mut response: Response<Vec<u8>>, request_id: &str) -> JsValue {
    let mut headers = String::with_capacity(512);
    for (name, value) in response.headers() {
        if let Ok(value) = value.to_str() {
            for line in [name.as_str(), "\n", value, "\n"] {
                headers.push_str(line);
            }
        }
    }
    // Bodies are text; a string crosses to JavaScript in one copy.
    let body = std::str::from_utf8(response.body()).unwrap_or_default();
    let status = response.status().as_u16();
    let converted = bridge::respond(status, &headers, request_id, body);
    response.body_mut().zeroize();
    converted
}
