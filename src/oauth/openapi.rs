//! `GET /openapi.json`: OpenAPI 3.1 of every route.
//!
//! Operation ids, summaries and schemas are those that FastAPI makes of the
//! security tutorial's functions, so that clients generated from such an app
//! fit; what FastAPI leaves out, the errors above all, is added. The document
//! is made by walking over the router's table: a route cannot be missing, and
//! one that has no description does not compile.

use http::{Method, Response, StatusCode};
use serde_json::{Map, Value, json};

use super::config::Config;
use super::jwks;
use super::reply;
use super::router::{Endpoint, ROUTES, Resource};
use super::scope::SCOPES;

mod schema;

/// The one security scheme, named after FastAPI's class.
const BEARER: &str = "OAuth2PasswordBearer";

const JSON: &str = "application/json";

/// The document as a response.
pub(super) fn answer(config: &Config) -> Response<Vec<u8>> {
    reply::json(StatusCode::OK, &document(config))
}

fn document(config: &Config) -> Value {
    let mut paths = Map::new();
    for route in ROUTES.iter().filter(|route| !route.alias) {
        let mut operations = Map::new();
        for method in route.endpoint.methods() {
            if let Some(operation) = operation(route.endpoint, route.path, method, config) {
                operations.insert(method.as_str().to_ascii_lowercase(), operation);
            }
        }
        if !operations.is_empty() {
            paths.insert(route.path.into(), Value::Object(operations));
        }
    }
    let scopes: Map<_, _> = SCOPES
        .iter()
        .map(|(name, opens)| (String::from(*name), json!(opens)))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "keyward",
            "description": "Login with a password, and the resources that the token opens.",
            "version": env!("CARGO_PKG_VERSION"),
        },
        "paths": paths,
        "components": {
            "schemas": schema::all(),
            "securitySchemes": {
                BEARER: {
                    "type": "oauth2",
                    "flows": {"password": {"scopes": scopes, "tokenUrl": "token"}},
                },
            },
        },
    })
}

/// How FastAPI would call the function behind an endpoint, `None` for the
/// document itself and its page, which FastAPI leaves out too.
const fn function(endpoint: Endpoint) -> Option<&'static str> {
    match endpoint {
        Endpoint::Token => Some("login_for_access_token"),
        Endpoint::Resource(Resource::Me) => Some("read_users_me"),
        Endpoint::Resource(Resource::Items) => Some("read_own_items"),
        Endpoint::Resource(Resource::Protected) => Some("read_protected"),
        Endpoint::Resource(Resource::Status) => Some("read_system_status"),
        Endpoint::Jwks => Some("read_jwks"),
        Endpoint::OpenApi | Endpoint::Docs => None,
    }
}

fn operation(endpoint: Endpoint, path: &str, method: &Method, config: &Config) -> Option<Value> {
    let function = function(endpoint)?;
    let mut operation = json!({
        "summary": title(function),
        "operationId": operation_id(function, path, method),
    });
    match endpoint {
        Endpoint::Resource(resource) => {
            let required = if config.require_scopes {
                resource.scopes()
            } else {
                &[]
            };
            operation["responses"] =
                responses(JSON, schema::of(resource), &schema::RESOURCE_ERRORS);
            operation["security"] = json!([{BEARER: required}]);
        }
        Endpoint::Jwks => {
            operation["responses"] = responses(
                jwks::MEDIA_TYPE,
                schema::reference("JWKSet"),
                &schema::JWKS_ERRORS,
            );
        }
        Endpoint::Token | Endpoint::OpenApi | Endpoint::Docs => {
            operation["requestBody"] = json!({
                "content": {
                    "application/x-www-form-urlencoded": {"schema": schema::reference(schema::LOGIN_FORM)},
                },
                "required": true,
            });
            operation["responses"] =
                responses(JSON, schema::reference("Token"), &schema::LOGIN_ERRORS);
        }
    }
    Some(operation)
}

/// `read_users_me` as a title, the way Python's `str.title` makes one.
fn title(function: &str) -> String {
    let words: Vec<String> = function
        .split('_')
        .map(|word| match word.split_at_checked(1) {
            Some((first, rest)) => first.to_ascii_uppercase() + rest,
            None => String::new(),
        })
        .collect();
    words.join(" ")
}

/// FastAPI's `generate_unique_id`: the function, the path with underscores for
/// what is no word character, and the method.
fn operation_id(function: &str, path: &str, method: &Method) -> String {
    let id = format!("{function}{path}");
    let id: String = id
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    format!("{id}_{}", method.as_str().to_ascii_lowercase())
}

fn responses(media_type: &str, success: Value, errors: &[(u16, &str, &str)]) -> Value {
    let mut responses = Map::new();
    responses.insert(
        "200".into(),
        json!({"description": "Successful Response", "content": {media_type: {"schema": success}}}),
    );
    for (status, description, schema) in errors {
        let mut response = json!({
            "description": description,
            "content": {JSON: {"schema": schema::reference(schema)}},
        });
        if *status == 401 {
            response["headers"] = json!({
                "WWW-Authenticate": {
                    "description": "The challenge, RFC 6750 section 3.",
                    "schema": {"type": "string"},
                },
            });
        }
        responses.insert(status.to_string(), response);
    }
    Value::Object(responses)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_titles_are_made_as_fastapi_makes_them() {
        assert_eq!(
            operation_id("read_users_me", "/users/me/", &Method::GET),
            "read_users_me_users_me__get"
        );
        assert_eq!(title("login_for_access_token"), "Login For Access Token");
    }

    #[test]
    fn every_reference_leads_to_a_schema() {
        let config = Config::read(|name| (name == "SECRET_KEY").then(|| "k".repeat(32))).unwrap();
        let document = document(&config);
        let text = document.to_string();
        let references: Vec<&str> = text
            .split("\"#/components/schemas/")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert!(references.len() > 10);
        for name in references {
            assert!(
                document["components"]["schemas"][name].is_object(),
                "{name}"
            );
        }
    }
}
