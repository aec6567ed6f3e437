//! `multipart/form-data` (RFC 7578).

use std::convert::Infallible;
use std::future::ready;

use futures_util::stream;
use multer::{Constraints, Field, Multipart};
use zeroize::Zeroizing;

use super::fields::{Form, Value};

/// Reads the fields of a multipart body.
///
/// # Errors
/// Starlette's words for what is wrong.
pub(super) async fn read(content_type: &str, body: Zeroizing<Vec<u8>>) -> Result<Form, String> {
    let boundary = multer::parse_boundary(content_type)
        .map_err(|_| String::from("Missing boundary in multipart."))?;
    // Nothing at all is a form without fields to Starlette; multer misses the
    // last boundary.
    if body.is_empty() {
        return Ok(Form::default());
    }
    let length = body.len();
    let bytes = bytes::Bytes::from_owner(body);
    let chunks = stream::once(ready(Ok::<_, Infallible>(bytes)));
    let mut parts = Multipart::with_constraints(chunks, boundary, Constraints::new());
    let mut form = Form::default();
    loop {
        let mut part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => return Ok(form),
            Err(_) => return Err(invalid()),
        };
        let Some(name) = part.name().map(String::from) else {
            return Err(r#"The Content-Disposition header field "name" must be provided."#.into());
        };
        let file = part.file_name().map(str::is_empty);
        let bytes = bytes_of(&mut part, length).await?;
        // What a browser sends for a file input that was left empty counts as
        // absent, as an empty text does.
        let value = match file {
            None | Some(true) if bytes.is_empty() => Value::Text(Zeroizing::default()),
            None => Value::Text(text(&bytes)),
            Some(_) => Value::File,
        };
        form.push(name, value)?;
    }
}

/// All bytes of a field, of a body of that length. multer reads from a copy of the body that it
/// does not wipe; beyond that there is none.
async fn bytes_of(part: &mut Field<'_>, length: usize) -> Result<Zeroizing<Vec<u8>>, String> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(length));
    while let Some(chunk) = part.chunk().await.map_err(|_| invalid())? {
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn invalid() -> String {
    "Invalid multipart data.".into()
}

/// UTF-8, and Latin-1 where it is not, as Starlette does it.
fn text(bytes: &[u8]) -> Zeroizing<String> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Zeroizing::new(text.into());
    }
    // Each takes two bytes at most.
    let mut text = Zeroizing::new(String::with_capacity(2 * bytes.len()));
    text.extend(bytes.iter().copied().map(char::from));
    text
}
