//! Sessions over HTTP, on the host: refresh, reuse, logout, revocation, introspection.

use crate::app::*;
use crate::backend::Condition;
use http::{Method, Request};
use keyward::oauth::Level;
use serde_json::{Value, json};

const LOGIN: &str = "username=quick&password=secret";
const DAY: f64 = 24.0 * 60.0 * 60.0;

/// "api" with the secret "secret" may introspect, "stranger" with "secret2" may nothing.
const CLIENTS: (&str, &str) = (
    "CLIENTS",
    r#"[{"client_id":"api","hashed_secret":"K7gNU3sdo-OL0wNhqoVWhr3g6s1xYv72ol_pe_Unols","may":["introspect"]},
        {"client_id":"stranger","hashed_secret":"NSJNDTRl106FX41poTbnnHROo1pnXTOTNgoyfL9jWaI","may":[]}]"#,
);

fn text(body: &Value, name: &str) -> String {
    body[name].as_str().unwrap_or_default().to_owned()
}

/// A pair of tokens.
#[derive(Clone)]
struct Pair {
    access: String,
    refresh: String,
}

impl From<Answer> for Pair {
    fn from(answer: Answer) -> Self {
        let body = answer.json();
        assert_eq!(answer.status(), 200, "{body}");
        Self {
            access: text(&body, "access_token"),
            refresh: text(&body, "refresh_token"),
        }
    }
}

fn log_in(app: &App, more: &str) -> Pair {
    app.drawn.set(app.drawn.get() + 1);
    app.login(&format!("{LOGIN}{more}")).into()
}

fn refresh(app: &App, token: &str, more: &str) -> Answer {
    app.login(&format!(
        "grant_type=refresh_token&refresh_token={token}{more}"
    ))
}

fn post(app: &App, path: &str, form: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::post(format!("http://localhost{path}"))
        .header("content-type", "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.send(request.body(form.as_bytes().to_vec()).unwrap())
}

fn as_bearer(app: &App, method: Method, path: &str, token: &str) -> Answer {
    app.send(request(method, path, Some(&format!("Bearer {token}"))))
}

fn me(app: &App, token: &str) -> u16 {
    as_bearer(app, Method::GET, "/users/me", token).status()
}

fn introspect(app: &App, token: &str) -> Value {
    // api:secret
    let basic = [("authorization", "Basic YXBpOnNlY3JldA==")];
    let answer = post(app, "/introspect", &format!("token={token}"), &basic);
    assert_eq!(answer.status(), 200);
    answer.json()
}

fn assert_invalid_grant(answer: &Answer, reason: &str) {
    let words = "The refresh token is not good, or no longer: log in again";
    let expected = json!({"detail": words, "error": "invalid_grant", "error_description": words});
    assert_eq!((answer.status(), answer.json()), (400, expected));
    assert_eq!(answer.1.reason, Some(reason));
}

#[test]
fn a_login_opens_a_session_that_is_refreshed() {
    let mut app = App::new(&[]);
    let first = log_in(&app, "&scope=me+items");
    assert!(first.refresh.starts_with("kwr_"));
    app.now += 1000.0;
    let answer = refresh(&app, &first.refresh, "");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.json()["scope"], "me items");
    assert_eq!(answer.json()["expires_in"], 1800);
    assert!(answer.1.who.user.is_some(), "the log knows whose it is");
    let second = Pair::from(answer);
    assert_ne!(first.refresh, second.refresh);
    let (old, new) = (claims(&first.access), claims(&second.access));
    assert_eq!(old["sid"], new["sid"]);
    assert_eq!(new["iat"], json!(NOW as u64 + 1000));
    assert_eq!(me(&app, &second.access), 200);
    assert_eq!(me(&app, &first.access), 200, "until its own time is over");
}

#[test]
fn scopes_may_only_become_fewer() {
    let app = App::new(&[("REQUIRE_SCOPES", "true")]);
    let pair = log_in(&app, "&scope=me");
    let wider = refresh(&app, &pair.refresh, "&scope=me+items");
    assert_eq!(
        (wider.status(), &wider.json()["error"]),
        (400, &json!("invalid_scope"))
    );
    let narrow = refresh(&app, &pair.refresh, "&scope=me");
    assert_eq!(narrow.json()["scope"], "me");
    // What was not asked for is not lost.
    let pair = Pair::from(narrow);
    assert_eq!(refresh(&app, &pair.refresh, "").json()["scope"], "me");
    // A scope that was taken away from the user is in no new token.
    let pair = log_in(&app, "&scope=me+items");
    app.store
        .insert("quick", &user("quick", json!({"scopes": ["items"]})));
    assert_eq!(refresh(&app, &pair.refresh, "").json()["scope"], "items");
}

