//! A request: a method and a path, then a header on each line, then an empty line
//! and the body.
#![no_main]

use http::{HeaderName, HeaderValue, Method, Request};
use keyward_fuzz::status;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut rest = data;
    let mut line = || {
        let mut parts = rest.splitn(2, |&byte| byte == b'\n');
        let line = parts.next().unwrap_or_default();
        rest = parts.next().unwrap_or_default();
        line
    };
    let mut target = line().splitn(2, |&byte| byte == b' ');
    let [method, path] = [target.next(), target.next()].map(Option::unwrap_or_default);
    let mut request = Request::new(Vec::new());
    let Ok(method) = Method::from_bytes(method) else {
        return;
    };
    *request.method_mut() = method;
    let uri = [b"http://localhost", path].concat();
    let Ok(uri) = http::Uri::try_from(uri) else {
        return;
    };
    *request.uri_mut() = uri;
    loop {
        let mut header = line().splitn(2, |&byte| byte == b':');
        let [name, value] = [header.next(), header.next()].map(Option::unwrap_or_default);
        if name.is_empty() {
            break;
        }
        let name = HeaderName::from_bytes(name);
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(value)) {
            request.headers_mut().append(name, value);
        }
    }
    *request.body_mut() = rest.to_vec();
    let status = status(request);
    let known = [
        200, 202, 204, 307, 400, 401, 403, 404, 405, 413, 422, 429,
    ];
    assert!(known.contains(&status), "{status}");
});
