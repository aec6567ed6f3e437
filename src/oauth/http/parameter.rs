//! The parameters of OAuth's own requests, which come in a form: each once, and as a text
//! (RFC 6749 section 3.2).

use http::StatusCode;

use super::form::{Form, Value};
use super::refusal::Refusal;

/// A parameter that has to be there.
pub(in crate::oauth) fn required<'a>(form: &'a Form, name: &str) -> Result<&'a str, Refusal> {
    optional(form, name)?.ok_or_else(|| invalid_request(format!("The field `{name}` is missing")))
}

/// The same where it need not be there.
pub(in crate::oauth) fn optional<'a>(
    form: &'a Form,
    name: &str,
) -> Result<Option<&'a str>, Refusal> {
    if form.count(name) > 1 {
        return Err(invalid_request(format!(
            "The field `{name}` is there twice"
        )));
    }
    match form.get(name) {
        None => Ok(None),
        Some(Value::Text(text)) => Ok(Some(text)),
        Some(Value::File) => Err(invalid_request(format!(
            "The field `{name}` is a file, expected a text"
        ))),
    }
}

fn invalid_request(description: String) -> Refusal {
    Refusal::oauth(StatusCode::BAD_REQUEST, "invalid_request", description)
}