#[test]
fn reuse_ends_the_session_and_the_log_says_so() {
    let mut app = App::new(&[]);
    let first = log_in(&app, "");
    let second = Pair::from(refresh(&app, &first.refresh, ""));
    // A lost answer, or a tab that was as fast: the same successor.
    let again = Pair::from(refresh(&app, &first.refresh, ""));
    assert_eq!(again.refresh, second.refresh);
    let third = Pair::from(refresh(&app, &second.refresh, ""));
    app.now += 5.0;
    assert_invalid_grant(&refresh(&app, &first.refresh, ""), "reuse");
    let (level, line) = app.log.borrow_mut().pop().unwrap();
    assert_eq!(level, Level::Warning);
    assert!(line.starts_with("refresh token reuse: "), "{line}");
    assert!(app.about.borrow_mut().pop().unwrap().user.is_some());
    assert_invalid_grant(&refresh(&app, &third.refresh, ""), "gone");
    for pair in [&first, &second, &third] {
        assert_eq!(me(&app, &pair.access), 401);
        assert_eq!(introspect_off(&app, &pair.access), 401);
    }
}

/// Without a client nothing is said at all.
fn introspect_off(app: &App, token: &str) -> u16 {
    post(app, "/introspect", &format!("token={token}"), &[]).status()
}

#[test]
fn what_is_no_refresh_token_of_ours_is_refused_without_a_question() {
    let app = App::new(&[]);
    let pair = log_in(&app, "");
    let other = App::new(&[("SECRET_KEY", "another secret key of thirty-two b")]);
    let foreign = log_in(&other, "").refresh;
    app.accounts.condition.set(Condition::Broken);
    let cut = &pair.refresh[..pair.refresh.len() - 1];
    for wrong in ["x", "kwr_", "kwr_AAAA", cut, &pair.access, &foreign] {
        assert_invalid_grant(&refresh(&app, wrong, ""), "format");
    }
    let missing = app.login("grant_type=refresh_token");
    assert_eq!(
        (missing.status(), missing.json()),
        (
            400,
            json!({
                "detail": "The field `refresh_token` is missing",
                "error": "invalid_request",
                "error_description": "The field `refresh_token` is missing",
            })
        )
    );
    let twice = refresh(&app, &pair.refresh, "&refresh_token=x");
    assert_eq!(
        (twice.status(), &twice.json()["error"]),
        (400, &json!("invalid_request"))
    );
    let answer = refresh(&app, &pair.refresh, "");
    answer.assert_refused(503, "the account did not answer");
    let (level, line) = app.log.borrow_mut().pop().unwrap();
    assert_eq!(level, Level::Error);
    assert!(line.contains("ACCOUNTS"), "{line}");
    app.accounts.condition.set(Condition::On);
    assert_eq!(
        refresh(&app, &pair.refresh, "").status(),
        200,
        "nothing was lost"
    );
}

#[test]
fn a_refresh_token_is_of_the_client_that_logged_in() {
    let app = App::new(&[]);
    let named = log_in(&app, "&client_id=app");
    assert_invalid_grant(&refresh(&app, &named.refresh, ""), "client");
    assert_invalid_grant(&refresh(&app, &named.refresh, "&client_id=other"), "client");
    assert_eq!(
        refresh(&app, &named.refresh, "&client_id=app").status(),
        200
    );
    let nameless = log_in(&app, "&client_id=");
    assert_invalid_grant(
        &refresh(&app, &nameless.refresh, "&client_id=app"),
        "client",
    );
    assert_eq!(refresh(&app, &nameless.refresh, "").status(), 200);
}

