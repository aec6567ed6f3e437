//! Which path is which endpoint.

use http::Method;
use percent_encoding::percent_decode_str;

/// What answers a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Endpoint {
    /// `POST /token`, RFC 6749 section 4.3.2.
    Token,
    /// A `GET` that needs a Bearer token.
    Resource(Resource),
    /// `GET /.well-known/jwks.json`, open to all.
    Jwks,
    /// `GET /openapi.json`, open to all.
    OpenApi,
    /// `GET /docs`, Swagger UI, open to all.
    Docs,
}

impl Endpoint {
    /// The methods of the endpoint. Starlette makes a HEAD of a GET on the
    /// routes that FastAPI adds itself, and on no others.
    pub(super) const fn methods(self) -> &'static [Method] {
        match self {
            Self::Token => &[Method::POST],
            Self::Resource(_) | Self::Jwks => &[Method::GET],
            Self::OpenApi | Self::Docs => &[Method::GET, Method::HEAD],
        }
    }
}

/// What a token opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resource {
    /// The user, without the hash.
    Me,
    /// The user's items; the tutorial has one, "Foo".
    Items,
    /// The smallest protected resource: the username.
    Protected,
    /// "ok" for anybody who is logged in.
    Status,
}

impl Resource {
    /// The scopes that the resource asks for, in the order of the challenge, as
    /// in FastAPI's "OAuth2 scopes" tutorial.
    pub(super) const fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::Me => &["me"],
            Self::Items => &["items", "me"],
            Self::Protected | Self::Status => &[],
        }
    }
}

/// What a path leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// An endpoint, and its path without escapes.
    Endpoint(Endpoint, &'static str),
    /// The path of an endpoint but for the slash at its end: Starlette
    /// (`redirect_slashes`) answers 307 with the other spelling.
    Elsewhere(&'static str),
    Nothing,
}

impl Found {
    /// The path of the route, if there is one.
    pub(super) const fn path(&self) -> Option<&'static str> {
        match self {
            Self::Endpoint(_, path) | Self::Elsewhere(path) => Some(path),
            Self::Nothing => None,
        }
    }
}

/// A path and what is there.
pub(super) struct Route {
    pub(super) path: &'static str,
    pub(super) endpoint: Endpoint,
    /// Whether it is a second spelling, which `/openapi.json` leaves out.
    pub(super) alias: bool,
}

const fn route(path: &'static str, endpoint: Endpoint) -> Route {
    Route {
        path,
        endpoint,
        alias: false,
    }
}

/// Without its slash. FastAPI would redirect, and a redirect drops the
/// Authorization header in some clients.
const fn alias(path: &'static str, endpoint: Endpoint) -> Route {
    Route {
        path,
        endpoint,
        alias: true,
    }
}

/// Every path with its endpoint.
pub(super) const ROUTES: [Route; 10] = [
    route("/token", Endpoint::Token),
    route("/users/me/", Endpoint::Resource(Resource::Me)),
    alias("/users/me", Endpoint::Resource(Resource::Me)),
    route("/users/me/items/", Endpoint::Resource(Resource::Items)),
    alias("/users/me/items", Endpoint::Resource(Resource::Items)),
    route("/protected", Endpoint::Resource(Resource::Protected)),
    route("/status/", Endpoint::Resource(Resource::Status)),
    route("/.well-known/jwks.json", Endpoint::Jwks),
    route("/openapi.json", Endpoint::OpenApi),
    route("/docs", Endpoint::Docs),
];

/// Finds the endpoint of a path. The path is compared percent-decoded, as an
/// ASGI server hands it to Starlette.
pub(super) fn find(path: &str) -> Found {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    if let Some(route) = ROUTES.iter().find(|route| route.path == decoded) {
        return Found::Endpoint(route.endpoint, route.path);
    }
    if decoded.ends_with("//") {
        return Found::Nothing;
    }
    ROUTES
        .iter()
        .find(|route| differs_by_the_last_slash(route.path, &decoded))
        .map_or(Found::Nothing, |route| Found::Elsewhere(route.path))
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
    use super::*;

    #[test]
    fn every_path_leads_to_its_endpoint() {
        for Route { path, endpoint, .. } in ROUTES {
            assert_eq!(find(path), Found::Endpoint(endpoint, path));
        }
    }

    #[test]
    fn a_path_with_percent_escapes_is_the_path_it_stands_for() {
        assert_eq!(find("/%74oken"), Found::Endpoint(Endpoint::Token, "/token"));
        assert_eq!(
            find("/users%2Fme"),
            Found::Endpoint(Endpoint::Resource(Resource::Me), "/users/me")
        );
        assert_eq!(find("/%zz%ff"), Found::Nothing);
    }

    #[test]
    fn a_slash_too_many_or_too_few_is_redirected() {
        assert_eq!(find("/token/"), Found::Elsewhere("/token"));
        assert_eq!(find("/protected/"), Found::Elsewhere("/protected"));
        assert_eq!(find("/status"), Found::Elsewhere("/status/"));
        assert_eq!(find("/docs/"), Found::Elsewhere("/docs"));
    }

    #[test]
    fn other_paths_lead_nowhere() {
        for path in [
            "",
            "/",
            "//",
            "//token",
            "/Token",
            "/users",
            "/users/",
            "/users/me//",
            "/token//",
            "/users/me/items/x",
            "/docs/swagger-ui.css",
        ] {
            assert_eq!(find(path), Found::Nothing, "{path}");
        }
    }
}
