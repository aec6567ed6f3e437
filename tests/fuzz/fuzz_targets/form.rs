//! The form of `POST /token`: the first line is the content type, the rest the body.
#![no_main]

use http::{HeaderValue, Request};
use keyward_fuzz::status;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut parts = data.splitn(2, |&byte| byte == b'\n');
    let [content_type, body] = [parts.next(), parts.next()].map(Option::unwrap_or_default);
    let Ok(content_type) = HeaderValue::from_bytes(content_type) else {
        return;
    };
    let request = Request::post("http://localhost/token")
        .header("content-type", content_type)
        .body(body.to_vec())
        .expect("a request");
    let status = status(request);
    assert!([400, 401, 413, 422].contains(&status), "{status}");
});
