//! Accounts over HTTP: sign up, verify, reset, change, delete, administer.

use http::{Method, Request};
use keyward::account::sessions::Call;
use keyward::oauth::{Body, BodyError, Level};
use keyward::store::Users;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::app::{Answer, App, NOW, user};
use crate::backend::Condition;
use crate::openapi::{assert_fits, document, is_of_accounts, operations};

const PASSWORD: &str = "correct horse battery staple";
const EMAIL: &str = "ann@example.com";

fn app() -> App {
    App::new(&[("REGISTRATION", "open"), ("REGISTRATION_SCOPES", "me")])
}

impl App {
    fn json(&self, method: Method, path: &str, token: Option<&str>, body: &Value) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("http://localhost{path}"))
            .header("content-type", "application/json")
            .header("cf-connecting-ip", "203.0.113.7");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let body = match body {
            Value::Null => Vec::new(),
            body => body.to_string().into_bytes(),
        };
        self.send(request.body(body).unwrap())
    }

    fn post(&self, path: &str, body: Value) -> Answer {
        self.json(Method::POST, path, None, &body)
    }

    fn register(&self, email: &str) -> Answer {
        self.post(
            "/auth/register",
            json!({"email": email, "password": PASSWORD}),
        )
    }

    fn token_of(&self, name: &str, password: &str) -> String {
        self.token(&format!("username={name}&password={password}&scope=me"))
    }

    /// The token of the last mail.
    fn mailed(&self) -> String {
        let mails = self.mails.borrow();
        mails.last().expect("a mail").token.to_string()
    }

    /// An administrator, and a token of his.
    fn admin(&self) -> String {
        self.store
            .insert("root", &user("root", json!({"scopes": ["admin"]})));
        self.token("username=root&password=secret&scope=admin")
    }
}

fn assert_code(answer: &Answer, code: &str) {
    let detail = &answer.json()["detail"];
    let found = detail.get("code").unwrap_or(detail);
    assert_eq!((answer.status(), found), (400, &json!(code)));
}

#[test]
fn somebody_signs_up_and_logs_in() {
    let app = app();
    let answer = app.register("Ann@Example.com");
    assert_eq!(answer.status(), 201, "{}", answer.json());
    let shown = answer.json();
    assert_eq!(shown["email"], "Ann@example.com");
    assert_eq!(shown["username"], EMAIL);
    assert_eq!(shown["id"].as_str().unwrap().len(), 36);
    for (key, value) in [
        ("is_active", true),
        ("is_superuser", false),
        ("is_verified", false),
    ] {
        assert_eq!(shown[key], json!(value), "{key}");
    }
    assert!(!shown.to_string().contains("argon2"));
    for name in [EMAIL, "ANN@example.com", "Ann@Example.com"] {
        let form = format!("username={name}&password={PASSWORD}").replace(' ', "+");
        assert_eq!(app.login(&form).status(), 200, "{name}");
    }
    let token = app.token_of(EMAIL, PASSWORD);
    let me = app
        .get("/users/me", Some(&format!("Bearer {token}")))
        .json();
    assert_eq!(me["username"], EMAIL);
    assert_eq!(me["is_verified"], json!(false));
}

#[test]
fn an_address_has_one_account_whatever_its_case_and_where_the_store_lags() {
    let app = app();
    app.accounts.lags.set(true);
    assert_eq!(app.register(EMAIL).status(), 201);
    assert!(app.store.record(EMAIL).is_none());
    assert_code(
        &app.register("ANN@example.com"),
        "REGISTER_USER_ALREADY_EXISTS",
    );
    // The object that checks passwords knows already.
    let form = format!("username={EMAIL}&password={PASSWORD}").replace(' ', "+");
    assert_eq!(app.login(&form).status(), 200);
    // An address that somebody has whose name is another.
    app.store
        .insert("bob", &user("bob", json!({"email": "bob@example.com"})));
    app.store.insert_value("email:bob@example.com", b"bob");
    assert_code(
        &app.register("bob@example.com"),
        "REGISTER_USER_ALREADY_EXISTS",
    );
}

#[test]
fn registration_is_closed_unless_it_is_opened() {
    let answer = App::new(&[]).register(EMAIL);
    answer.assert_refused(403, "REGISTER_CLOSED");
    let app = app();
    app.accounts.condition.set(Condition::Off);
    app.register(EMAIL).assert_refused(404, "Not Found");
}

#[test]
fn a_password_that_may_not_be_chosen_is_refused_with_the_reason() {
    let app = app();
    for (password, reason) in [
        ("short", "at least 15 characters"),
        ("password1234567", "most common"),
        ("ann@example.com", "your name or address"),
        ("aaaaaaaaaaaaaaaaaaaa", "repetition"),
    ] {
        let answer = app.post(
            "/auth/register",
            json!({"email": EMAIL, "password": password}),
        );
        assert_code(&answer, "REGISTER_INVALID_PASSWORD");
        let told = answer.json()["detail"]["reason"].to_string();
        assert!(told.contains(reason), "{told}");
    }
    assert!(app.store.record(EMAIL).is_none());
}

