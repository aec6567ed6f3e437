//! `GET /openapi.json`: OpenAPI 3.1 of every route.
//!
//! Operation ids, summaries and schemas are those that FastAPI makes of the
//! security tutorial's functions, so that clients generated from such an app
//! fit; what FastAPI leaves out, the errors above all, is added. The document is
//! made by walking over the table of routes, each of which describes itself.

use http::{Method, Request, StatusCode};
use serde_json::{Map, Value, json};

use crate::oauth::bearer;
use crate::oauth::config::Config;
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::http::reply::{self, JSON, Reply};
use crate::oauth::route::{Content, Input, Operation, Route, Security, Success};
use crate::oauth::schema::{self, reference};
use crate::oauth::scope::{ADMIN, ADMIN_SCOPE, SCOPES};

pub(in crate::oauth) const ROUTE: Route = Route {
    path: "/openapi.json",
    aliases: &[],
    // Starlette makes a HEAD of a GET on the routes that FastAPI adds itself, and on
    // no others.
    methods: &[Method::GET, Method::HEAD],
    worker_first: &["/openapi.json"],
    operation: None,
};

/// The security scheme of the tutorial, named after FastAPI's class.
const BEARER: &str = "OAuth2PasswordBearer";

/// That of clients, named in the same way.
const CLIENT: &str = "HTTPBasic";

pub(in crate::oauth) async fn answer<S, B>(
    _request: Request<B>,
    context: &Context<'_, S>,
) -> Result<Reply, Refusal> {
    let document = document(context.routes, context.config);
    Ok(reply::json(StatusCode::OK, &document).into())
}

fn document(routes: &[&Route], config: &Config) -> Value {
    let mut paths = Map::new();
    let mut schemas = schema::errors();
    for route in routes {
        let Some(described) = &route.operation else {
            continue;
        };
        schemas.extend((described.schemas)());
        let operations = paths.entry(route.path).or_insert_with(|| json!({}));
        for method in route.methods {
            let operation = operation(described, route.path, method, config);
            operations[method.as_str().to_ascii_lowercase()] = operation;
        }
    }
    // As FastAPI sorts them.
    schemas.sort_by_key(|(name, _)| *name);
    let schemas: Map<_, _> = schemas
        .into_iter()
        .map(|(name, schema)| (String::from(name), schema))
        .collect();
    let scopes: Map<_, _> = SCOPES
        .iter()
        .chain([&ADMIN_SCOPE])
        .map(|(name, opens)| (String::from(*name), json!(opens)))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "keyward",
            "description": "Login with a password, and the resources that the token opens.",
            "version": env!("CARGO_PKG_VERSION"),
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                BEARER: {
                    "type": "oauth2",
                    "flows": {"password": {"scopes": scopes, "tokenUrl": "token"}},
                },
                CLIENT: {"type": "http", "scheme": "basic"},
            },
        },
    })
}

fn operation(described: &Operation, path: &str, method: &Method, config: &Config) -> Value {
    let mut operation = json!({
        "summary": title(described.function),
        "operationId": operation_id(described.function, path, method),
    });
    let body = match described.input {
        Input::Nothing | Input::Query(_) => None,
        Input::Form(form) => Some(("application/x-www-form-urlencoded", form)),
        Input::Json(schema) => Some((JSON, schema)),
    };
    if let Some((media_type, schema)) = body {
        operation["requestBody"] = json!({
            "content": {media_type: {"schema": reference(schema)}},
            "required": true,
        });
    }
    let parameters = parameters(described, path);
    if !parameters.is_empty() {
        operation["parameters"] = Value::Array(parameters);
    }
    operation["responses"] = responses(described);
    match described.security {
        Security::Nothing => (),
        Security::Token(scopes) => {
            operation["security"] = json!([{BEARER: bearer::required(scopes, config)}]);
        }
        Security::Admin => operation["security"] = json!([{BEARER: [ADMIN]}]),
        Security::Client => operation["security"] = json!([{CLIENT: []}]),
    }
    operation
}

fn parameters(described: &Operation, path: &str) -> Vec<Value> {
    let in_path = path.split_once("/{").map(|(_, parameter)| {
        let name = parameter.split('}').next().unwrap_or_default();
        let schema = json!({"type": "string", "title": title(name)});
        json!({"name": name, "in": "path", "required": true, "schema": schema})
    });
    let in_query = match described.input {
        Input::Query(list) => list(),
        _ => Vec::new(),
    };
    let in_query = in_query.into_iter().map(
        |(name, schema)| json!({"name": name, "in": "query", "required": false, "schema": schema}),
    );
    in_path.into_iter().chain(in_query).collect()
}

/// `read_users_me` as a title, the way Python's `str.title` makes one.
fn title(function: &str) -> String {
    let words: Vec<String> = function
        .split('_')
        .map(|word| match word.split_at_checked(1) {
            Some((first, rest)) => first.to_ascii_uppercase() + rest,
            None => String::new(),
        })
        .collect();
    words.join(" ")
}

/// FastAPI's `generate_unique_id`: the function, the path with underscores for
/// what is no word character, and the method.
fn operation_id(function: &str, path: &str, method: &Method) -> String {
    let id = format!("{function}{path}");
    let id: String = id
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    format!("{id}_{}", method.as_str().to_ascii_lowercase())
}

fn responses(described: &Operation) -> Value {
    let mut responses = Map::new();
    let mut success = json!({"description": "Successful Response"});
    let status = match &described.success {
        Success::Body(Content { media_type, schema }) => {
            success["content"] = json!({*media_type: {"schema": schema()}});
            200
        }
        Success::Json(status, schema) => {
            success["content"] = json!({JSON: {"schema": schema()}});
            *status
        }
        Success::Empty(status) => *status,
    };
    responses.insert(status.to_string(), success);
    for (status, description, schema) in described.errors {
        let mut response = json!({
            "description": description,
            "content": {JSON: {"schema": reference(schema)}},
        });
        if *status == 401 {
            response["headers"] = json!({
                "WWW-Authenticate": {
                    "description": "The challenge, RFC 6750 section 3.",
                    "schema": {"type": "string"},
                },
            });
        }
        responses.insert(status.to_string(), response);
    }
    Value::Object(responses)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_titles_are_made_as_fastapi_makes_them() {
        assert_eq!(
            operation_id("read_users_me", "/users/me/", &Method::GET),
            "read_users_me_users_me__get"
        );
        assert_eq!(title("login_for_access_token"), "Login For Access Token");
    }

    #[test]
    fn every_reference_leads_to_a_schema() {
        let config = Config::read(
            |name| Ok((name == "SECRET_KEY").then(|| "01234567".repeat(4))),
            |_| Ok(()),
        )
        .unwrap();
        let document = document(crate::oauth::routes::TABLE, &config);
        let text = document.to_string();
        let references: Vec<&str> = text
            .split("\"#/components/schemas/")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert!(references.len() > 10);
        for name in references {
            assert!(
                document["components"]["schemas"][name].is_object(),
                "{name}"
            );
        }
    }
}
