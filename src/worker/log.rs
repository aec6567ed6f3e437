//! The operator's log: one JSON object a line, which `wrangler tail` prints and
//! Workers observability takes apart into fields that can be counted.

use std::cell::Cell;

use serde::Serialize;
use worker::wasm_bindgen::JsValue;
use worker::{js_sys, web_sys};

use crate::oauth::{Facts, Level, Who};

/// What was answered since this isolate started: one instance of the Worker, so
/// the sum over all of them is the log's to make.
#[derive(Clone, Copy, Default, Serialize)]
struct Counters {
    requests: u32,
    /// Tokens that were issued.
    logins: u32,
    /// Requests that were refused with 400, 401, 422 or 429.
    refused: u32,
    /// Requests that were answered 503: somebody has to look.
    unavailable: u32,
}

thread_local! {
    static COUNTERS: Cell<Counters> = Cell::default();
}

/// The log lines of one request, tied together by its id.
pub(super) struct Log<'a> {
    pub(super) request_id: &'a str,
}

/// A line of the log.
#[derive(Serialize)]
struct Line<'a> {
    level: &'static str,
    request_id: &'a str,
    message: &'a str,
    #[serde(flatten)]
    who: Option<&'a Who>,
    #[serde(flatten)]
    request: Option<Request<'a>>,
}

/// What the line of a request has besides.
#[derive(Serialize)]
struct Request<'a> {
    #[serde(flatten)]
    facts: &'a Facts,
    ms: u64,
    isolate: Counters,
}

impl Log<'_> {
    /// Writes a message.
    pub(super) fn message(&self, level: Level, message: &str, who: &Who) {
        self.write(level, message, Some(who), None);
    }

    /// Writes the one line that every request gets. `began` is the time in
    /// milliseconds since the epoch; at the edge the clock stands still while
    /// code runs, so that what passed there is the time spent waiting for the
    /// store.
    pub(super) fn request(&self, facts: &Facts, began: f64) {
        let request = Request {
            facts,
            ms: (js_sys::Date::now() - began) as u64,
            isolate: count(facts),
        };
        self.write(Level::Info, "request", None, Some(request));
    }

    fn write(&self, level: Level, message: &str, who: Option<&Who>, request: Option<Request<'_>>) {
        let (name, write): (_, fn(&JsValue)) = match level {
            Level::Info => ("info", web_sys::console::log_1),
            Level::Warning => ("warning", web_sys::console::warn_1),
            Level::Error => ("error", web_sys::console::error_1),
        };
        let line = Line {
            level: name,
            request_id: self.request_id,
            message,
            who,
            request,
        };
        // Serializing to memory cannot fail for the plain types used here.
        write(&JsValue::from(
            serde_json::to_string(&line).unwrap_or_default(),
        ));
    }
}

/// The routes that a user logs in at.
const LOGINS: [Option<&str>; 2] = [Some("/token"), Some("/auth/jwt/login")];

fn count(facts: &Facts) -> Counters {
    COUNTERS.with(|cell| {
        let mut counters = cell.get();
        counters.requests += 1;
        match facts.status {
            // A refresh looks at no hash.
            200 if LOGINS.contains(&facts.route) && facts.scheme.is_some() => counters.logins += 1,
            400 | 401 | 422 | 429 => counters.refused += 1,
            503 => counters.unavailable += 1,
            _ => (),
        }
        cell.set(counters);
        counters
    })
}
