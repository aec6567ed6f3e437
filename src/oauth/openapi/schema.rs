//! The schemas of `/openapi.json`: FastAPI's, in the order and with the titles
//! that pydantic gives them, and what keyward says beyond them.

use serde_json::{Value, json};

use crate::oauth::router::Resource;

/// FastAPI names the schema of a form after the operation.
pub(super) const LOGIN_FORM: &str = "Body_login_for_access_token_token_post";

/// Status, description and schema of what `POST /token` answers when it does
/// not give a token.
pub(super) const LOGIN_ERRORS: [(u16, &str, &str); 5] = [
    (
        400,
        "An unknown scope, or a body that cannot be read",
        "HTTPError",
    ),
    (401, "Incorrect username or password", "HTTPError"),
    (413, "A body over 64 KiB", "HTTPError"),
    (422, "Validation Error", "HTTPValidationError"),
    (503, "Not available right now", "HTTPError"),
];

/// The same for the resources.
pub(super) const RESOURCE_ERRORS: [(u16, &str, &str); 3] = [
    (400, "Inactive user", "HTTPError"),
    (401, "No token, a bad token, or too few scopes", "HTTPError"),
    (503, "Not available right now", "HTTPError"),
];

/// The same for the public keys.
pub(super) const JWKS_ERRORS: [(u16, &str, &str); 1] =
    [(503, "Not available right now", "HTTPError")];

/// A reference to a schema of [`all`].
pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// What a resource answers. FastAPI knows only the type of the first; the
/// tutorial's other functions have no return type.
pub(super) fn of(resource: Resource) -> Value {
    match resource {
        Resource::Me => reference("User"),
        Resource::Items => json!({
            "type": "array",
            "items": object(json!({
                "item_id": text("Item Id"),
                "owner": text("Owner"),
            })),
        }),
        Resource::Protected => object(json!({
            "user": object(json!({"username": text("Username")})),
        })),
        Resource::Status => object(json!({"status": text("Status")})),
    }
}

/// An object all of whose properties are there.
fn object(properties: Value) -> Value {
    let required: Vec<String> = properties
        .as_object()
        .map(|properties| properties.keys().cloned().collect())
        .unwrap_or_default();
    json!({"properties": properties, "type": "object", "required": required})
}

fn text(title: &str) -> Value {
    json!({"type": "string", "title": title})
}

fn optional(kind: Value, title: &str) -> Value {
    json!({"anyOf": [kind, {"type": "null"}], "title": title})
}

/// Every schema by its name.
pub(super) fn all() -> Value {
    json!({
        LOGIN_FORM: login_form(),
        "HTTPError": {
            "properties": {
                "detail": text("Detail"),
                "error": {
                    "type": "string",
                    "title": "Error",
                    "description": "The error code of RFC 6749 section 5.2, where one fits.",
                },
            },
            "type": "object",
            "required": ["detail"],
            "title": "HTTPError",
        },
        "HTTPValidationError": {
            "properties": {
                "detail": {
                    "items": reference("ValidationError"),
                    "type": "array",
                    "title": "Detail",
                },
                "error": text("Error"),
            },
            "type": "object",
            "title": "HTTPValidationError",
        },
        "JWK": jwk(),
        "JWKSet": {
            "properties": {
                "keys": {"items": reference("JWK"), "type": "array", "title": "Keys"},
            },
            "type": "object",
            "required": ["keys"],
            "title": "JWKSet",
        },
        "Token": token(),
        "User": {
            "properties": {
                "username": text("Username"),
                "email": optional(json!({"type": "string"}), "Email"),
                "full_name": optional(json!({"type": "string"}), "Full Name"),
                "disabled": optional(json!({"type": "boolean"}), "Disabled"),
            },
            "type": "object",
            "required": ["username"],
            "title": "User",
        },
        "ValidationError": validation_error(),
    })
}

/// `OAuth2PasswordRequestForm`. An empty field counts as absent, which FastAPI
/// does and does not say.
fn login_form() -> Value {
    let secret = |mut field: Value| {
        field["format"] = json!("password");
        field
    };
    let required = |title| json!({"type": "string", "minLength": 1, "title": title});
    json!({
        "properties": {
            "grant_type": optional(json!({"type": "string", "pattern": "^password$"}), "Grant Type"),
            "username": required("Username"),
            "password": secret(required("Password")),
            "scope": {"type": "string", "title": "Scope", "default": ""},
            "client_id": optional(json!({"type": "string"}), "Client Id"),
            "client_secret": secret(optional(json!({"type": "string"}), "Client Secret")),
        },
        "type": "object",
        "required": ["username", "password"],
        "title": LOGIN_FORM,
    })
}

/// RFC 6749 section 5.1; the tutorial has the first two.
fn token() -> Value {
    json!({
        "properties": {
            "access_token": text("Access Token"),
            "token_type": text("Token Type"),
            "expires_in": {
                "type": "integer",
                "title": "Expires In",
                "description": "The lifetime of the token in seconds.",
            },
            "scope": {
                "type": "string",
                "title": "Scope",
                "description": "The scopes that were granted, when any were asked for.",
            },
        },
        "type": "object",
        "required": ["access_token", "token_type"],
        "title": "Token",
    })
}

/// A public key, RFC 7517 and RFC 7518 section 6.
fn jwk() -> Value {
    json!({
        "properties": {
            "kty": text("Key Type"),
            "use": text("Public Key Use"),
            "alg": text("Algorithm"),
            "kid": text("Key ID"),
            "crv": text("Curve"),
            "x": text("X Coordinate"),
            "y": text("Y Coordinate"),
            "n": text("Modulus"),
            "e": text("Exponent"),
        },
        "type": "object",
        "required": ["kty"],
        "title": "JWK",
    })
}

fn validation_error() -> Value {
    json!({
        "properties": {
            "loc": {
                "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
                "type": "array",
                "title": "Location",
            },
            "msg": text("Message"),
            "type": text("Error Type"),
            "input": {"title": "Input"},
            "ctx": {"type": "object", "title": "Context"},
        },
        "type": "object",
        "required": ["loc", "msg", "type"],
        "title": "ValidationError",
    })
}
