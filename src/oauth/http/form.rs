//! The fields of a form, from either of the two media types HTML forms have.

use http::{Request, StatusCode};
use zeroize::Zeroizing;

mod fields;
mod multipart;
mod urlencoded;

pub(in crate::oauth) use fields::{Form, Value};
pub(in crate::oauth) use urlencoded::decode;

use super::body::{Body, BodyError, MAX_BODY_LENGTH};
use super::media_type;
use super::refusal::Refusal;

/// Reads the form of a request. A body of another media type, or of none,
/// is a form without fields, as in Starlette.
///
/// # Errors
/// Why it cannot be read.
pub(in crate::oauth) async fn read<B: Body>(request: Request<B>) -> Result<Form, Refusal> {
    let (parts, body) = request.into_parts();
    let body = bytes(body).await?;
    let content_type = media_type::with_parameters(&parts.headers);
    let form = match media_type::without_parameters(&content_type).as_str() {
        "application/x-www-form-urlencoded" => urlencoded::read(&body),
        "multipart/form-data" => multipart::read(&content_type, body).await,
        _ => Ok(Form::default()),
    };
    form.map_err(|detail| Refusal::new(StatusCode::BAD_REQUEST, detail))
}

/// Reads all of a body.
///
/// # Errors
/// Why it cannot be read.
pub(super) async fn bytes(body: impl Body) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    body.read(MAX_BODY_LENGTH).await.map_err(refuse)
}

fn refuse(error: BodyError) -> Refusal {
    match error {
        BodyError::TooLong => Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("the body is longer than {MAX_BODY_LENGTH} bytes"),
        ),
        BodyError::Interrupted => Refusal::new(
            StatusCode::BAD_REQUEST,
            "There was an error parsing the body",
        ),
    }
}
