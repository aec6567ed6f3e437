//! Waiting: for a time, to hear that a client has gone, and though it has.

use worker::js_sys::Function;
use worker::wasm_bindgen::JsValue;
use worker::web_sys::Request;

use super::{bridge, task};
use crate::oauth::{LocalFuture, SeenThrough};

/// Whether the client of a request has disconnected; waits a moment first, so that the
/// runtime can tell.
pub(super) fn is_gone(request: &Request) -> LocalFuture<bool> {
    let promise = bridge::is_gone(request);
    Box::pin(async move {
        let gone = task::settled(promise).await;
        gone.is_ok_and(|gone| gone.as_bool() == Some(true))
    })
}

/// Waits until a time, in seconds since the epoch.
pub(super) fn wait_until(time: f64) -> LocalFuture<()> {
    let promise = bridge::wait_until(time * 1000.0);
    Box::pin(async move {
        let _ = task::settled(promise).await;
    })
}

/// Has the runtime go on with a request whose client has gone.
pub(super) fn see_through(context: &JsValue) -> SeenThrough {
    Box::new(Kept(bridge::keep(context)))
}

/// What lets the request end.
struct Kept(Function);

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}