#[test]
fn a_password_from_a_breach_is_refused_where_somebody_is_asked_who_knows() {
    // The SHA-1 of PASSWORD is ABF7AAD6438836DBE526AA231ABDE2D0EEF74D42 (`sha1sum`).
    let found =
        "0018A45C4D1DEF81644B54AB7F969B88D65:1\r\nAD6438836DBE526AA231ABDE2D0EEF74D42:7\r\n";
    let settings = [("REGISTRATION", "open"), ("PWNED_PASSWORDS", "true")];
    let app = App::new(&settings);
    *app.breaches.borrow_mut() = Some(found.into());
    let refused = app.register(EMAIL);
    assert_eq!(refused.status(), 400);
    let code = "REGISTER_INVALID_PASSWORD";
    let reason = "Password is known from a data breach";
    assert_eq!(
        refused.json(),
        json!({"detail": {"code": code, "reason": reason}})
    );
    // Padding that happens to be the same is nobody's.
    *app.breaches.borrow_mut() = Some(found.replace(":7", ":0"));
    assert_eq!(app.register(EMAIL).status(), 201);
    // Who is asked and does not answer keeps nobody out.
    for silence in [None, Some("<html>".to_owned())] {
        let app = App::new(&settings);
        *app.breaches.borrow_mut() = silence;
        assert_eq!(app.register(EMAIL).status(), 201);
        let log = app.log.borrow();
        let (level, line) = &log[0];
        assert_eq!(*level, Level::Warning);
        assert!(line.starts_with("a password was not looked up in PWNED_PASSWORDS: "));
    }
    // Nobody is asked without the setting.
    let app = App::new(&[("REGISTRATION", "open"), ("PWNED_PASSWORDS", "false")]);
    *app.breaches.borrow_mut() = Some(found.into());
    assert_eq!(app.register(EMAIL).status(), 201);
    for value in ["yes", "http://example.com/range/", "api.example.com"] {
        App::new(&[("PWNED_PASSWORDS", value)]).assert_unusable(
            "PWNED_PASSWORDS",
            "PWNED_PASSWORDS is neither true nor false, nor the https:// URL of a service with the same range search",
        );
    }
}

#[test]
fn nobody_makes_himself_an_administrator() {
    let app = app();
    let body = json!({"email": EMAIL, "password": PASSWORD, "is_superuser": true,
        "is_verified": true, "scopes": ["admin"]});
    let shown = app.post("/auth/register", body).json();
    assert_eq!(shown["is_superuser"], json!(false));
    assert_eq!(shown["is_verified"], json!(false));
    let token = app.token_of(EMAIL, PASSWORD);
    let body = json!({"is_superuser": true, "is_verified": true, "scopes": ["admin"]});
    let answer = app.json(Method::PATCH, "/users/me", Some(&token), &body);
    assert_eq!(
        (answer.status(), &answer.json()["is_superuser"]),
        (200, &json!(false))
    );
    let record = app.store.record(EMAIL).unwrap();
    assert!(!record.contains("admin"), "{record}");
    let answer = app.json(Method::GET, "/users", Some(&token), &Value::Null);
    answer.assert_refused(403, "Forbidden");
}

#[test]
fn an_address_is_verified_once() {
    let app = app();
    app.register(EMAIL);
    let asked = app.post(
        "/auth/request-verify-token",
        json!({"email": "ANN@example.com"}),
    );
    assert_eq!((asked.status(), asked.json()), (202, Value::Null));
    let token = app.mailed();
    let verified = app.post("/auth/verify", json!({"token": token}));
    assert_eq!(
        (verified.status(), &verified.json()["is_verified"]),
        (200, &json!(true))
    );
    let again = app.post("/auth/verify", json!({"token": token}));
    assert_code(&again, "VERIFY_USER_ALREADY_VERIFIED");
    for token in ["", "x", "kwm_AAAA"] {
        let answer = app.post("/auth/verify", json!({"token": token}));
        assert_code(&answer, "VERIFY_USER_BAD_TOKEN");
    }
    // Somebody who is verified gets no other mail.
    app.post("/auth/request-verify-token", json!({"email": EMAIL}));
    assert_eq!(app.mails.borrow().len(), 1);
}

