//! The list of errors that FastAPI puts into a 422, in pydantic's words.

use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::reply;

/// One entry of the list.
pub(super) struct FieldError(Value);

impl FieldError {
    /// A required field that is absent or empty.
    pub(super) fn missing(field: &str) -> Self {
        Self(json!({
            "type": "missing",
            "loc": ["body", field],
            "msg": "Field required",
            "input": null,
        }))
    }

    /// A field whose text does not match a pattern.
    pub(super) fn pattern(field: &str, pattern: &str, input: &str) -> Self {
        Self(json!({
            "type": "string_pattern_mismatch",
            "loc": ["body", field],
            "msg": format!("String should match pattern '{pattern}'"),
            "input": input,
            "ctx": {"pattern": pattern},
        }))
    }

    /// A file where text is expected.
    pub(super) fn not_text(field: &str) -> Self {
        Self(json!({
            "type": "string_type",
            "loc": ["body", field],
            "msg": "Input should be a valid string",
            "input": {},
        }))
    }
}

/// The 422 with its list. `error` is the word of RFC 6749 section 5.2.
pub(super) fn unprocessable(errors: Vec<FieldError>) -> Response<Vec<u8>> {
    let errors: Vec<Value> = errors.into_iter().map(|error| error.0).collect();
    reply::json(
        StatusCode::UNPROCESSABLE_ENTITY,
        &json!({"detail": errors, "error": "invalid_request"}),
    )
}
