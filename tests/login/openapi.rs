//! `/openapi.json` says what the routes do, on the host: every operation that
//! it lists is there, and answers as it says.

use crate::app::*;
use http::{Method, Request};
use keyward::token::{self, Algorithm, IssueOptions, Key};
use serde_json::{Value, json};

fn claims_of(token: &str) -> Value {
    serde_json::from_str(&token::peek(token).unwrap().claims).unwrap()
}

/// Two clients with the secrets "secret" and "secret2", of which the second may nothing.
const CLIENTS: &str = r#"[
    {"client_id":"api","hashed_secret":"K7gNU3sdo-OL0wNhqoVWhr3g6s1xYv72ol_pe_Unols","may":["introspect"]},
    {"client_id":"stranger","hashed_secret":"NSJNDTRl106FX41poTbnnHROo1pnXTOTNgoyfL9jWaI","may":[]}
]"#;

pub(crate) fn document(app: &App) -> Value {
    let answer = app.get("/openapi.json", None);
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    answer.json()
}

/// Every operation as method, path and description.
pub(crate) fn operations(document: &Value) -> Vec<(Method, String, Value)> {
    let mut all = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let method = method.to_uppercase().parse().unwrap();
            all.push((method, path.clone(), operation.clone()));
        }
    }
    all
}

#[test]
fn every_route_is_listed_under_the_operation_id_that_fastapi_gives_it() {
    let listed: Vec<_> = operations(&document(&App::new(&[])))
        .into_iter()
        .map(|(method, path, operation)| {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            (method, path, id)
        })
        .collect();
    let expected = [
        (Method::POST, "/token", "login_for_access_token_token_post"),
        (Method::GET, "/users/me/", "read_users_me_users_me__get"),
        (
            Method::GET,
            "/users/me/items/",
            "read_own_items_users_me_items__get",
        ),
        (Method::GET, "/protected", "read_protected_protected_get"),
        (Method::GET, "/status/", "read_system_status_status__get"),
        (
            Method::GET,
            "/.well-known/jwks.json",
            "read_jwks__well_known_jwks_json_get",
        ),
        (
            Method::GET,
            "/.well-known/oauth-authorization-server",
            "read_metadata__well_known_oauth_authorization_server_get",
        ),
        (Method::POST, "/revoke", "revoke_revoke_post"),
        (Method::POST, "/introspect", "introspect_introspect_post"),
        (
            Method::GET,
            "/users/me/sessions",
            "read_own_sessions_users_me_sessions_get",
        ),
        (
            Method::DELETE,
            "/users/me/sessions",
            "delete_own_sessions_users_me_sessions_delete",
        ),
        (
            Method::DELETE,
            "/users/me/sessions/{id}",
            "delete_own_session_users_me_sessions__id__delete",
        ),
        (
            Method::POST,
            "/auth/jwt/logout",
            "logout_auth_jwt_logout_post",
        ),
    ]
    .map(|(method, path, id)| (method, path.to_owned(), id.to_owned()));
    let listed: Vec<_> = listed
        .into_iter()
        .filter(|(method, path, _)| !is_of_accounts(method, path))
        .collect();
    assert_eq!(listed, expected);
}