#[test]
fn a_reset_ends_what_the_old_password_has_opened() {
    let mut app = app();
    app.register(EMAIL);
    app.now += 10.0;
    let token = app.token_of(EMAIL, PASSWORD);
    app.now += 10.0;
    let asked = app.post("/auth/forgot-password", json!({"email": EMAIL}));
    assert_eq!((asked.status(), asked.json()), (202, Value::Null));
    let (first, second) = (app.mailed(), {
        app.post("/auth/forgot-password", json!({"email": EMAIL}));
        app.mailed()
    });
    let reset = |token: &str, password: &str| {
        app.post(
            "/auth/reset-password",
            json!({"token": token, "password": password}),
        )
    };
    assert_code(&reset(&first, "short"), "RESET_PASSWORD_INVALID_PASSWORD");
    let done = reset(&first, "another long password");
    assert_eq!((done.status(), done.json()), (200, Value::Null));
    for used in [&first, &second] {
        assert_code(
            &reset(used, "a third long password"),
            "RESET_PASSWORD_BAD_TOKEN",
        );
    }
    let me = app.get("/users/me", Some(&format!("Bearer {token}")));
    assert_eq!(me.status(), 401);
    let form = |password: &str| format!("username={EMAIL}&password={password}").replace(' ', "+");
    assert_eq!(app.login(&form(PASSWORD)).status(), 401);
    assert_eq!(app.login(&form("another long password")).status(), 200);
}

#[test]
fn a_mail_token_is_good_for_an_hour_and_for_one_purpose() {
    let mut app = app();
    app.register(EMAIL);
    app.post("/auth/forgot-password", json!({"email": EMAIL}));
    let token = app.mailed();
    let answer = app.post("/auth/verify", json!({"token": token}));
    assert_code(&answer, "VERIFY_USER_BAD_TOKEN");
    app.now = NOW + 3600.0;
    let body = json!({"token": token, "password": "another long password"});
    assert_code(
        &app.post("/auth/reset-password", body),
        "RESET_PASSWORD_BAD_TOKEN",
    );
}

#[test]
fn forgot_never_tells_who_exists() {
    let app = app();
    app.register(EMAIL);
    app.waits.borrow_mut().clear();
    for email in [EMAIL, "nobody@example.com"] {
        let answer = app.post("/auth/forgot-password", json!({"email": email}));
        assert_eq!(
            (answer.status(), answer.json()),
            (202, Value::Null),
            "{email}"
        );
    }
    let waits = app.waits.borrow();
    assert_eq!(*waits, [NOW + 0.5, NOW + 0.5]);
    assert_eq!(app.mails.borrow().len(), 1);
}

#[test]
fn nor_does_it_where_the_accounts_do_not_answer() {
    let app = app();
    app.register(EMAIL);
    app.waits.borrow_mut().clear();
    app.accounts.condition.set(Condition::Broken);
    for path in ["/auth/forgot-password", "/auth/request-verify-token"] {
        for email in [EMAIL, "nobody@example.com"] {
            let answer = app.post(path, json!({"email": email}));
            assert_eq!(
                (answer.status(), answer.json()),
                (202, Value::Null),
                "{path} {email}"
            );
        }
    }
    assert_eq!(*app.waits.borrow(), [NOW + 0.5; 4]);
    assert!(app.mails.borrow().is_empty());
    let lines = app.log.borrow();
    let errors = lines.iter().filter(|(level, _)| *level == Level::Error);
    assert_eq!(errors.count(), 2, "one for each mail that was not sent");
}

#[test]
fn there_are_so_many_mails_an_hour_and_requests_of_a_network() {
    let app = app();
    app.register(EMAIL);
    for _ in 0..5 {
        let answer = app.post("/auth/forgot-password", json!({"email": EMAIL}));
        assert_eq!(answer.status(), 202);
    }
    assert_eq!(app.mails.borrow().len(), 3);
    // Another kind has its own count.
    app.post("/auth/request-verify-token", json!({"email": EMAIL}));
    assert_eq!(app.mails.borrow().len(), 4);
    for number in 0..19 {
        assert_eq!(
            app.register(&format!("u{number}@example.com")).status(),
            201
        );
    }
    let answer = app.register("last@example.com");
    answer.assert_refused(429, "Too many requests");
    assert_eq!(answer.header("retry-after"), Some("3600"));
}

#[test]
fn a_user_changes_the_address_and_it_is_free_again_afterwards() {
    let app = app();
    app.register(EMAIL);
    app.register("taken@example.com");
    let token = app.token_of(EMAIL, PASSWORD);
    let patch = |body: Value| app.json(Method::PATCH, "/users/me", Some(&token), &body);
    let taken = patch(json!({"email": "Taken@example.com"}));
    assert_code(&taken, "UPDATE_USER_EMAIL_ALREADY_EXISTS");
    let moved = patch(json!({"email": "new@example.com", "full_name": "Ann"}));
    assert_eq!(moved.status(), 200, "{}", moved.json());
    assert_eq!(moved.json()["email"], "new@example.com");
    assert_eq!(moved.json()["full_name"], "Ann");
    assert_eq!(moved.json()["username"], EMAIL);
    let owner = |address: &str| pollster::block_on(app.store.username_of(address)).unwrap();
    assert_eq!(owner("new@example.com").as_deref(), Some(EMAIL));
    assert_eq!(owner(EMAIL), None);
    let form = format!("username=NEW@example.com&password={PASSWORD}").replace(' ', "+");
    assert_eq!(app.login(&form).status(), 200);
    // And back, which frees the other.
    assert_eq!(patch(json!({"email": EMAIL})).status(), 200);
    assert_eq!(owner("new@example.com"), None);
    assert_eq!(app.register("new@example.com").status(), 201);
}

