//! What browsers look at, on the host: cross-origin requests, the headers that
//! restrict a page, and the facts for the log.

use crate::app::*;
use http::{Method, Request};

const LISTED: [(&str, &str); 1] = [(
    "CORS_ALLOW_ORIGINS",
    "https://app.example, http://localhost:5173",
)];
const ANY: [(&str, &str); 1] = [("CORS_ALLOW_ORIGINS", "*")];

/// What starlette 1.10.0's CORSMiddleware was seen to answer, with
/// `allow_methods=["*"]` and `allow_headers=["*"]`.
const METHODS: &str = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, QUERY";
const PREFLIGHT_VARY: &str = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network";

fn send(app: &App, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder()
        .method(method)
        .uri(format!("http://localhost{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.send(request.body(Vec::new()).unwrap())
}

fn body(answer: &Answer) -> &str {
    std::str::from_utf8(answer.0.body()).unwrap()
}

/// The five headers that carry the permission.
fn permission(answer: &Answer) -> [Option<&str>; 5] {
    [
        "access-control-allow-origin",
        "access-control-allow-credentials",
        "access-control-allow-methods",
        "access-control-allow-headers",
        "access-control-max-age",
    ]
    .map(|name| answer.header(name))
}

#[test]
fn without_the_setting_no_other_origin_is_let_in() {
    let app = App::new(&[]);
    let origin = ("origin", "https://app.example");
    let answer = send(&app, Method::GET, "/status/", &[origin]);
    assert_eq!(
        (permission(&answer), answer.header("vary")),
        ([None; 5], None)
    );
    let preflight = [origin, ("access-control-request-method", "POST")];
    let answer = send(&app, Method::OPTIONS, "/token", &preflight);
    answer.assert_refused(405, "Method Not Allowed");
    assert_eq!(permission(&answer), [None; 5]);
}

#[test]
fn a_listed_origin_may_read_every_answer() {
    let app = App::new(&LISTED);
    for origin in ["https://app.example", "http://localhost:5173"] {
        for (method, path, status) in [
            (Method::GET, "/users/me", 401),
            (Method::GET, "/nothing", 404),
            (Method::GET, "/status", 307),
            (Method::OPTIONS, "/status/", 405),
        ] {
            let answer = send(&app, method, path, &[("origin", origin)]);
            assert_eq!(answer.status(), status);
            assert_eq!(
                permission(&answer),
                [Some(origin), Some("true"), None, None, None]
            );
            assert_eq!(answer.header("vary"), Some("Origin"));
        }
    }
}

#[test]
fn another_origin_may_read_nothing() {
    let app = App::new(&LISTED);
    for origin in [
        "https://evil.example",
        "http://app.example",
        "https://app.example:8443",
        "https://app.example.evil.example",
        "null",
        "",
    ] {
        let answer = send(&app, Method::GET, "/status/", &[("origin", origin)]);
        assert_eq!(
            permission(&answer),
            [None, Some("true"), None, None, None],
            "{origin}"
        );
        assert_eq!(answer.header("vary"), Some("Origin"));
    }
    let answer = send(&app, Method::GET, "/status/", &[]);
    assert_eq!(permission(&answer), [None; 5]);
    assert_eq!(answer.header("vary"), Some("Origin"));
}

#[test]
fn a_star_lets_every_origin_in_without_credentials() {
    let app = App::new(&ANY);
    let answer = send(&app, Method::GET, "/status/", &[("origin", "null")]);
    assert_eq!(permission(&answer), [Some("*"), None, None, None, None]);
    let answer = send(&app, Method::GET, "/status/", &[]);
    assert_eq!(permission(&answer), [None; 5]);
    assert_eq!(answer.header("vary"), Some("Origin"));
}

#[test]
fn a_preflight_is_answered_on_any_path_without_a_token() {
    let asked = [
        ("origin", "https://app.example"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "authorization, x-a"),
    ];
    for (settings, origin, credentials) in [
        (&LISTED, "https://app.example", Some("true")),
        (&ANY, "*", None),
    ] {
        for path in ["/token", "/users/me", "/nothing"] {
            let answer = send(&App::new(settings), Method::OPTIONS, path, &asked);
            assert_eq!((answer.status(), body(&answer)), (200, "OK"));
            assert_eq!(
                permission(&answer),
                [
                    Some(origin),
                    credentials,
                    Some(METHODS),
                    Some("authorization, x-a"),
                    Some("600")
                ]
            );
            assert_eq!(answer.header("vary"), Some(PREFLIGHT_VARY));
            assert_eq!(
                answer.header("content-type"),
                Some("text/plain; charset=utf-8")
            );
        }
    }
}

#[test]
fn a_preflight_that_is_refused_says_what_was_wrong() {
    let app = App::new(&LISTED);
    for (asked, expected) in [
        (
            &[
                ("origin", "https://evil.example"),
                ("access-control-request-method", "GET"),
            ][..],
            "Disallowed CORS origin",
        ),
        (
            &[
                ("origin", "https://app.example"),
                ("access-control-request-method", "get"),
            ],
            "Disallowed CORS method",
        ),
        (
            &[
                ("origin", "https://evil.example"),
                ("access-control-request-method", "BREW"),
                ("access-control-request-private-network", "true"),
            ],
            "Disallowed CORS origin, method, private-network",
        ),
    ] {
        let answer = send(&app, Method::OPTIONS, "/token", asked);
        assert_eq!((answer.status(), body(&answer)), (400, expected));
        let listed = asked[0].1 == "https://app.example";
        assert_eq!(
            answer.header("access-control-allow-origin").is_some(),
            listed
        );
    }
}

#[test]
fn a_bad_list_of_origins_is_named() {
    let app = App::new(&[("CORS_ALLOW_ORIGINS", "https://app.example/")]);
    let detail = "CORS_ALLOW_ORIGINS holds an origin with more or less than a scheme, a host and a port: expected such as https://app.example, without a slash at the end";
    app.assert_unusable("CORS_ALLOW_ORIGINS", detail);
}

#[test]
fn every_answer_carries_the_headers_that_restrict_a_browser() {
    let app = App::new(&LISTED);
    let preflight = [
        ("origin", "https://app.example"),
        ("access-control-request-method", "POST"),
    ];
    for answer in [
        app.login("username=quick&password=secret"),
        app.login(""),
        app.get("/users/me", None),
        app.get("/nothing", None),
        app.get("/status", None),
        app.get("/openapi.json", None),
        send(&app, Method::OPTIONS, "/token", &preflight),
    ] {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            (
                "content-security-policy",
                "default-src 'none'; frame-ancestors 'none'",
            ),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{name}");
        }
        assert_eq!(answer.header("strict-transport-security"), None);
    }
    let mut request = request(Method::GET, "/users/me", None);
    *request.uri_mut() = "https://login.example/users/me".parse().unwrap();
    assert_eq!(
        app.send(request).header("strict-transport-security"),
        Some("max-age=31536000")
    );
}

#[test]
fn the_page_with_the_docs_runs_files_of_its_own_origin_alone() {
    let app = App::new(&[]);
    let answer = app.get("/docs", None);
    assert_eq!(answer.status(), 200);
    assert_eq!(
        answer.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self';"));
    assert!(!policy.contains("unsafe"), "{policy}");
    let page = body(&answer);
    for file in page.split(['"']).filter(|text| text.contains('/')) {
        assert!(!file.contains("//"), "{file} is of another origin");
    }
    assert!(!page.contains("<style") && !page.contains("<script>"));
}

#[test]
fn the_log_gets_the_facts_of_every_request_and_no_word_of_the_client() {
    let app = App::new(&[]);
    let facts = |answer: &Answer| serde_json::to_string(&answer.1).unwrap();
    let json = String::from;

    let login = app.login("username=quick&password=secret");
    assert_eq!(
        facts(&login),
        json(
            r#"{"method":"POST","route":"/token","status":200,"user":"84d69dc3fe85aa0f","scheme":"argon2id","renewed":true}"#
        )
    );
    let wrong = app.login("username=off&password=wrong");
    assert_eq!(
        facts(&wrong),
        json(
            r#"{"method":"POST","route":"/token","status":401,"user":"51d55fc8140422ec","scheme":"argon2id","renewed":false}"#
        )
    );
    let unknown = app.login("username=nobody&password=wrong");
    assert_eq!(
        facts(&unknown),
        json(r#"{"method":"POST","route":"/token","status":401,"user":"615c76bb3d2e09ab"}"#)
    );
    let path = send(&app, Method::GET, "/users%2Fme?token=x", &[]);
    assert_eq!(
        facts(&path),
        json(r#"{"method":"GET","route":"/users/me","status":401}"#)
    );
    let brew = Method::from_bytes(b"BREW").unwrap();
    assert_eq!(
        facts(&send(&app, brew, "/secret-path", &[])),
        json(r#"{"method":"other","status":404}"#)
    );
}
