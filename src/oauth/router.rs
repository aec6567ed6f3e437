//! Which path is which endpoint.

use percent_encoding::percent_decode_str;

/// What answers a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Endpoint {
    /// `POST /token`, RFC 6749 section 4.3.2.
    Token,
    /// A `GET` that needs a Bearer token.
    Resource(Resource),
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
    Endpoint(Endpoint),
    /// The path of an endpoint but for the slash at its end: Starlette
    /// (`redirect_slashes`) answers 307 with the other spelling.
    Elsewhere(&'static str),
    Nothing,
}

/// Every path with its endpoint. `/users/me` and `/users/me/items` stand here
/// in both spellings, because a redirect drops the Authorization header in
/// some clients.
const PATHS: [(&str, Endpoint); 7] = [
    ("/token", Endpoint::Token),
    ("/users/me", Endpoint::Resource(Resource::Me)),
    ("/users/me/", Endpoint::Resource(Resource::Me)),
    ("/users/me/items", Endpoint::Resource(Resource::Items)),
    ("/users/me/items/", Endpoint::Resource(Resource::Items)),
    ("/protected", Endpoint::Resource(Resource::Protected)),
    ("/status/", Endpoint::Resource(Resource::Status)),
];

/// Finds the endpoint of a path. The path is compared percent-decoded, as an
/// ASGI server hands it to Starlette.
pub(super) fn find(path: &str) -> Found {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    if let Some((_, endpoint)) = PATHS.iter().find(|(known, _)| *known == decoded) {
        return Found::Endpoint(*endpoint);
    }
    if decoded.ends_with("//") {
        return Found::Nothing;
    }
    PATHS
        .iter()
        .find(|(known, _)| differs_by_the_last_slash(known, &decoded))
        .map_or(Found::Nothing, |(known, _)| Found::Elsewhere(known))
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
        for (path, endpoint) in PATHS {
            assert_eq!(find(path), Found::Endpoint(endpoint));
        }
    }

    #[test]
    fn a_path_with_percent_escapes_is_the_path_it_stands_for() {
        assert_eq!(find("/%74oken"), Found::Endpoint(Endpoint::Token));
        assert_eq!(
            find("/users%2Fme"),
            Found::Endpoint(Endpoint::Resource(Resource::Me))
        );
        assert_eq!(find("/%zz%ff"), Found::Nothing);
    }

    #[test]
    fn a_slash_too_many_or_too_few_is_redirected() {
        assert_eq!(find("/token/"), Found::Elsewhere("/token"));
        assert_eq!(find("/protected/"), Found::Elsewhere("/protected"));
        assert_eq!(find("/status"), Found::Elsewhere("/status/"));
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
        ] {
            assert_eq!(find(path), Found::Nothing, "{path}");
        }
    }
}