#[test]
fn nobody_makes_a_list_of_who_has_an_account_by_moving() {
    let mut app = app();
    app.register(EMAIL);
    app.register("taken@example.com");
    let token = app.token_of(EMAIL, PASSWORD);
    let move_to = |app: &App, email: &str| {
        app.json(
            Method::PATCH,
            "/users/me",
            Some(&token),
            &json!({"email": email}),
        )
    };
    for _ in 0..3 {
        assert_code(
            &move_to(&app, "taken@example.com"),
            "UPDATE_USER_EMAIL_ALREADY_EXISTS",
        );
    }
    for email in ["taken@example.com", "free@example.com"] {
        move_to(&app, email).assert_refused(429, "Too many requests");
    }
    assert_eq!(move_to(&app, EMAIL).status(), 200, "where the address is");
    app.now += 3600.0;
    let token = app.token_of(EMAIL, PASSWORD);
    let body = json!({"email": "free@example.com"});
    let moved = app.json(Method::PATCH, "/users/me", Some(&token), &body);
    assert_eq!(moved.status(), 200);
}

#[test]
fn who_is_no_admin_any_more_does_not_make_himself_one_where_the_store_lags() {
    let app = app();
    let root = app.admin();
    app.store
        .insert("bob", &user("bob", json!({"scopes": ["admin"]})));
    let bob = app.token("username=bob&password=secret&scope=admin");
    let set = |token: &str, is: bool| {
        let body = json!({"is_superuser": is});
        app.json(Method::PATCH, "/users/bob", Some(token), &body)
    };
    assert_eq!(set(&bob, true).status(), 200);
    app.accounts.lags.set(true);
    assert_eq!(set(&root, false).status(), 200);
    assert!(
        app.store
            .value("user:bob")
            .is_some_and(|text| { String::from_utf8(text).unwrap().contains("admin") })
    );
    set(&bob, true).assert_refused(403, "Forbidden");
}

#[test]
fn a_new_password_needs_the_old_one_or_a_fresh_login() {
    let mut app = app();
    app.register(EMAIL);
    app.now += 5.0;
    let token = app.token_of(EMAIL, PASSWORD);
    let body = |current: &str, new: &str| json!({"current_password": current, "new_password": new});
    let change =
        |app: &App, body: Value| app.json(Method::PATCH, "/users/me/password", Some(&token), &body);
    assert_code(
        &change(&app, body("wrong", "another long password")),
        "UPDATE_USER_WRONG_PASSWORD",
    );
    assert_code(
        &change(&app, body(PASSWORD, "short")),
        "UPDATE_USER_INVALID_PASSWORD",
    );
    app.now += 1000.0;
    let late = json!({"password": "another long password"});
    app.json(Method::PATCH, "/users/me", Some(&token), &late)
        .assert_refused(403, "UPDATE_USER_SESSION_TOO_OLD");
    assert_eq!(
        change(&app, body(PASSWORD, "another long password")).status(),
        204
    );
    let form = format!("username={EMAIL}&password=another+long+password&scope=me");
    let token = app.token(&form);
    app.now += 1.0;
    let soon = json!({"password": "a third long password"});
    let answer = app.json(Method::PATCH, "/users/me", Some(&token), &soon);
    assert_eq!(answer.status(), 200, "{}", answer.json());
}

