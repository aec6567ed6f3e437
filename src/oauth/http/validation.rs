//! The list of errors that FastAPI puts into a 422, in pydantic's words.

use serde::Serialize;
use serde_json::{Value, json};

/// One entry of the list.
#[derive(Serialize)]
#[serde(transparent)]
pub(in crate::oauth) struct FieldError(Value);

impl FieldError {
    /// A field whose text does not match a pattern.
    pub(in crate::oauth) fn pattern(field: &str, pattern: &str, input: &str) -> Self {
        Self(json!({
            "type": "string_pattern_mismatch",
            "loc": ["body", field],
            "msg": format!("String should match pattern '{pattern}'"),
            "input": input,
            "ctx": {"pattern": pattern},
        }))
    }

    /// No body where there has to be one.
    pub(in crate::oauth) fn no_body() -> Self {
        Self(json!({"type": "missing", "loc": ["body"], "msg": "Field required", "input": null}))
    }

    /// A body that is something else than an object.
    pub(in crate::oauth) fn no_object() -> Self {
        Self(json!({
            "type": "model_attributes_type",
            "loc": ["body"],
            "msg": "Input should be a valid dictionary or object to extract fields from",
            "input": null,
        }))
    }

    /// A body that is no JSON.
    pub(in crate::oauth) fn no_json(problem: &str) -> Self {
        Self(json!({
            "type": "json_invalid",
            "loc": ["body", 0],
            "msg": "JSON decode error",
            "input": {},
            "ctx": {"error": problem},
        }))
    }

    /// A required field that is absent, or empty in a form.
    pub(in crate::oauth) fn missing(field: &str, input: Value) -> Self {
        Self(json!({
            "type": "missing",
            "loc": ["body", field],
            "msg": "Field required",
            "input": input,
        }))
    }

    /// A field that is no string.
    pub(in crate::oauth) fn not_a_string(field: &str, input: Value) -> Self {
        Self(json!({
            "type": "string_type",
            "loc": ["body", field],
            "msg": "Input should be a valid string",
            "input": input,
        }))
    }

    /// A member that is neither true nor false.
    pub(in crate::oauth) fn no_bool(field: &str, input: Value, kind: &str) -> Self {
        let msg = match kind {
            "bool_type" => "Input should be a valid boolean",
            _ => "Input should be a valid boolean, unable to interpret input",
        };
        Self(json!({"type": kind, "loc": ["body", field], "msg": msg, "input": input}))
    }

    /// A member that is no list of strings.
    pub(in crate::oauth) fn no_list(field: &str, input: Value) -> Self {
        Self(json!({
            "type": "list_type",
            "loc": ["body", field],
            "msg": "Input should be a valid list",
            "input": input,
        }))
    }

    /// A text that is no mail address.
    pub(in crate::oauth) fn no_address(field: &str, input: &str, reason: &str) -> Self {
        Self(json!({
            "type": "value_error",
            "loc": ["body", field],
            "msg": format!("value is not a valid email address: {reason}"),
            "input": input,
            "ctx": {"reason": reason},
        }))
    }
}