#[test]
fn the_record_ends_sessions() {
    let changed = |more: Value| {
        let app = App::new(&[]);
        let pair = log_in(&app, "");
        app.store.insert("quick", &user("quick", more));
        refresh(&app, &pair.refresh, "")
    };
    assert_invalid_grant(&changed(json!({"disabled": true})), "disabled");
    assert_invalid_grant(&changed(json!({"tokens_valid_after": NOW})), "revoked");
    assert_invalid_grant(&changed(json!({"created_at": NOW})), "revoked");
    let password = json!({"hashed_password": JOHNDOE, "tokens_valid_after": NOW - 1.0});
    assert_invalid_grant(&changed(password), "revoked");
    assert_eq!(
        changed(json!({"tokens_valid_after": NOW - 1.0})).status(),
        200
    );
    assert_eq!(changed(json!({"full_name": "Q"})).status(), 200);
    let app = App::new(&[]);
    let pair = log_in(&app, "");
    app.store
        .insert("quick", &user("quick", json!({"disabled": true})));
    assert_invalid_grant(&refresh(&app, &pair.refresh, ""), "disabled");
    app.store.insert("quick", &user("quick", json!({})));
    let again = Pair::from(refresh(&app, &pair.refresh, ""));
    assert_eq!(refresh(&app, &again.refresh, "").status(), 200);
    let app = App::new(&[]);
    let pair = log_in(&app, "");
    app.store.insert_value("user:quick", b"{");
    let answer = refresh(&app, &pair.refresh, "");
    answer.assert_refused(503, "the user record cannot be read");
}

/// One location has a newer record already, the next one the older one still.
#[test]
fn what_one_location_knows_of_a_disabled_user_holds_at_the_next() {
    let disabled = json!({"disabled": true, "tokens_valid_after": NOW});
    for seen in [
        "refresh",
        "introspect",
        "introspect the access token",
        "strict",
    ] {
        let app = App::new(&[CLIENTS, ("SESSION_CHECK", "strict")]);
        let pair = log_in(&app, "");
        app.store.insert("quick", &user("quick", disabled.clone()));
        match seen {
            "refresh" => assert_invalid_grant(&refresh(&app, &pair.refresh, ""), "revoked"),
            "introspect" => assert_eq!(introspect(&app, &pair.refresh)["active"], false),
            "strict" => assert_eq!(me(&app, &pair.access), 401),
            _ => assert_eq!(introspect(&app, &pair.access)["active"], false),
        }
        app.store.insert("quick", &user("quick", json!({})));
        assert_eq!(me(&app, &pair.access), 401, "{seen}");
        assert_eq!(introspect(&app, &pair.access)["active"], false);
        assert_invalid_grant(&refresh(&app, &pair.refresh, ""), "revoked");
    }
}

#[test]
fn a_leeway_brings_no_token_back_that_has_ended() {
    let settings = [("LEEWAY", "300"), ("ACCESS_TOKEN_MAX_MINUTES", "30")];
    for (method, path) in [
        (Method::POST, "/auth/jwt/logout"),
        (Method::DELETE, "/users/me/sessions"),
    ] {
        let mut app = App::new(&settings);
        let pair = log_in(&app, "");
        assert_eq!(me(&app, &pair.access), 200);
        assert_eq!(as_bearer(&app, method, path, &pair.access).status(), 204);
        for seconds in [0.0, 1799.0, 1800.0, 2099.0] {
            app.now = NOW + seconds;
            assert_eq!(me(&app, &pair.access), 401, "{path} {seconds}");
        }
    }
    let mut app = App::new(&settings);
    let pair = log_in(&app, "");
    app.now = NOW + 2099.0;
    assert_eq!(me(&app, &pair.access), 200, "what has not ended");
}

#[test]
fn a_renewed_hash_ends_nothing() {
    let app = App::new(&[]);
    // The demo hash is weaker than a new one, so the login has renewed it.
    let first = log_in(&app, "");
    assert!(app.renewed("quick").is_some());
    let second = log_in(&app, "");
    for pair in [first, second] {
        assert_eq!(refresh(&app, &pair.refresh, "").status(), 200);
    }
}

