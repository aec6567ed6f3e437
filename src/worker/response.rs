//! From `http::Response` to the runtime's `Response`.

use http::Response;
use worker::web_sys;

/// Makes the runtime's response, with the id under which the log knows it.
pub(super) fn convert(
    response: &Response<Vec<u8>>,
    request_id: &str,
) -> worker::Result<web_sys::Response> {
    let headers = web_sys::Headers::new()?;
    for (name, value) in response.headers() {
        if let Ok(value) = value.to_str() {
            headers.append(name.as_str(), value)?;
        }
    }
    headers.append("x-request-id", request_id)?;
    let init = web_sys::ResponseInit::new();
    init.set_status(response.status().as_u16());
    init.set_headers(&headers);
    // Bodies are text; a string crosses to JavaScript in one copy.
    let body = std::str::from_utf8(response.body()).unwrap_or_default();
    let body = (!body.is_empty()).then_some(body);
    Ok(web_sys::Response::new_with_opt_str_and_init(body, &init)?)
}
