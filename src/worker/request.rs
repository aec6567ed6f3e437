//! From the runtime's `Request` to `http::Request`.

use futures_util::StreamExt;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderValue, Method, Request};
use worker::{ByteStream, web_sys};
use zeroize::Zeroizing;

use crate::oauth::{Body, BodyError, PREFLIGHT_HEADERS, REQUEST_HEADERS};

/// A body that is read from the runtime when it is asked for.
pub(super) struct Incoming {
    request: web_sys::Request,
    /// What the client said it would send, where it said so.
    content_length: Option<usize>,
}

/// Takes over what the login flow reads. What cannot be expressed becomes
/// something that leads to a 404 or 405, never to a failure.
pub(super) fn convert(request: web_sys::Request) -> Request<Incoming> {
    let method = Method::from_bytes(request.method().as_bytes()).unwrap_or(Method::TRACE);
    let headers = headers(&request.headers(), &method);
    let uri = request.url().parse().unwrap_or_default();
    let content_length = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse().ok());
    let mut converted = Request::new(Incoming {
        request,
        content_length,
    });
    *converted.method_mut() = method;
    *converted.uri_mut() = uri;
    *converted.headers_mut() = headers;
    converted
}

/// Each header crosses from JavaScript on its own, so only those cross that
/// are read.
fn headers(source: &web_sys::Headers, method: &Method) -> HeaderMap {
    let preflight = if *method == Method::OPTIONS {
        &PREFLIGHT_HEADERS[..]
    } else {
        &[]
    };
    let mut headers = HeaderMap::new();
    for name in REQUEST_HEADERS.iter().chain(preflight) {
        if let Ok(Some(value)) = source.get(name.as_str())
            && let Ok(value) = HeaderValue::try_from(value)
        {
            headers.insert(name, value);
        }
    }
    headers
}

impl Body for Incoming {
    async fn read(self, limit: usize) -> Result<Zeroizing<Vec<u8>>, BodyError> {
        if self.content_length.is_some_and(|length| length > limit) {
            return Err(BodyError::TooLong);
        }
        let mut bytes = Zeroizing::new(Vec::with_capacity(self.content_length.unwrap_or(0)));
        let Some(stream) = self.request.body() else {
            return Ok(bytes);
        };
        let mut chunks = ByteStream::from(stream);
        while let Some(chunk) = chunks.next().await {
            let chunk = Zeroizing::new(chunk.map_err(|_| BodyError::Interrupted)?);
            if bytes.len() + chunk.len() > limit {
                return Err(BodyError::TooLong);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }
}