/// The thief has the access token of the session that the owner has kept, and asks where the
/// store shows nothing of it yet.
#[test]
fn a_token_that_has_ended_takes_no_account_over_where_the_store_lags() {
    let mut app = app();
    app.register(EMAIL);
    app.now += 5.0;
    let token = app.token_of(EMAIL, PASSWORD);
    app.now += 5.0;
    let before = app.store.record(EMAIL).unwrap();
    let change = json!({"current_password": PASSWORD, "new_password": "another long password"});
    let changed = app.json(Method::PATCH, "/users/me/password", Some(&token), &change);
    assert_eq!(changed.status(), 204);
    let after = app.store.record(EMAIL).unwrap();
    app.now += 5.0;
    for (method, path, body) in [
        (
            Method::PATCH,
            "/users/me",
            json!({"password": "the thief's own password"}),
        ),
        (
            Method::PATCH,
            "/users/me",
            json!({"email": "thief@example.com"}),
        ),
        (Method::PATCH, "/users/me", json!({"full_name": "Thief"})),
        (
            Method::PATCH,
            "/users/me/password",
            json!({"current_password": "another long password", "new_password": "the thief's own password"}),
        ),
        (Method::DELETE, "/users/me", Value::Null),
    ] {
        app.store.insert(EMAIL, &before);
        app.store.remove_value(&format!("ended:{EMAIL}"));
        let me = app.get("/users/me", Some(&format!("Bearer {token}")));
        assert_eq!(me.status(), 200, "the store lags");
        app.json(method.clone(), path, Some(&token), &body)
            .assert_refused(401, "Could not validate credentials");
        assert_eq!(
            app.store.record(EMAIL).as_ref(),
            Some(&before),
            "{method} {path} {body}"
        );
        app.store.insert(EMAIL, &after);
    }
    let form = format!("username={EMAIL}&password=another+long+password");
    assert_eq!(app.login(&form).status(), 200);
}

/// A body that something comes before.
struct Late<F>(F, Value);

impl<F: FnOnce()> Body for Late<F> {
    async fn read(self, _: usize) -> Result<Zeroizing<Vec<u8>>, BodyError> {
        (self.0)();
        Ok(Zeroizing::new(self.1.to_string().into_bytes()))
    }
}

#[test]
fn what_has_ended_while_a_body_was_on_its_way_has_ended() {
    let mut app = app();
    let root = app.admin();
    app.store
        .insert("bob", &user("bob", json!({"scopes": ["admin"]})));
    let bob = app.token("username=bob&password=secret&scope=admin");
    app.register(EMAIL);
    app.now += 5.0;
    let token = app.token_of(EMAIL, PASSWORD);
    app.now += 5.0;
    let send = |method, path: &str, token: &str, late: Late<&dyn Fn()>| {
        let request = Request::builder()
            .method(method)
            .uri(format!("http://localhost{path}"))
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {token}"))
            .body(late)
            .unwrap();
        pollster::block_on(app.answer(request, &app.store))
    };
    app.accounts.lags.set(true);
    let logged_out = || {
        let body = json!({"current_password": PASSWORD, "new_password": "another long password"});
        let changed = app.json(Method::PATCH, "/users/me/password", Some(&token), &body);
        assert_eq!(changed.status(), 204);
        app.store.remove_value(&format!("ended:{EMAIL}"));
    };
    let body = json!({"password": "the thief's own password"});
    send(Method::PATCH, "/users/me", &token, Late(&logged_out, body))
        .assert_refused(401, "Could not validate credentials");
    let body = json!({"current_password": "another long password", "new_password": "the thief's own password"});
    let nothing = || ();
    send(
        Method::PATCH,
        "/users/me/password",
        &token,
        Late(&nothing, body),
    )
    .assert_refused(401, "Could not validate credentials");
    let demoted = || {
        let body = json!({"is_superuser": false});
        let changed = app.json(Method::PATCH, "/users/bob", Some(&root), &body);
        assert_eq!(changed.status(), 200);
    };
    let body = json!({"is_superuser": true});
    send(Method::PATCH, "/users/bob", &bob, Late(&demoted, body)).assert_refused(403, "Forbidden");
    let body = json!({"email": "new@example.com", "is_superuser": true});
    send(Method::POST, "/users", &bob, Late(&demoted, body)).assert_refused(403, "Forbidden");
}

/// Two requests at once: one has the address from before, the other has moved away from it and
/// has had the new one verified.
#[test]
fn an_address_is_not_verified_by_a_request_that_knew_another_one() {
    let mut app = app();
    let root = app.admin();
    app.register(EMAIL);
    app.now += 5.0;
    let token = app.token_of(EMAIL, PASSWORD);
    let before = app.store.record(EMAIL).unwrap();
    let edited = |email: &str, verified: bool| {
        let mut record: Value = serde_json::from_str(&before).unwrap();
        record["email"] = json!(email);
        record["is_verified"] = json!(verified);
        record.to_string()
    };
    for (path, token, body, meanwhile) in [
        (
            "/users/me",
            &token,
            json!({"email": EMAIL}),
            edited("new@example.com", true),
        ),
        (
            "/users/ann@example.com",
            &root,
            json!({"is_verified": true}),
            edited("new@example.com", false),
        ),
    ] {
        app.store.insert(EMAIL, &before);
        app.accounts.meanwhile.replace(Some(meanwhile.clone()));
        app.json(Method::PATCH, path, Some(token), &body)
            .assert_refused(503, "the account has just been changed");
        assert_eq!(app.store.record(EMAIL), Some(meanwhile), "{path}");
    }
}

