//! The protected resources of the tutorial.

use http::{Request, Response, StatusCode};
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

fn represent(resource: Resource, user: &User) -> Response<Vec<u8>> {
    let body = match resource {
        Resource::Me => json!({
            "username": user.username,
            "email": user.email,
            "full_name": user.full_name,
            "disabled": user.disabled,
        }),
        Resource::Items => json!([{"item_id": "Foo", "owner": user.username}]),
        Resource::Protected => json!({"user": {"username": user.username}}),
        Resource::Status => json!({"status": "ok"}),
    };
    reply::json(StatusCode::OK, &body)
}
