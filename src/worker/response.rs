//! From `http::Response` to the runtime's `Response`.

use std::cell::RefCell;

use http::Response;
use worker::wasm_bindgen::JsValue;

use super::bridge;

/// How many sets of headers are kept.
const MOST_KEPT: usize = 64;

thread_local! {
    /// The same few statuses and headers go out again and again: JavaScript knows
    /// them by their place here, and only that crosses.
    static KEPT: RefCell<Vec<(u16, String)>> = const { RefCell::new(Vec::new()) };
}

/// Makes the runtime's response, with the id under which the log knows it, and
/// writes its line into the log, if there is one.
///
/// All three cross to JavaScript as one string, in one copy. A body is text
/// here, and neither an id nor a line of JSON has a line feed.
pub(super) fn convert(
    response: &Response<Vec<u8>>,
    request_id: &str,
    line: Option<&str>,
) -> JsValue {
    let body = std::str::from_utf8(response.body()).unwrap_or_default();
    let text = [request_id, line.unwrap_or_default(), body].join("\n");
    bridge::respond(kept(response), &text)
}

/// The number under which the response's status and headers are kept.
fn kept(response: &Response<Vec<u8>>) -> u32 {
    let status = response.status().as_u16();
    let mut headers = String::with_capacity(512);
    for (name, value) in response.headers() {
        if let Ok(value) = value.to_str() {
            for line in [name.as_str(), "\n", value, "\n"] {
                headers.push_str(line);
            }
        }
    }
    KEPT.with_borrow_mut(|kept| {
        let wanted = (status, headers);
        if let Some(number) = kept.iter().position(|one| *one == wanted) {
            return number as u32;
        }
        if kept.len() == MOST_KEPT {
            kept.clear();
        }
        let number = kept.len() as u32;
        bridge::keep(number, status, &wanted.1);
        kept.push(wanted);
        number
    })
}