#[test]
fn an_address_that_could_not_be_written_is_free_again() {
    let mut app = app();
    let root = app.admin();
    app.register(EMAIL);
    app.now += 5.0;
    let token = app.token_of(EMAIL, PASSWORD);
    let body = |email: &str| json!({"email": email});
    app.accounts.refuses.set(true);
    let moved = app.json(
        Method::PATCH,
        "/users/me",
        Some(&token),
        &body("a@example.com"),
    );
    moved.assert_refused(503, "the account did not answer");
    let named = json!({"email": "b@example.com", "username": "bob", "password": PASSWORD});
    app.json(Method::POST, "/users", Some(&root), &named)
        .assert_refused(503, "the account did not answer");
    app.accounts.refuses.set(false);
    for email in ["a@example.com", "b@example.com"] {
        let answer = app.register(email);
        assert_eq!(answer.status(), 201, "{}", answer.json());
    }
}

#[test]
fn who_deletes_himself_is_gone_with_everything() {
    let mut app = app();
    let id = app.register(EMAIL).json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    app.now += 2.0;
    let token = app.token_of(EMAIL, PASSWORD);
    app.now += 2.0;
    let answer = app.json(Method::DELETE, "/users/me", Some(&token), &Value::Null);
    assert_eq!(answer.status(), 204);
    for key in [
        format!("user:{EMAIL}"),
        format!("email:{EMAIL}"),
        format!("id:{id}"),
    ] {
        assert_eq!(app.store.value(&key), None, "{key}");
    }
    let me = app.get("/users/me", Some(&format!("Bearer {token}")));
    assert_eq!(me.status(), 401);
    let form = format!("username={EMAIL}&password={PASSWORD}").replace(' ', "+");
    assert_eq!(app.login(&form).status(), 401);
    assert_eq!(app.register(EMAIL).status(), 201);
}

#[test]
fn an_administrator_reads_changes_and_deletes_users() {
    let mut app = app();
    let admin = app.admin();
    let id = app.register(EMAIL).json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    app.now += 2.0;
    let token = app.token_of(EMAIL, PASSWORD);
    app.now += 2.0;
    let path = format!("/users/{id}");
    let ask = |method, path: &str, body: Value| app.json(method, path, Some(&admin), &body);
    assert_eq!(ask(Method::GET, &path, Value::Null).json()["email"], EMAIL);
    assert_eq!(
        ask(Method::GET, "/users/quick", Value::Null).json()["username"],
        "quick"
    );
    ask(Method::GET, "/users/nobody", Value::Null).assert_refused(404, "Not Found");
    let sessions = ask(Method::GET, &format!("{path}/sessions"), Value::Null);
    assert_eq!(sessions.json().as_array().unwrap().len(), 1);
    let changed = ask(
        Method::PATCH,
        &path,
        json!({"is_verified": true, "is_superuser": true}),
    );
    assert_eq!(
        changed.json()["is_superuser"],
        json!(true),
        "{}",
        changed.json()
    );
    let disabled = ask(Method::PATCH, &path, json!({"is_active": false}));
    assert_eq!(
        (disabled.status(), &disabled.json()["is_active"]),
        (200, &json!(false))
    );
    let me = app.get("/users/me", Some(&format!("Bearer {token}")));
    assert_eq!(me.status(), 401);
    assert_eq!(ask(Method::DELETE, &path, Value::Null).status(), 204);
    ask(Method::GET, &path, Value::Null).assert_refused(404, "Not Found");
    let lines = app.log.borrow();
    let audits = lines.iter().filter(|(_, line)| line.starts_with("audit: "));
    let audits: Vec<&str> = audits
        .filter_map(|(_, line)| line.split(',').next())
        .collect();
    assert_eq!(
        audits,
        [
            "audit: changed is_superuser",
            "audit: changed is_active",
            "audit: deleted"
        ]
    );
}

#[test]
fn a_password_that_is_one_no_longer_fails_like_any_other() {
    let app = app();
    let admin = app.admin();
    app.register(EMAIL);
    app.token_of(EMAIL, PASSWORD);
    app.accounts.lags.set(true);
    let body = json!({"password": "another horse battery staple"});
    let path = format!("/users/{EMAIL}");
    let changed = app.json(Method::PATCH, &path, Some(&admin), &body);
    assert_eq!(changed.status(), 200);
    // A location that knows the old record alone.
    app.shards.condition.set(Condition::Off);
    app.waits.borrow_mut().clear();
    let form = format!("username={EMAIL}&password={PASSWORD}").replace(' ', "+");
    app.login(&form)
        .assert_refused(401, "Incorrect username or password");
    assert_eq!(*app.waits.borrow(), [NOW + 0.5]);
    assert!(
        app.log
            .borrow()
            .iter()
            .any(|(_, line)| line.contains("the password was changed"))
    );
}

