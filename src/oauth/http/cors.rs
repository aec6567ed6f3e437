//! Cross-origin requests, answered as Starlette's `CORSMiddleware` answers them
//! (starlette 1.10, `middleware/cors.py`; the Fetch Standard section 3.2).
//!
//! A list of origins stands for the middleware of FastAPI's CORS tutorial:
//! `allow_origins=[…], allow_credentials=True, allow_methods=["*"],
//! allow_headers=["*"]`. `*` stands for the same without credentials, because the
//! Fetch Standard does not let the two go together: a Bearer token works from
//! everywhere all the same, and only the device cookie of a login is not sent.

use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};

use super::reply;

/// What `["*"]` stands for among methods in Starlette.
const METHODS: [&str; 8] = [
    "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY",
];

/// How long a browser may keep the answer to a preflight, in seconds.
const MAX_AGE: &str = "600";

const PRIVATE_NETWORK: HeaderName =
    HeaderName::from_static("access-control-request-private-network");

/// The request headers that matter on a preflight only.
pub const PREFLIGHT_HEADERS: [HeaderName; 3] = [
    ACCESS_CONTROL_REQUEST_METHOD,
    ACCESS_CONTROL_REQUEST_HEADERS,
    PRIVATE_NETWORK,
];

/// The origins whose pages may read the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cors {
    /// `*`
    Any,
    /// These alone, spelled as browsers send them.
    Listed(Vec<String>),
}

impl Cors {
    /// Reads a comma separated list. One entry `*` makes the others needless.
    ///
    /// # Errors
    /// What is wrong with the first entry that no browser would ever send.
    pub fn read(list: &str) -> Result<Self, &'static str> {
        let entries = list.split(',').map(str::trim).filter(|e| !e.is_empty());
        let origins: Vec<&str> = entries.collect();
        if origins.contains(&"*") {
            return Ok(Self::Any);
        }
        origins
            .iter()
            .map(|origin| check(origin).map(|()| String::from(*origin)))
            .collect::<Result<_, _>>()
            .map(Self::Listed)
    }

    fn allows(&self, origin: &HeaderValue) -> bool {
        match self {
            Self::Any => true,
            Self::Listed(origins) => origins.iter().any(|known| origin == known),
        }
    }

    /// The answer to a preflight, `None` for any other request. It needs no
    /// route: Starlette answers before it looks for one.
    pub(in crate::oauth) fn preflight(
        &self,
        method: &Method,
        headers: &HeaderMap,
    ) -> Option<Response<Vec<u8>>> {
        let origin = headers.get(ORIGIN)?;
        let requested = headers.get(ACCESS_CONTROL_REQUEST_METHOD)?;
        if *method != Method::OPTIONS {
            return None;
        }
        let allowed = self.allows(origin);
        let mut failures = Vec::new();
        if !allowed {
            failures.push("origin");
        }
        if !METHODS.iter().any(|known| requested == known) {
            failures.push("method");
        }
        if headers.contains_key(PRIVATE_NETWORK) {
            failures.push("private-network");
        }
        let mut response = if failures.is_empty() {
            reply::text(StatusCode::OK, "OK".into())
        } else {
            let failures = failures.join(", ");
            reply::text(
                StatusCode::BAD_REQUEST,
                format!("Disallowed CORS {failures}"),
            )
        };
        let answer = response.headers_mut();
        if allowed {
            answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, self.spelled(origin));
        }
        if let Ok(methods) = HeaderValue::try_from(METHODS.join(", ")) {
            answer.insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
        }
        if let Some(names) = headers.get(ACCESS_CONTROL_REQUEST_HEADERS) {
            answer.insert(ACCESS_CONTROL_ALLOW_HEADERS, names.clone());
        }
        answer.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(MAX_AGE));
        self.allow_credentials(answer);
        answer.insert(
            VARY,
            HeaderValue::from_static(
                "Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network",
            ),
        );
        Some(response)
    }

    /// Lets the page that sent a request read its answer, if it may.
    pub(in crate::oauth) fn admit(&self, origin: Option<&HeaderValue>, answer: &mut HeaderMap) {
        if let Some(origin) = origin {
            if self.allows(origin) {
                answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, self.spelled(origin));
            }
            self.allow_credentials(answer);
        }
        answer.append(VARY, HeaderValue::from_static("Origin"));
    }

    fn spelled(&self, origin: &HeaderValue) -> HeaderValue {
        match self {
            Self::Any => HeaderValue::from_static("*"),
            Self::Listed(_) => origin.clone(),
        }
    }

    /// Starlette says it to every origin; without `Allow-Origin` it has no
    /// effect.
    fn allow_credentials(&self, answer: &mut HeaderMap) {
        if let Self::Listed(_) = self {
            answer.insert(
                ACCESS_CONTROL_ALLOW_CREDENTIALS,
                HeaderValue::from_static("true"),
            );
        }
    }
}

/// An origin is compared as text, so it has to be written as browsers write it:
/// `scheme://host` or `scheme://host:port` (RFC 6454 section 6.2).
fn check(origin: &str) -> Result<(), &'static str> {
    let Some((scheme, host)) = origin.split_once("://") else {
        return Err("holds an origin without a scheme: expected such as https://app.example");
    };
    if host.is_empty() || host.contains(['/', '?', '#', '@', '*']) {
        return Err(
            "holds an origin with more or less than a scheme, a host and a port: expected such as https://app.example, without a slash at the end",
        );
    }
    if !origin.bytes().all(|byte| byte.is_ascii_graphic()) || origin.contains(char::is_uppercase) {
        return Err(
            "holds an origin with other than lower-case ASCII characters: browsers send hosts in lower case and as xn--",
        );
    }
    let default = match scheme {
        "http" => ":80",
        "https" => ":443",
        _ => return Ok(()),
    };
    if host.ends_with(default) {
        return Err("holds an origin with its scheme's default port: browsers leave it out");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_origins_is_read_with_spaces_and_empty_entries() {
        assert_eq!(
            Cors::read(" https://a.example , ,http://localhost:5173,"),
            Ok(Cors::Listed(vec![
                "https://a.example".into(),
                "http://localhost:5173".into()
            ]))
        );
        assert_eq!(Cors::read("https://a.example,*"), Ok(Cors::Any));
    }

    #[test]
    fn an_origin_that_no_browser_sends_is_refused() {
        for origin in [
            "a.example",
            "null",
            "https://",
            "https://a.example/",
            "https://*.example",
            "https://user@a.example",
            "https://A.example",
            "https://ä.example",
            "https://a.example:443",
            "http://a.example:80",
        ] {
            assert!(Cors::read(origin).is_err(), "{origin}");
        }
        for origin in ["capacitor://localhost", "http://[::1]:8080", "https://a:80"] {
            assert!(Cors::read(origin).is_ok(), "{origin}");
        }
    }
}