#[test]
fn the_user_sees_the_sessions_and_ends_one() {
    let mut app = App::new(&[]);
    let first = log_in(&app, "&scope=me&client_id=app");
    app.now += 10.0;
    let second = log_in(&app, "");
    let list = as_bearer(&app, Method::GET, "/users/me/sessions", &second.access).json();
    let session = |pair: &Pair, at: f64, scope: Value, client: Value, current| {
        json!({
            "id": claims(&pair.access)["sid"], "created_at": at as i64, "last_used_at": at as i64,
            "expires_at": (at + 14.0 * DAY) as i64, "scope": scope, "client_id": client, "current": current,
        })
    };
    let expected = json!([
        session(&second, NOW + 10.0, Value::Null, Value::Null, true),
        session(&first, NOW, json!("me"), json!("app"), false),
    ]);
    assert_eq!(list, expected);

    let id = text(&claims(&first.access), "sid");
    let path = format!("/users/me/sessions/{id}");
    let ended = as_bearer(&app, Method::DELETE, &path, &second.access);
    assert_eq!((ended.status(), ended.0.body().len()), (204, 0));
    assert_eq!(ended.1.route, Some("/users/me/sessions/{id}"));
    assert_invalid_grant(&refresh(&app, &first.refresh, "&client_id=app"), "gone");
    assert_eq!(me(&app, &first.access), 401);
    assert_eq!(me(&app, &second.access), 200);
    for id in ["x", "AAAAAAAAAAAAAAAAAAAAAA", "%2e%2e", &id[1..]] {
        let path = format!("/users/me/sessions/{id}");
        as_bearer(&app, Method::DELETE, &path, &second.access).assert_refused(404, "Not Found");
    }
    // A session of somebody else's is none of this user's.
    app.store.insert("other", &user("other", json!({})));
    app.drawn.set(100);
    let other = Pair::from(app.login("username=other&password=secret"));
    let path = format!("/users/me/sessions/{}", text(&claims(&other.access), "sid"));
    as_bearer(&app, Method::DELETE, &path, &second.access).assert_refused(404, "Not Found");
    assert_eq!(me(&app, &other.access), 200);
}

#[test]
fn everywhere_ends_all_sessions_and_tokens_and_a_login_begins_anew() {
    let app = App::new(&[]);
    let pairs = [log_in(&app, ""), log_in(&app, "")];
    let ended = as_bearer(&app, Method::DELETE, "/users/me/sessions", &pairs[0].access);
    assert_eq!(ended.status(), 204);
    for pair in &pairs {
        assert_eq!(me(&app, &pair.access), 401);
        assert_invalid_grant(&refresh(&app, &pair.refresh, ""), "gone");
    }
    // In the same second.
    let next = log_in(&app, "");
    assert_eq!(me(&app, &next.access), 200);
    let next = Pair::from(refresh(&app, &next.refresh, ""));
    assert_eq!(me(&app, &next.access), 200);
}

#[test]
fn logout_ends_the_session_of_the_token() {
    let app = App::new(&[]);
    let pairs = [log_in(&app, ""), log_in(&app, "")];
    let out = as_bearer(&app, Method::POST, "/auth/jwt/logout", &pairs[0].access);
    assert_eq!((out.status(), out.0.body().len()), (204, 0));
    assert_eq!(me(&app, &pairs[0].access), 401);
    assert_invalid_grant(&refresh(&app, &pairs[0].refresh, ""), "gone");
    assert_eq!(me(&app, &pairs[1].access), 200);
}

#[test]
fn whoever_has_a_token_may_take_it_back() {
    let app = App::new(&[]);
    let (by_refresh, by_access) = (log_in(&app, ""), log_in(&app, ""));
    for (pair, token) in [
        (&by_refresh, &by_refresh.refresh),
        (&by_access, &by_access.access),
    ] {
        for _ in 0..2 {
            let answer = post(
                &app,
                "/revoke",
                &format!("token={token}&token_type_hint=x"),
                &[],
            );
            assert_eq!((answer.status(), answer.0.body().len()), (200, 0));
        }
        assert_invalid_grant(&refresh(&app, &pair.refresh, ""), "gone");
        assert_eq!(me(&app, &pair.access), 401);
    }
    assert_eq!(post(&app, "/revoke", "token=x", &[]).status(), 200);
    let missing = post(&app, "/revoke", "", &[]);
    assert_eq!(
        (missing.status(), &missing.json()["error"]),
        (400, &json!("invalid_request"))
    );
    app.accounts.condition.set(Condition::Off);
    let without = Pair::from(app.login(LOGIN)).access;
    app.accounts.condition.set(Condition::On);
    let answer = post(&app, "/revoke", &format!("token={without}"), &[]);
    assert_eq!(
        (answer.status(), &answer.json()["error"]),
        (400, &json!("unsupported_token_type"))
    );
}