/// What was decided stands, also where the client hears of a failure.
#[test]
fn what_an_administrator_does_is_in_the_log_whatever_the_answer_is() {
    let app = app();
    let admin = app.admin();
    app.register(EMAIL);
    let path = format!("/users/{EMAIL}");
    let ask = |method, path: &str, body: Value| app.json(method, path, Some(&admin), &body);
    app.accounts.refuses.set(true);
    let made = json!({"email": "bob@example.com"});
    assert_eq!(ask(Method::POST, "/users", made).status(), 503);
    let changed = ask(Method::PATCH, &path, json!({"is_active": false}));
    assert_eq!(changed.status(), 503);
    assert_eq!(ask(Method::DELETE, &path, Value::Null).status(), 503);
    app.accounts.fails.set(|call| matches!(call, Call::EndAll));
    let ended = ask(Method::DELETE, "/users/quick/sessions", Value::Null);
    assert_eq!(ended.status(), 503);
    // What is refused changes nothing.
    let missing = ask(Method::PATCH, "/users/nobody", json!({"is_active": false}));
    missing.assert_refused(404, "Not Found");
    let lines = app.log.borrow();
    let audits: Vec<&str> = lines
        .iter()
        .filter_map(|(_, line)| line.strip_prefix("audit: ")?.split(", by").next())
        .collect();
    let unsure = |what: &str| format!("{what} (answered 503: it may happen yet)");
    let expected = [
        "created",
        "changed is_active",
        "deleted",
        "logged out everywhere",
    ];
    assert_eq!(audits, expected.map(unsure));
}

#[test]
fn a_deletion_stands_where_the_address_cannot_be_let_go() {
    let app = app();
    let admin = app.admin();
    let body = json!({"email": EMAIL, "username": "ann"});
    let made = app.json(Method::POST, "/users", Some(&admin), &body);
    assert_eq!(made.status(), 201);
    app.accounts
        .fails
        .set(|call| matches!(call, Call::Release { .. }));
    let deleted = app.json(Method::DELETE, "/users/ann", Some(&admin), &Value::Null);
    assert_eq!(deleted.status(), 204);
    let lines = app.log.borrow();
    let said = |what: &str| lines.iter().any(|(_, line)| line.contains(what));
    assert!(said("audit: deleted, by"));
    assert!(said("an address that was given up is still kept"));
}

/// Two administrators at once: one reads the user, the other takes a scope away.
#[test]
fn a_change_brings_no_scope_back_that_somebody_else_has_taken() {
    let app = app();
    let admin = app.admin();
    app.store
        .insert("bob", &user("bob", json!({"scopes": ["me", "billing"]})));
    let meanwhile = user("bob", json!({"scopes": ["me"]}));
    *app.accounts.meanwhile.borrow_mut() = Some(meanwhile);
    let body = json!({"is_superuser": true, "full_name": "Bob"});
    let changed = app.json(Method::PATCH, "/users/bob", Some(&admin), &body);
    assert_eq!(changed.status(), 200);
    let record = app.store.record("bob").unwrap();
    let record: Value = serde_json::from_str(&record).unwrap();
    assert_eq!(record["scopes"], json!(["me", "admin"]));
}

