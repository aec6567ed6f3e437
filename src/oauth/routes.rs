//! The table of routes.
//!
//! A route is a module with a `ROUTE`, which describes it, and a function
//! `answer`. The rest of the flow finds it by its line here. `run_worker_first` in
//! `wrangler.toml` has to cover its paths, which a test checks.

use ::http::{Method, Request};
use percent_encoding::percent_decode_str;

use super::Backend;
use super::context::Context;
use super::http::body::Body;
use super::http::refusal::Refusal;
use super::http::reply::Reply;
use super::route::Route;
use super::{discovery, grant, sessions, tokens, tutorial, users};

/// Makes the table, and the one place where a route's code is called. A function
/// pointer would do without the macro, and cost an allocation for every request.
macro_rules! routes {
    ($($name:ident => $group:ident::$module:ident,)*) => {
        /// A route of the table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Endpoint {
            $($name),*
        }

        /// The descriptions, in the order of `/openapi.json`.
        pub(super) const TABLE: &[&Route] = &[$(&$group::$module::ROUTE),*];

        /// The names, in the same order.
        const ENDPOINTS: &[Endpoint] = &[$(Endpoint::$name),*];

        impl Endpoint {
            /// Answers a request that was found to be for this route.
            pub(super) async fn answer<S: Backend, B: Body>(
                self,
                request: Request<B>,
                context: &Context<'_, S>,
            ) -> Result<Reply, Refusal> {
                match self {
                    $(Self::$name => $group::$module::answer(request, context).await),*
                }
            }
        }
    };
}

routes! {
    Token => grant::token,
    Me => tutorial::me,
    Items => tutorial::items,
    Protected => tutorial::protected,
    Status => tutorial::status,
    Jwks => discovery::jwks,
    Metadata => discovery::metadata,
    Revoke => tokens::revoke,
    Introspect => tokens::introspect,
    Sessions => sessions::list,
    EndSessions => sessions::end_all,
    EndSession => sessions::end,
    Logout => sessions::logout,
    Login => grant::login,
    Register => users::register,
    RequestVerify => users::request_verify,
    Verify => users::verify,
    Forgot => users::forgot,
    Reset => users::reset,
    Outbox => users::outbox,
    UpdateMe => users::update_me,
    ChangePassword => users::password,
    RemoveMe => users::remove_me,
    Users => users::list,
    CreateUser => users::create,
    UserSessions => users::sessions,
    EndUserSessions => users::end_sessions,
    ReadUser => users::read,
    UpdateUser => users::update,
    RemoveUser => users::remove,
    OpenApi => discovery::openapi,
    Docs => discovery::docs,
}

/// What a path and a method lead to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A route, and the spelling of its path, without escapes.
    Endpoint(Endpoint, &'static str),
    /// A path with other methods.
    OtherMethod(&'static str),
    /// The path of a route but for the slash at its end: Starlette
    /// (`redirect_slashes`) answers 307 with the other spelling.
    OtherSlash(&'static str),
    Nothing,
}

impl Found {
    /// The path of the route, if there is one.
    pub(super) const fn path(&self) -> Option<&'static str> {
        match self {
            Self::Endpoint(_, path) | Self::OtherMethod(path) | Self::OtherSlash(path) => {
                Some(path)
            }
            Self::Nothing => None,
        }
    }
}

/// The path that a redirect for a slash leads to, of a request with this path. A parameter
/// stays as it is spelled.
pub(super) fn other_spelling<'a>(known: &'static str, path: &'a str) -> &'a str {
    match known.contains('{') {
        true => path.strip_suffix('/').unwrap_or(path),
        false => known,
    }
}

/// Finds the route of a request. The path is compared percent-decoded, as an ASGI
/// server hands it to Starlette.
pub(super) fn find(path: &str, method: &Method) -> Found {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let mut found = Found::Nothing;
    for (endpoint, route) in ENDPOINTS.iter().zip(TABLE) {
        if let Some(path) = route.paths().find(|known| matches(known, &decoded)) {
            if route.methods.contains(method) {
                return Found::Endpoint(*endpoint, path);
            }
            if found == Found::Nothing {
                found = Found::OtherMethod(path);
            }
        }
    }
    if found != Found::Nothing || decoded.ends_with("//") {
        return found;
    }
    TABLE
        .iter()
        .flat_map(|route| route.paths())
        .find(|known| match known.contains('{') {
            // A path that ends with `%2F` would be redirected to itself for ever.
            true => path.ends_with('/') && matches(known, decoded.trim_end_matches('/')),
            false => differs_by_the_last_slash(known, &decoded),
        })
        .map_or(Found::Nothing, Found::OtherSlash)
}

/// Whether a path is that of a route, one part of which may be a parameter in braces.
fn matches(known: &str, path: &str) -> bool {
    let Some((before, rest)) = known.split_once('{') else {
        return known == path;
    };
    let after = rest.split_once('}').map_or("", |(_, after)| after);
    let parameter = path
        .strip_prefix(before)
        .and_then(|rest| rest.strip_suffix(after));
    parameter.is_some_and(|parameter| !parameter.is_empty() && !parameter.contains('/'))
}

/// Every method that a path has, in the order of the table.
pub(super) fn methods(path: &str) -> impl Iterator<Item = &'static Method> {
    TABLE
        .iter()
        .filter(move |route| route.paths().any(|known| known == path))
        .flat_map(|route| route.methods)
}

