//! `GET /auth/outbox`: the mails that were printed, on this machine alone.

use http::{Method, Request, StatusCode};

use super::mail;
use crate::oauth::Backend;
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::Route;

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/auth/outbox",
    aliases: &[],
    methods: &[Method::GET],
    worker_first: &["/auth/*"],
    operation: None,
};

/// Where it is not this machine there is no such route.
pub(in crate::oauth) async fn answer<S: Backend, B>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    if !mail::is_console(request.uri(), context) {
        return Err(Refusal::not_found());
    }
    let mails: Vec<serde_json::Value> = context
        .store
        .outbox()
        .await?
        .iter()
        .filter_map(|text| serde_json::from_str(text).ok())
        .collect();
    Ok(reply::json(StatusCode::OK, &mails).into())
}
