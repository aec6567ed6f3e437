//! Credentials over plain HTTP are refused where they have crossed a network.

use crate::app::*;
use http::{Method, Request};
use serde_json::json;

fn send(app: &App, method: Method, url: &str, authorization: Option<&str>, body: &str) -> Answer {
    let mut request = Request::builder()
        .method(method)
        .uri(url)
        .header("content-type", "application/x-www-form-urlencoded");
    if let Some(value) = authorization {
        request = request.header("authorization", value);
    }
    app.send(request.body(body.as_bytes().to_vec()).unwrap())
}

const LOGIN: &str = "username=quick&password=secret";

#[test]
fn a_password_or_a_token_over_plain_http_is_refused_unread() {
    let app = App::new(&[]);
    let token = format!("Bearer {}", signed(json!({"sub": "quick"})));
    let too_long = "x".repeat(70_000);
    for host in [
        "login.example",
        "login.example:8080",
        "203.0.113.7",
        "[2001:db8::1]",
    ] {
        let url = |path: &str| format!("http://{host}{path}");
        for answer in [
            send(&app, Method::POST, &url("/token"), None, LOGIN),
            send(&app, Method::POST, &url("/token"), None, &too_long),
            send(&app, Method::POST, &url("/token/"), None, LOGIN),
            send(&app, Method::GET, &url("/users/me"), Some(&token), ""),
            send(&app, Method::GET, &url("/users/me"), Some("Basic eDp5"), ""),
            send(&app, Method::GET, &url("/nothing"), Some(&token), ""),
        ] {
            assert_eq!(answer.status(), 400);
            assert_eq!(
                answer.json(),
                json!({"detail": "HTTPS is required", "error": "invalid_request"})
            );
            assert_eq!(answer.1.reason, Some("plain-http"));
        }
        // Nothing of anybody's is in these.
        send(&app, Method::GET, &url("/users/me"), None, "")
            .assert_refused(401, "Not authenticated");
        assert_eq!(
            send(&app, Method::GET, &url("/openapi.json"), None, "").status(),
            200
        );
    }
}

#[test]
fn https_and_the_network_around_are_good() {
    let app = App::new(&[]);
    let token = format!("Bearer {}", signed(json!({"sub": "quick"})));
    for origin in [
        "https://login.example",
        "https://203.0.113.7",
        "http://localhost:8787",
        "http://app.localhost",
        "http://printer.local",
        "http://127.0.0.1:8787",
        "http://[::1]:8787",
        "http://192.168.1.20",
        "http://10.0.0.1",
    ] {
        let login = send(&app, Method::POST, &format!("{origin}/token"), None, LOGIN);
        assert_eq!(login.status(), 200, "{origin}");
        let me = send(
            &app,
            Method::GET,
            &format!("{origin}/users/me"),
            Some(&token),
            "",
        );
        assert_eq!(me.status(), 200, "{origin}");
    }
}
