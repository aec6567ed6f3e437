//! Requests to the login: forms of both kinds, and everything around them.

use http::{HeaderName, HeaderValue, Method, Request};
use keyward::oauth::{self, Config, Context, LoginQueue};
use keyward::store::Store;
use keyward::store::memory::MemoryStore;
use serde_json::{Value, json};

/// The smallest Argon2id there is, of no password.
const CHEAP: &str = r#"{"username":"cheap","hashed_password":"$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"}"#;
const COST: &str = "argon2id version=19 memory=8 iterations=1 parallelism=1";

/// Sends a request to a login with one user, whose hash costs next to nothing.
fn status(request: Request<Vec<u8>>) -> u16 {
    let config = Config::read(|name| match name {
        "SECRET_KEY" => Some("0123456789abcdef0123456789abcdef".into()),
        "CORS_ALLOW_ORIGINS" => Some("https://app.example,http://localhost:3000".into()),
        _ => None,
    })
    .expect("settings");
    let store = MemoryStore::new([("cheap", CHEAP)]);
    // What an unknown user costs.
    pollster::block_on(store.put_stand_ins(&json!({COST: "cheap"}).to_string())).expect("memory");
    let context = Context {
        config: Ok(&config),
        store: &store,
        now: 1_800_000_000.0,
        random: &|bytes| {
            bytes.fill(7);
            Ok(())
        },
        logins: &LoginQueue::default(),
        log: &|_, _| (),
    };
    let response = pollster::block_on(oauth::route(request, &context));
    let content_type = response.headers().get("content-type");
    if content_type.is_some_and(|value| value == "application/json") {
        assert!(serde_json::from_slice::<Value>(response.body()).is_ok());
    }
    response.status().as_u16()
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