#[test]
fn every_listed_operation_answers_with_a_status_and_a_body_that_it_lists() {
    // A key with a public half, so that there is one to be described.
    let mut random = |bytes: &mut [u8]| {
        bytes.fill(7);
        Ok(())
    };
    let key = Key::generate(Algorithm::ES256, &mut random).unwrap();
    let app = App::new(&[
        ("ALGORITHM", "ES256"),
        ("SECRET_KEY", &key.to_jwk()),
        ("CLIENTS", CLIENTS),
    ]);
    let document = document(&app);
    let options = IssueOptions {
        expires_in: Some(60),
        ..IssueOptions::default()
    };
    let off = token::issue(r#"{"sub":"off"}"#, &key, &options, NOW).unwrap();
    let off = format!("Bearer {off}");
    for (method, path, operation) in operations(&document) {
        if is_of_accounts(&method, &path) {
            continue;
        }
        // Each with a session of its own, which it may end.
        app.drawn.set(app.drawn.get() + 1);
        let token = app.token("username=quick&password=secret");
        let good = format!("Bearer {token}");
        let path = path.replace("{id}", claims_of(&token)["sid"].as_str().unwrap());
        let asked = format!("token={token}&client_id=api&client_secret=secret");
        let send = |authorization: Option<&str>, form: &str| {
            let mut request = Request::builder()
                .method(method.clone())
                .uri(format!("http://localhost{path}"))
                .header("content-type", "application/x-www-form-urlencoded");
            if let Some(authorization) = authorization {
                request = request.header("authorization", authorization);
            }
            app.send(request.body(form.as_bytes().to_vec()).unwrap())
        };
        let answers = [
            send(None, ""),
            send(Some("Bearer x"), "username=quick&password=wrong"),
            send(Some(&off), "username=quick&password=secret&scope=unknown"),
            send(Some(&good), "username=quick&password=secret&scope=me"),
            send(None, "token=x&client_id=api&client_secret=wrong"),
            send(None, "token=x&client_id=stranger&client_secret=secret2"),
            send(None, &asked),
            send(None, "token=x"),
        ];
        let mut seen = Vec::new();
        for answer in &answers {
            let status = answer.status().to_string();
            let listed = &operation["responses"][&status];
            seen.push(status.clone());
            if answer.0.body().is_empty() {
                assert!(
                    listed.is_object() && listed["content"].is_null(),
                    "{method} {path}"
                );
                continue;
            }
            let media_type = answer.header("content-type").unwrap();
            let schema = &listed["content"][media_type]["schema"];
            assert!(!schema.is_null(), "{method} {path} does not list {status}");
            assert_fits(&document, schema, &answer.json());
        }
        assert!(
            seen.iter().any(|status| status.starts_with('2')),
            "{method} {path} never succeeded"
        );
    }
}

/// Whether an operation is one of those that `users.rs` tries.
pub(crate) fn is_of_accounts(method: &Method, path: &str) -> bool {
    let sessions = path.starts_with("/users/me/sessions") || path == "/auth/jwt/logout";
    let own = path.starts_with("/users/me") && *method == Method::GET;
    !sessions && !own && (path.starts_with("/users") || path.starts_with("/auth/"))
}

/// Compares a value with the few words of JSON Schema that the document uses,
/// and fails on any other word: then this has to learn it.
pub(crate) fn assert_fits(document: &Value, schema: &Value, value: &Value) {
    assert!(fits(document, schema, value), "{value} is not {schema}");
}

fn fits(document: &Value, schema: &Value, value: &Value) -> bool {
    schema.as_object().unwrap().iter().all(|(word, rule)| {
        match word.as_str() {
            "$ref" => {
                let target = document.pointer(&rule.as_str().unwrap()[1..]).unwrap();
                fits(document, target, value)
            }
            "type" => match rule.as_str().unwrap() {
                "object" => value.is_object(),
                "array" => value.is_array(),
                "string" => value.is_string(),
                "integer" => value.is_i64(),
                "boolean" => value.is_boolean(),
                "null" => value.is_null(),
                other => panic!("unknown type {other}"),
            },
            "properties" => {
                // Nothing is answered that is not described.
                value.as_object().unwrap().iter().all(|(name, value)| {
                    rule.get(name)
                        .is_some_and(|schema| fits(document, schema, value))
                })
            }
            "required" => rule
                .as_array()
                .unwrap()
                .iter()
                .all(|name| value.get(name.as_str().unwrap()).is_some()),
            "items" => value
                .as_array()
                .unwrap()
                .iter()
                .all(|value| fits(document, rule, value)),
            "anyOf" => rule
                .as_array()
                .unwrap()
                .iter()
                .any(|schema| fits(document, schema, value)),
            "title" | "description" => true,
            "additionalProperties" => value
                .as_object()
                .unwrap()
                .values()
                .all(|value| fits(document, rule, value)),
            other => panic!("unknown word {other}"),
        }
    })
}

#[test]
fn the_scopes_of_an_operation_are_listed_when_they_are_required() {
    for (required, me, items) in [
        ("true", json!(["me"]), json!(["items", "me"])),
        ("false", json!([]), json!([])),
    ] {
        let document = document(&App::new(&[("REQUIRE_SCOPES", required)]));
        let scopes = |path: &str| &document["paths"][path]["get"]["security"];
        assert_eq!(scopes("/users/me/"), &json!([{"OAuth2PasswordBearer": me}]));
        assert_eq!(
            scopes("/users/me/items/"),
            &json!([{"OAuth2PasswordBearer": items}])
        );
        assert_eq!(scopes("/status/"), &json!([{"OAuth2PasswordBearer": []}]));
        assert_eq!(
            document["components"]["securitySchemes"]["OAuth2PasswordBearer"]["flows"]["password"],
            json!({
                "scopes": {"me": "Read information about the current user.", "items": "Read items.", "admin": "Administer users."},
                "tokenUrl": "token",
            })
        );
    }
}

#[test]
fn the_document_and_the_docs_are_read_with_get_and_head_alone() {
    let app = App::new(&[]);
    for path in ["/openapi.json", "/docs"] {
        let head = app.send(request(Method::HEAD, path, None));
        let get = app.get(path, None);
        assert_eq!(head.status(), 200);
        assert_eq!(head.header("content-type"), get.header("content-type"));
        let post = app.send(request(Method::POST, path, None));
        post.assert_refused(405, "Method Not Allowed");
        assert_eq!(post.header("allow"), Some("GET, HEAD"));
    }
    let redirect = app.get("/docs/", None);
    assert_eq!(
        (redirect.status(), redirect.header("location")),
        (307, Some("http://localhost/docs"))
    );
}
