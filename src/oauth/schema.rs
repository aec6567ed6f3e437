//! Pieces of the schemas in `/openapi.json`, in the order and with the titles that
//! pydantic gives them.

use serde_json::{Value, json};

/// A reference to a schema by its name.
pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// An object all of whose properties are there.
pub(super) fn object(properties: Value) -> Value {
    let required: Vec<String> = properties
        .as_object()
        .map(|properties| properties.keys().cloned().collect())
        .unwrap_or_default();
    json!({"properties": properties, "type": "object", "required": required})
}

pub(super) fn text(title: &str) -> Value {
    json!({"type": "string", "title": title})
}

pub(super) fn optional(kind: Value, title: &str) -> Value {
    json!({"anyOf": [kind, {"type": "null"}], "title": title})
}

/// For a route that has no schemas of its own.
pub(super) fn none() -> Vec<(&'static str, Value)> {
    Vec::new()
}

/// What refusals look like, whatever the route.
pub(super) fn errors() -> Vec<(&'static str, Value)> {
    vec![
        ("HTTPError", http_error()),
        ("HTTPValidationError", http_validation_error()),
        ("ValidationError", validation_error()),
    ]
}

fn http_error() -> Value {
    json!({
        "properties": {
            "detail": text("Detail"),
            "error": {
                "type": "string",
                "title": "Error",
                "description": "The error code of RFC 6749 section 5.2, where one fits.",
            },
            "error_description": {
                "type": "string",
                "title": "Error Description",
                "description": "The same as `detail`, for clients of OAuth 2.",
            },
        },
        "type": "object",
        "required": ["detail"],
        "title": "HTTPError",
    })
}

fn http_validation_error() -> Value {
    json!({
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
