//! The login flow end to end on the host: a request in, a response out, with a
//! store in memory and the time as an argument.

use crate::app::*;
use http::{Method, Request, StatusCode};
use keyward::oauth::{self, Level};
use keyward::token;
use serde_json::{Value, json};

#[test]
fn the_tutorials_user_logs_in_and_sees_herself() {
    let app = App::new(&[]);
    app.store.insert("johndoe", JOHNDOE);
    let answer = app.login("grant_type=password&username=johndoe&password=secret");
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let body = answer.json();
    assert_eq!(
        (&body["token_type"], &body["expires_in"]),
        (&json!("bearer"), &json!(1800))
    );

    let token = body["access_token"].as_str().unwrap();
    assert_eq!(
        claims(token),
        json!({"sub": "johndoe", "user_id": 1, "sid": SID, "exp": NOW as u64 + 1800, "iat": NOW as u64})
    );
    let me = app.get("/users/me/", Some(&format!("Bearer {token}")));
    assert_eq!(me.status(), 200);
    assert_eq!(
        me.json(),
        json!({"username": "johndoe", "email": "johndoe@example.com", "full_name": "John Doe", "disabled": false,
            "id": "johndoe", "is_active": true, "is_superuser": false, "is_verified": false})
    );
    assert_eq!(
        app.store.writes(),
        0,
        "a hash stronger than asked for is left alone"
    );
}

