//! `GET /users/me/items/`: the user's items; the tutorial has one, "Foo".

use http::{Method, Request, StatusCode};
use serde_json::{Value, json};

use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success};
use crate::oauth::schema::{self, object, text};
use crate::oauth::{Backend, bearer};

/// In the order of FastAPI's "OAuth2 scopes" tutorial.
const SCOPES: &[&str] = &["items", "me"];

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/users/me/items/",
    aliases: &["/users/me/items"],
    methods: &[Method::GET],
    worker_first: &["/users/*"],
    operation: Some(Operation {
        function: "read_own_items",
        security: Security::Token(SCOPES),
        input: Input::Nothing,
        success: Success::json(items),
        errors: bearer::ERRORS,
        schemas: schema::none,
    }),
};

pub(in crate::oauth) async fn answer<S: Backend, B>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    let user = bearer::active_user(request.headers(), SCOPES, context).await?;
    let items = json!([{"item_id": "Foo", "owner": user.username}]);
    Ok(reply::json(StatusCode::OK, &items).into())
}

/// FastAPI knows no type of it: the tutorial's function does not say what it
/// returns.
fn items() -> Value {
    json!({
        "type": "array",
        "items": object(json!({
            "item_id": text("Item Id"),
            "owner": text("Owner"),
        })),
    })
}
