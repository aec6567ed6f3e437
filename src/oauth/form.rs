//! The fields of a form, from either of the two media types HTML forms have.

use std::borrow::Cow;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use zeroize::Zeroizing;

use super::body::{Body, BodyError, MAX_BODY_LENGTH};
use super::{multipart, reply};

/// The most fields that a form may have, as in Starlette.
pub(super) const MAX_FIELDS: usize = 1000;

/// What a field holds. It may be a password, so it is wiped after use.
pub(super) enum Value {
    Text(Zeroizing<String>),
    /// An uploaded file; its bytes are of no use here.
    File,
}

/// The fields in the order they came.
#[derive(Default)]
pub(super) struct Form(Vec<(String, Value)>);

impl Form {
    /// Adds a field.
    ///
    /// # Errors
    /// Starlette's message when there are too many.
    pub(super) fn push(&mut self, name: String, value: Value) -> Result<(), String> {
        if self.0.len() == MAX_FIELDS {
            return Err(format!(
                "Too many fields. Maximum number of fields is {MAX_FIELDS}."
            ));
        }
        self.0.push((name, value));
        Ok(())
    }

    /// The last field of that name, as Starlette's `FormData.get`. An empty
    /// one counts as absent, as in FastAPI.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        let (_, value) = self.0.iter().rev().find(|(known, _)| known == name)?;
        match value {
            Value::Text(text) if text.is_empty() => None,
            value => Some(value),
        }
    }

    /// Reads the form of a request. A body of another media type, or of none,
    /// is a form without fields, as in Starlette.
    ///
    /// # Errors
    /// The response that says why it cannot be read.
    pub(super) async fn read<B: Body>(request: Request<B>) -> Result<Self, Response<Vec<u8>>> {
        let (parts, body) = request.into_parts();
        let body = body.read(MAX_BODY_LENGTH).await.map_err(refuse)?;
        let content_type = content_type(&parts.headers);
        let form = match media_type(&content_type).as_str() {
            "application/x-www-form-urlencoded" => urlencoded(&body),
            "multipart/form-data" => multipart::read(&content_type, &body).await,
            _ => Ok(Self::default()),
        };
        form.map_err(|detail| reply::error(StatusCode::BAD_REQUEST, detail))
    }
}

fn refuse(error: BodyError) -> Response<Vec<u8>> {
    match error {
        BodyError::TooLong => reply::error(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("the body is longer than {MAX_BODY_LENGTH} bytes"),
        ),
        BodyError::Interrupted => reply::error(
            StatusCode::BAD_REQUEST,
            "There was an error parsing the body",
        ),
    }
}

/// What is not ASCII in it is in a parameter that is of no use here.
fn content_type(headers: &HeaderMap) -> Cow<'_, str> {
    let value = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    String::from_utf8_lossy(value.unwrap_or_default())
}

fn media_type(content_type: &str) -> String {
    let (media_type, _) = content_type.split_once(';').unwrap_or((content_type, ""));
    media_type.trim().to_ascii_lowercase()
}

/// `application/x-www-form-urlencoded` as the URL Standard has it: UTF-8,
/// and an escape that is none stands for itself.
fn urlencoded(body: &[u8]) -> Result<Form, String> {
    let mut form = Form::default();
    for (name, value) in form_urlencoded::parse(body) {
        let text = Zeroizing::new(value.into_owned());
        form.push(name.into_owned(), Value::Text(text))?;
    }
    Ok(form)
}
