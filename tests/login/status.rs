//! A login that costs next to nothing, for tests that send it very much and
//! look at the status.

use http::Request;
use keyward::account::Admission;
use keyward::oauth::{self, Config, Environment};
use keyward::store::Decoys;
use keyward::store::memory::MemoryStore;
use serde_json::{Value, json};

/// The smallest Argon2id there is, of no password.
const CHEAP: &str = r#"{"username":"cheap","hashed_password":"$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"}"#;
const COST: &str = "argon2id version=19 memory=8 iterations=1 parallelism=1";

/// One user, who is also the decoy for those who are not there.
pub(crate) fn cheap_store() -> MemoryStore {
    let store = MemoryStore::new([("cheap", CHEAP)]);
    pollster::block_on(store.put_decoys(&json!({COST: "cheap"}).to_string())).expect("memory");
    store
}

/// What the login answers, which is JSON, a page or nothing.
pub(crate) fn status(store: &MemoryStore, request: Request<Vec<u8>>) -> u16 {
    let variable = |name: &str| {
        Ok(match name {
            "SECRET_KEY" => Some("0123456789abcdef0123456789abcdef".into()),
            "CORS_ALLOW_ORIGINS" => Some("https://app.example,http://localhost:3000".into()),
            _ => None,
        })
    };
    let config = Config::read(variable, |_| Ok(())).expect("settings");
    let environment = Environment {
        config: Ok(&config),
        store,
        now: 1_800_000_000.0,
        random: &|bytes| {
            bytes.fill(7);
            Ok(())
        },
        logins: &Admission::default(),
        log: &|_, _| (),
    };
    let response = pollster::block_on(oauth::route(request, &environment)).response;
    let content_type = response.headers().get("content-type");
    let page = content_type.is_some_and(|value| value == "text/html; charset=utf-8");
    let json = serde_json::from_slice::<Value>(response.body());
    assert!(page || json.is_ok() || response.body().is_empty());
    response.status().as_u16()
}