/// Starlette adds the slash where it is missing and takes it away where there
/// is one too many.
fn differs_by_the_last_slash(known: &str, path: &str) -> bool {
    match path.strip_suffix('/') {
        Some(stripped) => known == stripped,
        None => known.strip_suffix('/') == Some(path),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_path_leads_to_its_endpoint() {
        for (endpoint, route) in ENDPOINTS.iter().zip(TABLE) {
            for path in route.paths() {
                for method in route.methods {
                    assert_eq!(find(path, method), Found::Endpoint(*endpoint, path));
                }
                assert_eq!(find(path, &Method::TRACE), Found::OtherMethod(path));
            }
        }
    }

    #[test]
    fn no_two_routes_share_a_path_and_a_method() {
        let mut seen = HashSet::new();
        for route in TABLE {
            for path in route.paths() {
                for method in route.methods {
                    assert!(seen.insert((path, method)), "{method} {path}");
                }
            }
        }
    }

    #[test]
    fn a_path_with_percent_escapes_is_the_path_it_stands_for() {
        let token = Found::Endpoint(Endpoint::Token, "/token");
        assert_eq!(find("/%74oken", &Method::POST), token);
        let me = Found::Endpoint(Endpoint::Me, "/users/me");
        assert_eq!(find("/users%2Fme", &Method::GET), me);
        assert_eq!(find("/%zz%ff", &Method::GET), Found::Nothing);
    }

    #[test]
    fn a_slash_too_many_or_too_few_is_redirected() {
        for (path, other) in [
            ("/token/", "/token"),
            ("/protected/", "/protected"),
            ("/status", "/status/"),
            ("/users/", "/users"),
            ("/docs/", "/docs"),
        ] {
            assert_eq!(find(path, &Method::GET), Found::OtherSlash(other));
            assert_eq!(other_spelling(other, path), other);
        }
        for (path, known, other) in [
            ("/users/ann/", "/users/{id}", "/users/ann"),
            ("/users/a%20b%7D/", "/users/{id}", "/users/a%20b%7D"),
            (
                "/users/ann/sessions/",
                "/users/{id}/sessions",
                "/users/ann/sessions",
            ),
        ] {
            assert_eq!(find(path, &Method::GET), Found::OtherSlash(known));
            assert_eq!(other_spelling(known, path), other);
        }
        for path in ["/users/ann%2F", "/users/ann//", "/users/ann/x/"] {
            assert_eq!(find(path, &Method::GET), Found::Nothing, "{path}");
        }
    }

    #[test]
    fn other_paths_lead_nowhere() {
        for path in [
            "",
            "/",
            "//",
            "//token",
            "/Token",
            "/users//",
            "/users/me//",
            "/token//",
            "/users/me/items/x",
            "/docs/swagger-ui.css",
        ] {
            assert_eq!(find(path, &Method::GET), Found::Nothing, "{path}");
        }
    }

    /// A pattern of Cloudflare's: the path, or everything under a prefix.
    fn covers(pattern: &str, path: &str) -> bool {
        match pattern.strip_suffix('*') {
            Some(prefix) => path.starts_with(prefix),
            None => pattern == path,
        }
    }

    #[test]
    fn wrangler_toml_sends_every_route_to_the_worker_before_any_file() {
        for route in TABLE {
            for path in route.paths() {
                let covered = route.worker_first.iter().any(|first| covers(first, path));
                assert!(covered, "{path}");
            }
        }
        let expected = format!(
            "run_worker_first = {}",
            serde_json::json!(crate::oauth::worker_first())
        );
        let settings = include_str!("../../wrangler.toml");
        let start = settings.find("run_worker_first = ").expect("the setting");
        let text = &settings[start..];
        let end = text.find(']').expect("the end of the list") + 1;
        let written: String = text[..end].split_whitespace().collect();
        let expected_words: String = expected.split_whitespace().collect();
        assert_eq!(written, expected_words, "wrangler.toml needs: {expected}");
    }
}
