//! Requests to the login: forms of both kinds, and everything around them.

use http::{HeaderName, HeaderValue, Method, Request};

#[path = "../../support/status.rs"]
mod support;

fn status(request: Request<Vec<u8>>) -> u16 {
    support::status(&support::cheap_store(), request)
}

/// The first line is the content type, the rest the body of `POST /token`.
pub(crate) fn form(data: &[u8]) {
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
}

/// A method and a path, then a header on each line, then an empty line and the
/// body.
pub(crate) fn request(data: &[u8]) {
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
    let known = [200, 204, 307, 400, 401, 404, 405, 413, 422];
    assert!(known.contains(&status), "{status}");
}