#[test]
fn a_service_asks_about_tokens() {
    let app = App::new(&[
        CLIENTS,
        ("ISSUER", "https://login.example"),
        ("AUDIENCE", "api"),
    ]);
    let pair = log_in(&app, "&scope=me&client_id=app");
    let sid = claims_of(&pair.access)["sid"].clone();
    assert_eq!(
        introspect(&app, &pair.access),
        json!({
            "active": true, "token_type": "bearer", "scope": "me", "username": "quick", "sub": "quick",
            "sid": sid, "iat": NOW as i64, "exp": NOW as i64 + 1800,
            "iss": "https://login.example", "aud": "api",
        })
    );
    assert_eq!(
        introspect(&app, &pair.refresh),
        json!({
            "active": true, "token_type": "refresh_token", "scope": "me", "client_id": "app",
            "username": "quick", "sub": "quick", "sid": sid, "iat": NOW as i64,
            "exp": NOW as i64 + 14 * DAY as i64, "iss": "https://login.example",
        })
    );
    let inactive = json!({"active": false});
    for wrong in ["x", "kwr_x", &pair.access[1..], &pair.refresh[..60]] {
        assert_eq!(introspect(&app, wrong), inactive);
    }
    as_bearer(&app, Method::POST, "/auth/jwt/logout", &pair.access);
    assert_eq!(introspect(&app, &pair.access), inactive);
    assert_eq!(introspect(&app, &pair.refresh), inactive);
    let pair = log_in(&app, "");
    app.store
        .insert("quick", &user("quick", json!({"disabled": true})));
    assert_eq!(introspect(&app, &pair.access), inactive);
    assert_eq!(introspect(&app, &pair.refresh), inactive);
}

fn claims_of(token: &str) -> Value {
    serde_json::from_str(&keyward::token::peek(token).unwrap().claims).unwrap()
}

#[test]
fn only_clients_with_their_secret_may_ask() {
    let app = App::new(&[CLIENTS]);
    let ask = |form: &str, basic: Option<&str>| {
        let headers: Vec<_> = basic
            .iter()
            .map(|value| ("authorization", *value))
            .collect();
        post(&app, "/introspect", form, &headers)
    };
    for (form, basic, status, error) in [
        ("token=x", None, 401, "invalid_client"),
        ("token=x&client_id=api", None, 401, "invalid_client"),
        (
            "token=x&client_id=api&client_secret=wrong",
            None,
            401,
            "invalid_client",
        ),
        (
            "token=x&client_id=nobody&client_secret=secret",
            None,
            401,
            "invalid_client",
        ),
        ("token=x", Some("Basic YXBpOndyb25n"), 401, "invalid_client"),
        ("token=x", Some("Basic !"), 401, "invalid_client"),
        ("token=x", Some("Bearer x"), 401, "invalid_client"),
        (
            "token=x&client_id=stranger&client_secret=secret2",
            None,
            403,
            "unauthorized_client",
        ),
        ("", Some("Basic YXBpOnNlY3JldA=="), 400, "invalid_request"),
    ] {
        let answer = ask(form, basic);
        assert_eq!(
            (answer.status(), &answer.json()["error"]),
            (status, &json!(error))
        );
        let challenge = (status == 401).then_some("Basic realm=\"keyward\"");
        assert_eq!(answer.header("www-authenticate"), challenge);
    }
    let by_form = ask("token=x&client_id=api&client_secret=secret", None);
    assert_eq!(by_form.json(), json!({"active": false}));
}

#[test]
fn clients_that_cannot_be_read_are_said_to_be_unusable() {
    for (clients, line) in [
        (
            "{}",
            "is no JSON list of {\"client_id\", \"hashed_secret\", \"may\": [\"introspect\"]}",
        ),
        (
            r#"[{"client_id":"","hashed_secret":"x","may":[]}]"#,
            "has a client without a client_id",
        ),
        (
            r#"[{"client_id":"a","hashed_secret":"secret","may":[]}]"#,
            "has a hashed_secret that is not 43 characters of base64url",
        ),
    ] {
        let app = App::new(&[("CLIENTS", clients)]);
        let line = format!("CLIENTS {line}: make it with `npm run user -- client add ID`");
        app.assert_unusable("CLIENTS", &line);
    }
}

