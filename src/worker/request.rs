//! From the runtime's `Request` to `http::Request`.

use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use worker::js_sys::{Array, Uint8Array};
use worker::wasm_bindgen::{JsCast, JsValue};
use worker::web_sys;
use zeroize::Zeroizing;

use super::{bridge, request_id, task};
use crate::oauth::{BODY_HEADERS, Body, BodyError, PREFLIGHT_HEADERS, REQUEST_HEADERS};

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
    let text = NAMES.with(|(usual, body)| bridge::head(&request, usual, body).unwrap_or_default());
    // It may have a token in it, or a device cookie.
    let text = Zeroizing::new(text);
    let mut lines = text.split('\n');
    let method = lines.next().unwrap_or_default();
    let method = Method::from_bytes(method.as_bytes()).unwrap_or(Method::TRACE);
    let uri = lines.next().unwrap_or_default().parse().unwrap_or_default();
    let id = request_id::choose(lines.next().and_then(header_value));
    let mut headers = HeaderMap::with_capacity(REQUEST_HEADERS.len() + BODY_HEADERS.len());
    take(&mut headers, &REQUEST_HEADERS, &mut lines);
    take(&mut headers, &BODY_HEADERS, &mut lines);
    if method == Method::OPTIONS {
        let names = names(&PREFLIGHT_HEADERS);
        let text = bridge::head(&request, &names, &Array::new()).unwrap_or_default();
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
    /// The headers that every request is asked for, of which the first names it,
    /// and those of a body.
    static NAMES: (Array, Array) = (
        names(&[&[request_id::RAY][..], &REQUEST_HEADERS].concat()),
        names(&BODY_HEADERS),
    );
}

fn names(names: &[HeaderName]) -> Array {
    names
        .iter()
        .map(|name| JsValue::from(name.as_str()))
        .collect()
}

/// The value in a line of `bridge::head`, `None` where the request does not
/// have the header.
fn header_value(line: &str) -> Option<&str> {
    line.strip_prefix('=')
}

fn take<'a>(headers: &mut HeaderMap, names: &[HeaderName], lines: impl Iterator<Item = &'a str>) {
    for (name, line) in names.iter().zip(lines) {
        if let Some(value) = header_value(line)
            && let Ok(value) = HeaderValue::from_bytes(value.as_bytes())
        {
            headers.insert(name, value);
        }
    }
}

impl Body for Incoming {
    async fn read(self, limit: usize) -> Result<Zeroizing<Vec<u8>>, BodyError> {
        let fits = self.content_length.is_some_and(|length| length <= limit);
        let promise = bridge::read(&self.request, fits, limit as u32);
        let read = task::settled(promise).await;
        let bytes = read.map_err(|_| BodyError::Interrupted)?;
        let bytes: Uint8Array = bytes.dyn_into().map_err(|_| BodyError::TooLong)?;
        let copy = Zeroizing::new(bytes.to_vec());
        // No copy of a password stays where the garbage collector leaves it.
        bytes.fill(0, 0, bytes.length());
        Ok(copy)
    }
}
