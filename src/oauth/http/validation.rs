//! The list of errors that FastAPI puts into a 422, in pydantic's words.

use serde::Serialize;
use serde_json::{Value, json};

/// One entry of the list.
#[derive(Serialize)]
#[serde(transparent)]
pub(in crate::oauth) struct FieldError(Value);

impl FieldError {
    /// A required field that is absent or empty.
    pub(in crate::oauth) fn missing(field: &str) -> Self {
        Self(json!({
            "type": "missing",
            "loc": ["body", field],
            "msg": "Field required",
            "input": null,
        }))
    }

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

    /// A file where text is expected.
    pub(in crate::oauth) fn not_text(field: &str) -> Self {
        Self(json!({
            "type": "string_type",
            "loc": ["body", field],
            "msg": "Input should be a valid string",
            "input": {},
        }))
    }
}
