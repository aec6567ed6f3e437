//! The protected resources of the tutorial.

use http::{Request, Response, StatusCode};
use serde::Serialize;
use serde_json::json;

use super::bearer;
use super::config::Config;
use super::router::Resource;
use super::unavailable::Unavailable;
use super::{Context, reply};
use crate::store::{Store, User};

/// Answers a `GET` of a resource.
pub(super) async fn answer<S: Store, B>(
    resource: Resource,
    request: &Request<B>,
    config: &Config,
    context: &Context<'_, S>,
) -> Result<Response<Vec<u8>>, Unavailable> {
    let required = if config.require_scopes {
        resource.scopes()
    } else {
        &[]
    };
    let user = match bearer::authenticate(request.headers(), required, config, context).await? {
        Ok(user) => user,
        Err(refusal) => return Ok(refusal),
    };
    if user.disabled == Some(true) {
        return Ok(reply::error(StatusCode::BAD_REQUEST, "Inactive user"));
    }
    Ok(represent(resource, &user))
}

/// The user as the tutorial shows it: everything but the hash.
#[derive(Serialize)]
struct Me<'a> {
    username: &'a str,
    email: Option<&'a str>,
    full_name: Option<&'a str>,
    disabled: Option<bool>,
}

fn represent(resource: Resource, user: &User) -> Response<Vec<u8>> {
    let ok = StatusCode::OK;
    match resource {
        Resource::Me => reply::json(
            ok,
            &Me {
                username: &user.username,
                email: user.email.as_deref(),
                full_name: user.full_name.as_deref(),
                disabled: user.disabled,
            },
        ),
        Resource::Items => reply::json(ok, &json!([{"item_id": "Foo", "owner": user.username}])),
        Resource::Protected => reply::json(ok, &json!({"user": {"username": user.username}})),
        Resource::Status => reply::json(ok, &json!({"status": "ok"})),
    }
}