#[test]
fn an_administrator_makes_users_and_lists_them_by_the_page() {
    let app = App::new(&[]);
    let admin = app.admin();
    let ask = |method, path: &str, body: Value| app.json(method, path, Some(&admin), &body);
    let body = json!({"email": EMAIL, "username": "ann", "is_verified": true, "scopes": ["me"]});
    let created = ask(Method::POST, "/users", body.clone());
    assert_eq!(
        (created.status(), &created.json()["username"]),
        (201, &json!("ann"))
    );
    assert_code(
        &ask(Method::POST, "/users", body),
        "REGISTER_USER_ALREADY_EXISTS",
    );
    let other = json!({"email": "x@example.com", "username": "b@example.com"});
    assert_eq!(ask(Method::POST, "/users", other).status(), 400);
    // Without a password there is none that is right, until it is reset.
    assert_eq!(app.login("username=ann&password=").status(), 422);
    assert_eq!(app.login("username=ann&password=null").status(), 401);
    app.post("/auth/forgot-password", json!({"email": EMAIL}));
    let reset = json!({"token": app.mailed(), "password": PASSWORD});
    assert_eq!(app.post("/auth/reset-password", reset).status(), 200);
    let form = format!("username={EMAIL}&password={PASSWORD}").replace(' ', "+");
    assert_eq!(app.login(&form).status(), 200);

    app.store.insert("zoe", "{}");
    let mut names = Vec::new();
    let mut path = "/users?limit=2".to_owned();
    loop {
        let page = ask(Method::GET, &path, Value::Null).json();
        let users = page["users"].as_array().unwrap();
        names.extend(
            users
                .iter()
                .map(|user| user["username"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next"].as_str() else {
            assert!(users.last().unwrap()["error"].is_string());
            break;
        };
        path = format!("/users?limit=2&after={next}");
    }
    assert_eq!(names, ["ann", "off", "quick", "root", "zoe"]);
    assert_eq!(
        ask(Method::GET, "/users?limit=0", Value::Null).status(),
        422
    );
}

#[test]
fn a_login_in_the_dialect_of_fastapi_users() {
    let app = App::new(&[
        ("REGISTRATION", "open"),
        ("LOGIN_REQUIRES_VERIFIED", "true"),
    ]);
    app.register(EMAIL);
    let login = |name: &str, password: &str| {
        let form = format!("username={name}&password={password}").replace(' ', "+");
        let request = Request::post("http://localhost/auth/jwt/login")
            .header("content-type", "application/x-www-form-urlencoded");
        app.send(request.body(form.into_bytes()).unwrap())
    };
    assert_code(&login(EMAIL, PASSWORD), "LOGIN_USER_NOT_VERIFIED");
    assert_code(&login(EMAIL, "wrong"), "LOGIN_BAD_CREDENTIALS");
    assert_code(
        &login("nobody@example.com", "wrong"),
        "LOGIN_BAD_CREDENTIALS",
    );
    assert_code(&login("off", "secret"), "LOGIN_BAD_CREDENTIALS");
    app.post("/auth/request-verify-token", json!({"email": EMAIL}));
    app.post("/auth/verify", json!({"token": app.mailed()}));
    let answer = login(EMAIL, PASSWORD);
    assert_eq!(answer.status(), 200);
    assert!(answer.json()["refresh_token"].is_string());
}

#[test]
fn the_outbox_is_for_this_machine_alone() {
    let app = app();
    app.register(EMAIL);
    app.post("/auth/forgot-password", json!({"email": EMAIL}));
    let outbox = app.get("/auth/outbox", None);
    assert_eq!(outbox.json()[0]["type"], "reset");
    let request = Request::get("https://login.example.com/auth/outbox");
    let elsewhere = app.send(request.body(Vec::new()).unwrap());
    elsewhere.assert_refused(404, "Not Found");
    let asked = Request::post("https://login.example.com/auth/forgot-password")
        .header("content-type", "application/json")
        .body(json!({"email": EMAIL}).to_string().into_bytes());
    assert_eq!(app.send(asked.unwrap()).status(), 202);
    let log = app.log.borrow();
    assert!(log.iter().any(|(_, line)| line.contains("MAIL_WEBHOOK")));
}

/// Every operation succeeds, and what it answers is what the document lists.
#[test]
fn every_operation_of_accounts_answers_as_it_is_described() {
    for (method, path, operation) in operations(&document(&app())) {
        if !is_of_accounts(&method, &path) {
            continue;
        }
        let mut app = app();
        let document = document(&app);
        let admin = app.admin();
        let id = app.register(EMAIL).json()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        app.now += 2.0;
        let token = app.token_of(EMAIL, PASSWORD);
        let purpose = match &*path {
            "/auth/verify" => "/auth/request-verify-token",
            _ => "/auth/forgot-password",
        };
        app.post(purpose, json!({"email": EMAIL}));
        let mailed = app.mailed();
        let email = match &*path {
            "/auth/register" | "/users" => "new@example.com",
            _ => EMAIL,
        };
        let body = json!({"email": email, "password": "another long password", "token": mailed,
            "current_password": PASSWORD, "new_password": "another long password"});
        let target = path.replace("{id}", &id);
        let own = match path.starts_with("/users/me") {
            true => &token,
            false => &admin,
        };
        let send =
            |token: Option<&str>, body: &Value| app.json(method.clone(), &target, token, body);
        let mut answers = vec![
            send(None, &Value::Null),
            send(Some("x"), &json!({"email": "x"})),
            send(Some(&token), &json!({"email": 1, "password": "short"})),
            send(Some(own), &json!([])),
        ];
        answers.push(match &*path {
            "/auth/jwt/login" => {
                let form = format!("username={EMAIL}&password={PASSWORD}").replace(' ', "+");
                let request = Request::post("http://localhost/auth/jwt/login")
                    .header("content-type", "application/x-www-form-urlencoded");
                app.send(request.body(form.into_bytes()).unwrap())
            }
            _ => send(Some(own), &body),
        });
        let mut succeeded = false;
        for answer in &answers {
            let status = answer.status().to_string();
            succeeded |= status.starts_with('2');
            let listed = &operation["responses"][&status];
            assert!(
                listed.is_object(),
                "{method} {path} does not list {status}: {:?}",
                answer.0
            );
            if answer.0.body().is_empty() {
                assert!(listed["content"].is_null(), "{method} {path} {status}");
                continue;
            }
            let schema = &listed["content"]["application/json"]["schema"];
            assert_fits(&document, schema, &answer.json());
        }
        assert!(succeeded, "{method} {path} never succeeded");
    }
}
