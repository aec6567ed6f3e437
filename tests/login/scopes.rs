//! Scopes, on the host: which are granted, and what they open.

use crate::app::*;
use serde_json::{Value, json};

const ENFORCED: [(&str, &str); 1] = [("REQUIRE_SCOPES", "true")];

/// The bearer header of a login that asks for these scopes.
fn bearer(app: &App, scope: &str) -> String {
    let form = format!("username=quick&password=secret&scope={scope}");
    format!("Bearer {}", app.token(&form))
}

#[test]
fn only_scopes_that_the_user_holds_are_granted_and_the_answer_says_which() {
    let app = App::new(&ENFORCED);
    app.store.insert(
        "reader",
        &user("reader", json!({"scopes": ["me", "audit"]})),
    );
    for (asked, granted) in [
        ("me+items", "me"),
        ("items", ""),
        ("audit+me+audit", "audit me"),
        ("%09me%20%20%0A", "me"),
        // Python's `split` knows these as white space too.
        ("audit%1Cme%1D%1E%1F", "audit me"),
    ] {
        let form = format!("username=reader&password=secret&scope={asked}");
        let body = app.login(&form).json();
        assert_eq!(body["scope"], granted, "{asked}");
        let token = body["access_token"].as_str().unwrap();
        assert_eq!(claims(token)["scope"], granted, "{asked}");
    }
}

#[test]
fn without_a_wish_there_is_no_scope_in_answer_or_token() {
    let app = App::new(&[]);
    for form in [
        "username=quick&password=secret",
        "username=quick&password=secret&scope=",
    ] {
        let body = app.login(form).json();
        assert_eq!(body["scope"], Value::Null);
        assert_eq!(
            claims(body["access_token"].as_str().unwrap())["scope"],
            Value::Null
        );
    }
}

#[test]
fn an_unknown_scope_is_invalid_and_the_known_ones_are_named() {
    for settings in [&ENFORCED[..], &[]] {
        let app = App::new(settings);
        app.store.insert(
            "reader",
            &user("reader", json!({"scopes": ["me", "audit"]})),
        );
        for asked in ["admin", "me+admin", "Me", "me,items", "%22", "%C3%BC"] {
            let form = format!("username=reader&password=secret&scope={asked}");
            let answer = app.login(&form);
            answer.assert_refused(400, "Unknown scope, expected any of: me, items, audit");
            assert_eq!(answer.json()["error"], "invalid_scope");
            assert_eq!(answer.header("cache-control"), Some("no-store"));
        }
    }
}

#[test]
fn who_does_not_know_the_password_learns_nothing_about_scopes() {
    let app = App::new(&ENFORCED);
    app.login("username=quick&password=wrong&scope=admin")
        .assert_refused(401, "Incorrect username or password");
    app.login("username=nobody&password=wrong&scope=admin")
        .assert_refused(401, "Incorrect username or password");
}

#[test]
fn a_resource_opens_with_its_scopes_and_names_them_when_they_are_missing() {
    let app = App::new(&ENFORCED);
    let (me, both, items) = (
        bearer(&app, "me"),
        bearer(&app, "me+items"),
        bearer(&app, "items"),
    );
    for token in [&me, &both] {
        assert_eq!(app.get("/users/me", Some(token)).status(), 200);
    }
    assert_eq!(app.get("/users/me/items", Some(&both)).status(), 200);
    for (path, token, challenge) in [
        ("/users/me/items", &me, r#"Bearer scope="items me""#),
        ("/users/me/items", &items, r#"Bearer scope="items me""#),
        ("/users/me", &items, r#"Bearer scope="me""#),
    ] {
        let refused = app.get(path, Some(token));
        refused.assert_refused(401, "Not enough permissions");
        assert_eq!(refused.header("www-authenticate"), Some(challenge));
    }
    for path in ["/protected", "/status/"] {
        assert_eq!(app.get(path, Some(&items)).status(), 200, "{path}");
    }
}

#[test]
fn a_bad_token_gets_the_challenge_with_the_scopes_and_no_token_the_plain_one() {
    let app = App::new(&ENFORCED);
    let refused = app.get("/users/me", Some("Bearer nonsense"));
    refused.assert_refused(401, "Could not validate credentials");
    assert_eq!(
        refused.header("www-authenticate"),
        Some(r#"Bearer scope="me""#)
    );
    let refused = app.get("/users/me", None);
    refused.assert_refused(401, "Not authenticated");
    assert_eq!(refused.header("www-authenticate"), Some("Bearer"));
}

#[test]
fn nobody_asks_for_scopes_by_default() {
    let app = App::new(&[]);
    let token = format!("Bearer {}", app.token("username=quick&password=secret"));
    for path in ["/users/me", "/users/me/items"] {
        assert_eq!(app.get(path, Some(&token)).status(), 200, "{path}");
    }
}
