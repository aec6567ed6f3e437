//! `GET /users`: the users, a page at a time, for administrators: `limit` (1 to 100, 50
//! without one) and `after`, what the page before has as `next`.

use http::{Method, Request, StatusCode};
use serde::Serialize;
use serde_json::{Value as Json, json};

use super::admin;
use super::user_read::{self, UserRead};
use crate::oauth::Backend;
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, Reply};
use crate::oauth::route::{Input, Operation, Route, Security, Success};
use crate::oauth::schema::reference;
use crate::store::{Page, User};

/// KV gives so many records at once.
const MOST: usize = 100;

const USUAL: usize = 50;

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/users",
    aliases: &[],
    methods: &[Method::GET],
    worker_first: &["/users"],
    operation: Some(Operation {
        function: "users_list",
        security: Security::Admin,
        input: Input::Query(|| {
            let limit = json!({
                "type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL, "title": "Limit",
            });
            let after = json!({"anyOf": [{"type": "string"}, {"type": "null"}], "title": "After"});
            vec![("limit", limit), ("after", after)]
        }),
        success: Success::json(|| reference("UserPage")),
        errors: super::ERRORS_OF_ONE,
        schemas: || {
            vec![
                ("UserPage", page()),
                user_read::schema(),
                super::error_schema(),
            ]
        },
    }),
};

/// A user, or a record that is none.
#[derive(Serialize)]
#[serde(untagged)]
enum Listed<'a> {
    User(UserRead<'a>),
    Unreadable { username: &'a str, error: &'a str },
}

#[derive(Serialize)]
struct Answer<'a> {
    users: Vec<Listed<'a>>,
    next: Option<&'a str>,
}

pub(in crate::oauth) async fn answer<S: Backend, B>(
    request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    admin::authenticate(request.headers(), context).await?;
    let (mut after, mut limit) = (None, USUAL);
    for (name, value) in
        form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes())
    {
        match &*name {
            "after" if !value.is_empty() => after = Some(value.into_owned()),
            "limit" => {
                let number = value
                    .parse()
                    .ok()
                    .filter(|number| (1..=MOST).contains(number));
                limit = number.ok_or_else(|| {
                    let detail = format!("`limit` is not a whole number from 1 to {MOST}");
                    Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
                })?;
            }
            _ => (),
        }
    }
    let Page { records, next } = context.store.page(after.as_deref(), limit).await?;
    let read = |(name, text): &(String, String)| match crate::store::layout::user(name, text) {
        Ok(user) => Ok(user),
        Err(error) => Err((name.clone(), error.to_string())),
    };
    let users: Vec<Result<User, (String, String)>> = records.iter().map(read).collect();
    let users = users.iter().map(|user| match user {
        Ok(user) => Listed::User(UserRead::of(user)),
        Err((username, error)) => Listed::Unreadable { username, error },
    });
    let answer = Answer {
        users: users.collect(),
        next: next.as_deref(),
    };
    Ok(reply::json(StatusCode::OK, &answer).into())
}

fn page() -> Json {
    json!({
        "properties": {
            "users": {"type": "array", "items": {"anyOf": [reference("UserRead"), {
                "properties": {"username": {"type": "string"}, "error": {"type": "string"}},
                "type": "object",
                "required": ["username", "error"],
            }]}, "title": "Users"},
            "next": {"anyOf": [{"type": "string"}, {"type": "null"}], "title": "Next"},
        },
        "type": "object",
        "required": ["users", "next"],
        "title": "UserPage",
    })
}