#[test]
fn with_strict_the_account_is_asked_each_time() {
    let app = App::new(&[("SESSION_CHECK", "strict")]);
    let pair = log_in(&app, "");
    assert_eq!(me(&app, &pair.access), 200);
    app.accounts.condition.set(Condition::Broken);
    as_bearer(&app, Method::GET, "/users/me", &pair.access)
        .assert_refused(503, "the account did not answer");
    app.accounts.condition.set(Condition::On);
    as_bearer(&app, Method::POST, "/auth/jwt/logout", &pair.access);
    // What lies in KV is not read.
    app.store.insert_value("ended:quick", b"{}");
    let answer = as_bearer(&app, Method::GET, "/users/me", &pair.access);
    answer.assert_refused(401, "Could not validate credentials");
    assert_eq!(answer.1.reason, Some("ended"));
}

#[test]
fn without_accounts_there_is_the_tutorials_flow_alone() {
    let app = App::new(&[CLIENTS]);
    app.accounts.condition.set(Condition::Off);
    let answer = app.login(LOGIN);
    assert_eq!(answer.json().get("refresh_token"), None);
    let token = text(&answer.json(), "access_token");
    assert_eq!(claims(&token).get("sid"), None);
    assert_eq!(me(&app, &token), 200);
    let refused = refresh(&app, "kwr_x", "");
    assert_eq!(
        (refused.status(), &refused.json()["error"]),
        (400, &json!("unsupported_grant_type"))
    );
    for (method, path) in [
        (Method::GET, "/users/me/sessions"),
        (Method::DELETE, "/users/me/sessions"),
        (Method::DELETE, "/users/me/sessions/x"),
        (Method::POST, "/auth/jwt/logout"),
        (Method::POST, "/revoke"),
        (Method::POST, "/introspect"),
    ] {
        as_bearer(&app, method, path, &token).assert_refused(404, "Not Found");
    }
    let metadata = app
        .get("/.well-known/oauth-authorization-server", None)
        .json();
    assert_eq!(metadata["grant_types_supported"], json!(["password"]));
    assert_eq!(metadata.get("revocation_endpoint"), None);
}

#[test]
fn a_login_whose_session_cannot_be_opened_is_no_login() {
    let app = App::new(&[]);
    app.accounts.condition.set(Condition::Broken);
    let answer = app.login(LOGIN);
    answer.assert_refused(503, "the account did not answer");
    assert_eq!(answer.header("retry-after"), Some("5"));
}

#[test]
fn metadata_says_where_everything_is() {
    let app = App::new(&[]);
    let metadata = app.get("/.well-known/oauth-authorization-server", None);
    assert_eq!(
        metadata.header("cache-control"),
        Some("public, max-age=300")
    );
    let metadata = metadata.json();
    assert_eq!(metadata["issuer"], "http://localhost");
    assert_eq!(metadata["token_endpoint"], "http://localhost/token");
    assert_eq!(metadata["revocation_endpoint"], "http://localhost/revoke");
    assert_eq!(
        metadata["introspection_endpoint"],
        "http://localhost/introspect"
    );
    assert_eq!(
        metadata["jwks_uri"],
        "http://localhost/.well-known/jwks.json"
    );
    assert_eq!(
        metadata["grant_types_supported"],
        json!(["password", "refresh_token"])
    );
}

/// A set that grows by a new signing key ends no session.
#[test]
fn refresh_tokens_outlive_a_new_signing_key() {
    let app = App::new(&[]);
    let pair = log_in(&app, "");
    let secret = "bmV3IHNlY3JldCBuZXcgc2VjcmV0IG5ldyBzZWNyZXQh";
    let keys = format!(r#"{{"keys":[{{"kty":"oct","kid":"2","alg":"HS256","k":"{secret}"}}]}}"#);
    let rotated = App {
        accounts: app.accounts,
        ..App::new(&[("KEYS", &keys)])
    };
    let next = Pair::from(refresh(&rotated, &pair.refresh, ""));
    let own = App {
        accounts: rotated.accounts,
        ..App::new(&[
            ("KEYS", &keys),
            ("SECRET_KEY", ""),
            ("LOGIN_SECRET", "0123456789abcdef"),
        ])
    };
    assert_invalid_grant(&refresh(&own, &pair.refresh, ""), "format");
    assert_eq!(refresh(&own, &next.refresh, "").status(), 200);
}
