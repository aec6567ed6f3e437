//! From the runtime's `Request` to `http::Request`.

use futures_util::StreamExt;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use worker::js_sys::Array;
use worker::wasm_bindgen::JsValue;
use worker::{ByteStream, web_sys};
use zeroize::Zeroizing;

use super::{bridge, request_id};
use crate::oauth::{Body, BodyError, PREFLIGHT_HEADERS, REQUEST_HEADERS};

/// A body that is read from the runtime when it is asked for.
pub(super) struct Incoming {
    request: web_sys::Request,
    /// What the client said it would send, where it said so.
    content_length: Option<usize>,
}

/// Takes over what the login flow reads, and says what the request is called.
/// What cannot be expressed becomes something that leads to a 404 or 405, never
/// to a failure.
pub(super) fn convert(request: web_sys::Request) -> (Request<Incoming>, String) {
    let text = USUAL.with(|names| bridge::head(&request, names).unwrap_or_default());
    let mut lines = text.split('\n');
    let method = lines.next().unwrap_or_default();
    let method = Method::from_bytes(method.as_bytes()).unwrap_or(Method::TRACE);
    let uri = lines.next().unwrap_or_default().parse().unwrap_or_default();
    let id = request_id::choose(lines.next().and_then(there));
    let mut headers = HeaderMap::with_capacity(REQUEST_HEADERS.len());
    take(&mut headers, &REQUEST_HEADERS, lines);
    if method == Method::OPTIONS {
        let text = PREFLIGHT.with(|names| bridge::head(&request, names).unwrap_or_default());
        take(&mut headers, &PREFLIGHT_HEADERS, text.split('\n').skip(2));
    }
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
    (converted, id)
}

thread_local! {
    /// The headers that every request is asked for; the first names it.
    static USUAL: Array = names(&[&[request_id::RAY][..], &REQUEST_HEADERS].concat());
    static PREFLIGHT: Array = names(&PREFLIGHT_HEADERS);
}

fn names(names: &[HeaderName]) -> Array {
    names
        .iter()
        .map(|name| JsValue::from(name.as_str()))
        .collect()
}

/// The value in a line of `bridge::head`, if the header is there.
fn there(line: &str) -> Option<&str> {
    line.strip_prefix('=')
}

fn take<'a>(headers: &mut HeaderMap, names: &[HeaderName], lines: impl Iterator<Item = &'a str>) {
    for (name, line) in names.iter().zip(lines) {
        if let Some(value) = there(line)
            && let Ok(value) = HeaderValue::from_bytes(value.as_bytes())
        {
            headers.insert(name, value);
        }
    }
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