#[test]
fn a_user_s_own_claims_reach_the_token_as_they_are_written() {
    let app = App::new(&[]);
    let own = r#""id" : 9007199254740993, "n":[1.10e+2,-0.0,123456789012345678901234567890], "\u0061":"é\/""#;
    let record = format!(
        r#"{{"username":"big","hashed_password":"{QUICK}","scopes":["me"],"claims":{{ {own}
        }}}}"#
    );
    app.store.insert("big", &record);
    for (form, scope) in [("", ""), ("&scope=me", r#","scope":"me""#)] {
        let token = app.token(&format!("username=big&password=secret{form}"));
        let expected = format!(
            r#"{{"sub":"big",{own}{scope},"sid":"{SID}","exp":{},"iat":{NOW}}}"#,
            NOW as u64 + 1800
        );
        assert_eq!(token::peek(&token).unwrap().claims, expected);
        let me = app.get("/users/me", Some(&format!("Bearer {token}")));
        assert_eq!(me.json()["username"], "big");
    }
    for nothing in ["{ }", "null"] {
        let record =
            format!(r#"{{"username":"big","hashed_password":"{QUICK}","claims":{nothing}}}"#);
        app.store.insert("big", &record);
        let token = app.token("username=big&password=secret");
        let expected = format!(
            r#"{{"sub":"big","sid":"{SID}","exp":{},"iat":{NOW}}}"#,
            NOW as u64 + 1800
        );
        assert_eq!(token::peek(&token).unwrap().claims, expected);
    }
}

#[test]
fn a_record_with_a_name_twice_is_logged_and_nobodys() {
    let app = App::new(&[]);
    let record = format!(
        r#"{{"username":"odd","hashed_password":"{QUICK}","claims":{{"a":4242,"a":4242}}}}"#
    );
    app.store.insert("odd", &record);
    app.login("username=odd&password=secret")
        .assert_refused(401, "Incorrect username or password");
    let (level, line) = app.log.borrow_mut().pop().unwrap();
    assert_eq!(level, Level::Error);
    assert!(
        line.contains("malformed user record: `a` is there twice"),
        "{line}"
    );
}

#[test]
fn every_resource_answers_with_and_without_its_slash() {
    let app = App::new(&[]);
    let bearer = format!("bearer {}", app.token("username=quick&password=secret"));
    let me = json!({"username": "quick", "email": null, "full_name": null, "disabled": null,
        "id": "quick", "is_active": true, "is_superuser": false, "is_verified": false});
    let items = json!([{"item_id": "Foo", "owner": "quick"}]);
    for (path, body) in [
        ("/users/me", &me),
        ("/users/me/", &me),
        ("/users/me/items", &items),
        ("/users/me/items/", &items),
        ("/protected", &json!({"user": {"username": "quick"}})),
        ("/status/", &json!({"status": "ok"})),
    ] {
        let answer = app.get(path, Some(&bearer));
        assert_eq!((answer.status(), &answer.json()), (200, body), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
}

#[test]
fn a_wrong_password_and_an_unknown_user_get_the_same_answer() {
    let app = App::new(&[]);
    let wrong = app.login("username=quick&password=Secret");
    let unknown = app.login("username=nobody&password=secret");
    for answer in [&wrong, &unknown] {
        answer.assert_refused(401, "Incorrect username or password");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        assert_eq!(answer.json()["error"], "invalid_grant");
    }
    assert_eq!(wrong.0.headers(), unknown.0.headers());
    let long = format!("username=quick&password={}", "x".repeat(5000));
    app.login(&long)
        .assert_refused(401, "Incorrect username or password");
}

#[test]
fn missing_and_empty_fields_are_listed_as_pydantic_lists_them() {
    let app = App::new(&[]);
    let missing = |field| json!({"type": "missing", "loc": ["body", field], "msg": "Field required", "input": null});
    let pattern = json!({
        "type": "string_pattern_mismatch", "loc": ["body", "grant_type"],
        "msg": "String should match pattern '^password$'", "input": "Password",
        "ctx": {"pattern": "^password$"},
    });
    for (form, detail) in [
        ("", json!([missing("username"), missing("password")])),
        ("username=&password=x", json!([missing("username")])),
        (
            "username=quick&password=secret&password=",
            json!([missing("password")]),
        ),
        (
            "grant_type=Password&username=a",
            json!([pattern, missing("password")]),
        ),
    ] {
        let answer = app.login(form);
        assert_eq!(
            (answer.status(), &answer.json()["detail"]),
            (422, &detail),
            "{form}"
        );
    }
    assert_eq!(
        app.login("grant_type=&username=quick&password=secret")
            .status(),
        200
    );
}

#[test]
fn a_multipart_form_logs_in_too() {
    let app = App::new(&[]);
    let send = |content_type: &str, body: &str| {
        let request = Request::post("http://localhost/token").header("content-type", content_type);
        app.send(request.body(body.as_bytes().to_vec()).unwrap())
    };
    let part = |name: &str, value: &str| {
        format!("--x\r\nContent-Disposition: form-data; {name}\r\n\r\n{value}\r\n")
    };
    let body =
        part("name=\"username\"", "quick") + &part("name=\"password\"", "secret") + "--x--\r\n";
    assert_eq!(
        send("Multipart/Form-Data; boundary=\"x\"", &body).status(),
        200
    );
    send("multipart/form-data", &body).assert_refused(400, "Missing boundary in multipart.");
    send("multipart/form-data; boundary=y", &body).assert_refused(400, "Invalid multipart data.");
    let nameless = part("filename=a", "quick") + "--x--\r\n";
    send("multipart/form-data; boundary=x", &nameless).assert_refused(
        400,
        "The Content-Disposition header field \"name\" must be provided.",
    );
    let file = part("name=\"username\"; filename=\"f\"", "quick")
        + &part("name=password", "secret")
        + "--x--\r\n";
    let answer = send("multipart/form-data; boundary=x", &file);
    assert_eq!(
        (answer.status(), &answer.json()["detail"][0]["type"]),
        (422, &json!("string_type"))
    );
    // A browser's file input that was left empty, and nothing at all.
    let left_empty = part("name=\"password\"; filename=\"\"", "");
    let left_empty = part("name=username", "quick") + &left_empty + "--x--\r\n";
    for (body, fields) in [
        (left_empty.as_str(), &["password"][..]),
        ("", &["username", "password"]),
    ] {
        let answer = send("multipart/form-data; boundary=x", body);
        let missing: Vec<Value> = fields.iter().map(|field| json!(["body", field])).collect();
        let list = answer.json()["detail"].as_array().unwrap().clone();
        let found: Vec<Value> = list.iter().map(|error| error["loc"].clone()).collect();
        assert_eq!((answer.status(), found), (422, missing), "{body}");
    }
    let json = send(
        "application/json",
        r#"{"username":"quick","password":"secret"}"#,
    );
    assert_eq!(json.status(), 422);
}

#[test]
fn a_body_over_64_kib_is_refused_and_one_of_64_kib_is_read() {
    let app = App::new(&[]);
    let form = "username=quick&password=secret&more=";
    let fits = format!("{form}{}", "x".repeat(oauth::MAX_BODY_LENGTH - form.len()));
    assert_eq!(app.login(&fits).status(), 200);
    app.login(&(fits + "x"))
        .assert_refused(413, "the body is longer than 65536 bytes");
    let many = "a&".repeat(1001);
    app.login(&many)
        .assert_refused(400, "Too many fields. Maximum number of fields is 1000.");
}

#[test]
fn without_a_bearer_token_nobody_is_authenticated() {
    let app = App::new(&[]);
    for header in [
        None,
        Some(""),
        Some("Basic eDp5"),
        Some("Bearer:x"),
        Some("Bearer\tx"),
    ] {
        let answer = app.get("/users/me", header);
        answer.assert_refused(401, "Not authenticated");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    }
}

#[test]
fn a_token_that_does_not_convince_is_refused_without_a_reason_on_the_wire_or_a_line_in_the_log() {
    let app = App::new(&[]);
    let foreign = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJxdWljayJ9.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let tokens = [
        String::new(),
        "nonsense".into(),
        foreign.into(),
        signed(json!({"exp": NOW + 60.0})),
        signed(json!({"sub": "nobody"})),
        signed(json!({"sub": ""})),
        signed(json!({"sub": "quick", "exp": NOW - 4242.0})),
        signed(json!({"sub": "quick", "nbf": NOW + 4242.0})),
        signed(json!({"sub": "quick", "aud": "4242"})),
        signed(json!({"sub": "quick", "scope": 4242})),
    ];
    for token in tokens {
        let answer = app.get("/users/me", Some(&format!("Bearer {token}")));
        assert_eq!(
            answer.json(),
            json!({"detail": "Could not validate credentials"})
        );
        assert_eq!(answer.status(), 401);
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        for (name, value) in answer.0.headers() {
            assert!(!value.to_str().unwrap().contains("4242"), "{name}");
        }
    }
    assert_eq!(*app.log.borrow(), []);
}

#[test]
fn a_token_ends_with_its_lifetime() {
    let mut app = App::new(&[("ACCESS_TOKEN_EXPIRE_MINUTES", "1")]);
    let bearer = format!("Bearer {}", app.token("username=quick&password=secret"));
    app.now = NOW + 59.0;
    assert_eq!(app.get("/status/", Some(&bearer)).status(), 200);
    app.now = NOW + 60.0;
    app.get("/status/", Some(&bearer))
        .assert_refused(401, "Could not validate credentials");
}

#[test]
fn a_disabled_user_gets_no_token_and_is_refused_by_every_resource() {
    let app = App::new(&[]);
    let login = app.login("username=off&password=secret&scope=anything");
    login.assert_refused(400, "Inactive user");
    assert_eq!(login.json()["error"], "invalid_grant");
    assert_eq!(login.1.reason, Some("disabled"));
    app.login("username=off&password=wrong")
        .assert_refused(401, "Incorrect username or password");
    let bearer = format!("Bearer {}", signed(json!({"sub": "off"})));
    for path in ["/users/me", "/users/me/items", "/protected", "/status/"] {
        app.get(path, Some(&bearer))
            .assert_refused(400, "Inactive user");
    }
}

#[test]
fn a_subject_prefix_is_written_and_expected() {
    let app = App::new(&[("SUBJECT_PREFIX", "username:")]);
    let token = app.token("username=quick&password=secret");
    assert_eq!(claims(&token)["sub"], "username:quick");
    assert_eq!(
        app.get("/users/me", Some(&format!("Bearer {token}")))
            .status(),
        200
    );
    let bare = signed(json!({"sub": "quick"}));
    app.get("/users/me", Some(&format!("Bearer {bare}")))
        .assert_refused(401, "Could not validate credentials");
}

#[test]
fn other_paths_and_methods_are_refused_as_starlette_refuses_them() {
    let app = App::new(&[]);
    app.get("/nothing", None).assert_refused(404, "Not Found");
    for method in [
        Method::GET,
        Method::HEAD,
        Method::OPTIONS,
        Method::PUT,
        Method::TRACE,
    ] {
        let answer = app.send(request(method, "/token", None));
        answer.assert_refused(405, "Method Not Allowed");
        assert_eq!(answer.header("allow"), Some("POST"));
    }
    let answer = app.send(request(Method::HEAD, "/users/me", None));
    assert_eq!(
        (answer.status(), answer.header("allow")),
        (405, Some("GET, PATCH, DELETE"))
    );
    let answer = app.send(request(Method::POST, "/token/?a=b", None));
    assert_eq!(answer.status(), 307);
    assert_eq!(
        answer.header("location"),
        Some("http://localhost/token?a=b")
    );
    assert!(answer.0.body().is_empty());
}

#[test]
fn an_old_hash_is_renewed_on_login_in_one_write_beside_the_record() {
    let app = App::new(&[]);
    let record = user(
        "quick",
        json!({"email": null, "plan": {"name": "gold"}, "scopes": ["me"]}),
    );
    app.store.insert("quick", &record);
    app.token("username=quick&password=secret");
    assert_eq!(app.store.writes(), 1);
    let hash = app.renewed("quick").unwrap();
    assert!(
        hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{hash}"
    );
    assert_eq!(app.store.record("quick"), Some(record));
    app.token("username=quick&password=secret");
    assert_eq!(app.store.writes(), 1, "a good hash is not written again");
    app.login("username=quick&password=Secret")
        .assert_refused(401, "Incorrect username or password");
}

#[test]
fn a_hash_that_cannot_be_written_back_does_not_stop_the_login() {
    let app = App::new(&[]);
    app.store.refuse_writes();
    app.token("username=quick&password=secret");
    let log = app.log.borrow();
    assert!(log.iter().any(|(level, line)| *level == Level::Warning
        && line == "password hash not renewed on login: the user store did not answer: writes are refused"));
}

#[test]
fn a_malformed_record_is_nobodys_at_the_login_and_unavailable_to_a_token() {
    let app = App::new(&[]);
    let token = app.token("username=quick&password=secret");
    for record in [
        "",
        "[]",
        r#"{"username":"quick"}"#,
        r#"{"username":1,"hashed_password":"x"}"#,
    ] {
        app.store.insert("quick", record);
        app.log.borrow_mut().clear();
        app.login("username=quick&password=secret")
            .assert_refused(401, "Incorrect username or password");
        app.get("/users/me", Some(&format!("Bearer {token}")))
            .assert_refused(503, "the user record cannot be read");
        let log = app.log.borrow();
        assert_eq!(log.len(), 2);
        assert!(log.iter().all(
            |(level, line)| *level == Level::Error && line.contains("malformed user record: ")
        ));
        assert!(log[0].1.contains("npm run user -- check"));
    }
}

#[test]
fn a_claim_that_no_token_can_have_is_logged_by_its_name_and_never_its_value() {
    let app = App::new(&[]);
    app.store
        .insert("odd", &user("odd", json!({"claims": {"jti": 424_242}})));
    app.login("username=odd&password=secret")
        .assert_refused(503, "the token cannot be issued");
    let line =
        "token cannot be issued: ERR_TOKEN_CLAIM: the record's claim `jti` has the wrong type";
    let logged = app.log.borrow_mut().pop();
    assert_eq!(logged, Some((Level::Error, line.to_owned())));
}

#[test]
fn a_hash_that_cannot_be_read_is_logged_without_it_and_looks_like_a_wrong_password() {
    let app = App::new(&[]);
    let record = json!({"username": "odd", "hashed_password": "$argon2id$odd"}).to_string();
    app.store.insert("odd", &record);
    app.login("username=odd&password=secret")
        .assert_refused(401, "Incorrect username or password");
    let log = app.log.borrow();
    let (level, line) = log.last().unwrap();
    assert_eq!(*level, Level::Error);
    assert!(
        line.contains("ERR_HASH_FORMAT") && !line.contains("odd"),
        "{line}"
    );
}

#[test]
fn a_bad_setting_is_named_and_its_value_is_not() {
    for (name, value, detail) in [
        (
            "SECRET_KEY",
            "",
            "SECRET_KEY is not set: make one with `openssl rand -hex 32`",
        ),
        (
            "ALGORITHM",
            "none",
            "ALGORITHM is unknown: expected one of HS256, HS384, HS512, ES256, ES384, ES512, EdDSA, Ed25519, RS256, RS384, RS512, PS256, PS384, PS512",
        ),
        (
            "ACCESS_TOKEN_EXPIRE_MINUTES",
            "0",
            "ACCESS_TOKEN_EXPIRE_MINUTES is not a whole number of minutes from 1 to 43200",
        ),
        (
            "REQUIRE_SCOPES",
            "yes",
            "REQUIRE_SCOPES is neither true nor false",
        ),
    ] {
        let app = App::new(&[(name, value)]);
        app.assert_unusable(name, detail);
        assert_eq!(*app.log.borrow(), []);
        app.get("/nothing", None).assert_refused(404, "Not Found");
    }
    let app = App::new(&[("SECRET_KEY", "hunter2")]);
    let weak = app.login("username=quick&password=secret");
    let body = weak.json().to_string();
    assert_eq!(weak.status(), StatusCode::SERVICE_UNAVAILABLE);
    let (_, line) = app.log.borrow_mut().pop().unwrap();
    assert!(line.contains("HS256 needs at least 32"), "{line}");
    for text in [body, line] {
        assert!(
            text.contains("SECRET_KEY cannot be used") && !text.contains("hunter2"),
            "{text}"
        );
    }
    let known = "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7";
    App::new(&[("SECRET_KEY", known)]).assert_unusable(
        "SECRET_KEY",
        "SECRET_KEY is the one printed in FastAPI's tutorial, so anybody can sign tokens with it: make one with `openssl rand -hex 32`",
    );
}

#[test]
fn the_log_never_holds_a_secret() {
    let app = App::new(&[]);
    let token = app.token("username=quick&password=secret");
    app.login("username=quick&password=hunter2");
    app.get("/users/me", Some(&format!("Bearer {token}x")));
    for (_, line) in app.log.borrow().iter() {
        for secret in ["hunter2", "secret", token.as_str(), QUICK, SECRET] {
            assert!(!line.contains(secret), "{line}");
        }
    }
}

/// "secret", SHA-512-crypt with passlib's default number of rounds.
const SLOW_CRYPT: &str = "$6$rounds=656000$saltsaltsaltsalt$";

#[test]
fn a_password_too_long_for_the_kind_of_hash_is_a_wrong_one() {
    let app = App::new(&[]);
    let hash = format!("{SLOW_CRYPT}{}", "a".repeat(86));
    let record = user("crypt", json!({"hashed_password": hash}));
    app.store.insert("crypt", &record);
    let long = "x".repeat(900);
    for name in ["crypt", "nobody"] {
        app.login(&format!("username={name}&password={long}"))
            .assert_refused(401, "Incorrect username or password");
    }
}

// bcrypt reads 72 bytes, and what was typed after them may be wrong: a new hash of
// it would lock out whoever types it right the next time.
#[test]
fn a_bcrypt_hash_is_not_renewed_with_what_it_did_not_read() {
    // 72 times "p", made with PHP 8.2's password_hash at cost 4.
    let hash = "$2y$04$pT668eujiseF/moUhaFRzurKiNprXEr8KL/7LZWV5MTjh93iFHdmy";
    let app = App::new(&[]);
    let record = user("long", json!({"hashed_password": hash}));
    app.store.insert("long", &record);
    let password = "p".repeat(72);
    app.token(&format!("username=long&password={password}typo"));
    assert_eq!(app.store.writes(), 0);
    app.token(&format!("username=long&password={password}"));
    assert_eq!(app.store.writes(), 1);
    app.login(&format!("username=long&password={password}typo"))
        .assert_refused(401, "Incorrect username or password");
}

#[test]
fn a_hash_of_a_broken_kind_is_verified_where_that_is_allowed_and_renewed() {
    // "password", passlib's documentation of `ldap_md5`.
    let record = user(
        "old",
        json!({"hashed_password": "{MD5}X03MO1qnZdYdgyfeuILPmQ=="}),
    );
    let refusing = App::new(&[]);
    refusing.store.insert("old", &record);
    refusing
        .login("username=old&password=password")
        .assert_refused(401, "Incorrect username or password");
    let (_, line) = refusing.log.borrow_mut().pop().unwrap();
    assert!(line.contains("ALLOW_LEGACY_HASHES"), "{line}");

    let allowing = App::new(&[("ALLOW_LEGACY_HASHES", "true")]);
    allowing.store.insert("old", &record);
    allowing
        .login("username=old&password=wrong")
        .assert_refused(401, "Incorrect username or password");
    allowing.token("username=old&password=password");
    assert_eq!(allowing.store.writes(), 1);
    allowing.token("username=old&password=password");
    assert_eq!(allowing.store.writes(), 1);
    App::new(&[("ALLOW_LEGACY_HASHES", "yes")]).assert_unusable(
        "ALLOW_LEGACY_HASHES",
        "ALLOW_LEGACY_HASHES is neither true nor false",
    );
}
