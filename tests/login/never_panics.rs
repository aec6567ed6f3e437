//! Whatever a client sends and whatever the store holds: an answer, and never
//! a panic or a 500.

use crate::status::{cheap_store, status};
use http::{Method, Request};
use keyward::store::memory::MemoryStore;
use proptest::prelude::*;

fn post(content_type: &str, body: Vec<u8>) -> Request<Vec<u8>> {
    let mut request = Request::new(body);
    *request.method_mut() = Method::POST;
    *request.uri_mut() = "http://localhost/token".parse().unwrap();
    if let Ok(value) = content_type.parse() {
        request.headers_mut().insert("content-type", value);
    }
    request
}

/// Pieces of forms, so that random bytes get past the first byte.
fn form() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"username".to_vec()),
        Just(b"password=".to_vec()),
        Just(b"grant_type=password".to_vec()),
        Just(b"&".to_vec()),
        Just(b"=".to_vec()),
        Just(b"%".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"--x".to_vec()),
        Just(b"--".to_vec()),
        Just(b"Content-Disposition: form-data; name=\"username\"; filename=".to_vec()),
        Just(b"\r\n\r\n".to_vec()),
        prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn content_type() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("application/x-www-form-urlencoded".to_owned()),
        Just("multipart/form-data; boundary=x".to_owned()),
        "multipart/form-data;? ?(boundary)?=?\"?[ -~]{0,8}\"?",
        "[ -~]{0,20}",
    ]
}

const FIELDS: [&str; 6] = [
    "username",
    "hashed_password",
    "email",
    "disabled",
    "scopes",
    "claims",
];

/// Records that are nearly right.
fn record() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        Just("null".to_owned()),
        Just("\"u\"".to_owned()),
        Just("true".to_owned()),
        Just("[\"me\"]".to_owned()),
        Just("{\"a\":1e400}".to_owned()),
        Just("{\"exp\":1}".to_owned()),
        "\"\\$(argon2id|2b|5|pbkdf2)\\$[ -!#-\\[\\]-~]{0,40}\"",
        "[ -~]{0,8}",
    ];
    prop::collection::vec((prop::sample::select(&FIELDS[..]), value), 0..8).prop_map(|fields| {
        let fields: Vec<String> = fields
            .into_iter()
            .map(|(name, value)| format!("\"{name}\":{value}"))
            .collect();
        format!("{{{}}}", fields.join(","))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_form_panics(content_type in content_type(), body in form()) {
        // With a decoy that costs little the cases can be many.
        let status = status(&cheap_store(), post(&content_type, body));
        prop_assert!([400, 401, 422, 503].contains(&status), "{status}");
    }

    #[test]
    fn no_authorization_header_panics(value in prop::collection::vec(any::<u8>(), 0..80), bearer: bool) {
        let value = if bearer { [b"Bearer ", &value[..]].concat() } else { value };
        let mut request = Request::new(Vec::new());
        *request.uri_mut() = "http://localhost/users/me".parse().unwrap();
        if let Ok(value) = http::HeaderValue::from_bytes(&value) {
            request.headers_mut().insert("authorization", value);
        }
        prop_assert_eq!(status(&MemoryStore::default(), request), 401);
    }

    #[test]
    fn no_path_or_method_panics(path in "/[!-~&&[^#?<>\\[\\]\\\\^`{|}\"]]{0,30}", method in "[A-Z]{1,8}") {
        let mut request = Request::new(Vec::new());
        if let Ok(uri) = format!("http://localhost{path}").parse() {
            *request.uri_mut() = uri;
        }
        *request.method_mut() = method.parse().unwrap();
        let status = status(&MemoryStore::default(), request);
        prop_assert!([307, 401, 404, 405, 422].contains(&status), "{}", status);
    }

    #[test]
    fn no_stored_record_panics(record in record()) {
        let store = MemoryStore::new([("u", record.as_str())]);
        let login = post("application/x-www-form-urlencoded", b"username=u&password=p".to_vec());
        let status = status(&store, login);
        prop_assert!([401, 503].contains(&status), "{status}");
    }
}
