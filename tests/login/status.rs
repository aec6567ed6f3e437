//! A login that costs next to nothing, for tests that send it very much and
//! look at the status.

use http::Request;
use keyward::store::memory::MemoryStore;
use serde_json::Value;

use crate::app::App;

/// The smallest Argon2id there is, of no password.
const CHEAP: &str = r#"{"username":"cheap","hashed_password":"$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"}"#;

/// One user.
pub(crate) fn cheap_store() -> MemoryStore {
    MemoryStore::new([("cheap", CHEAP)])
}

/// What the login answers, which is JSON, a page, a word about a preflight or nothing.
pub(crate) fn status(store: &MemoryStore, request: Request<Vec<u8>>) -> u16 {
    let app = App::new(&[
        (
            "CORS_ALLOW_ORIGINS",
            "https://app.example,http://localhost:3000",
        ),
        ("LOGIN_DECOY_MS", "0"),
    ]);
    let response = pollster::block_on(app.answer(request, store)).0;
    let content_type = response.headers().get("content-type");
    let page = content_type.is_some_and(|value| {
        value == "text/html; charset=utf-8" || value == "text/plain; charset=utf-8"
    });
    let json = serde_json::from_slice::<Value>(response.body());
    assert!(page || json.is_ok() || response.body().is_empty());
    response.status().as_u16()
}
