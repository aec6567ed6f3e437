//! A user as these routes show one: the keys of fastapi-users' `BaseUser`, and those of
//! the tutorial's `User`.

use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::oauth::schema::{optional, text};
use crate::oauth::scope::ADMIN;
use crate::store::User;

/// What these routes say of a user, `UserRead` in fastapi-users' documents.
#[derive(Serialize)]
pub(in crate::oauth) struct UserRead<'a> {
    id: &'a str,
    email: Option<&'a str>,
    is_active: bool,
    is_superuser: bool,
    is_verified: bool,
    username: &'a str,
    full_name: Option<&'a str>,
    disabled: Option<bool>,
}

impl<'a> UserRead<'a> {
    pub(in crate::oauth) fn of(user: &'a User) -> Self {
        Self {
            id: id(user),
            email: user.email.as_deref(),
            is_active: is_active(user),
            is_superuser: is_superuser(user),
            is_verified: is_verified(user),
            username: &user.username,
            full_name: user.full_name.as_deref(),
            disabled: user.disabled,
        }
    }
}

/// What a user is called in paths.
pub(in crate::oauth) fn id(user: &User) -> &str {
    user.id.as_deref().unwrap_or(&user.username)
}

pub(in crate::oauth) fn is_active(user: &User) -> bool {
    user.disabled != Some(true)
}

pub(in crate::oauth) fn is_superuser(user: &User) -> bool {
    user.scopes.iter().any(|scope| scope == ADMIN)
}

pub(in crate::oauth) fn is_verified(user: &User) -> bool {
    user.is_verified == Some(true)
}

/// Its schema, `UserRead` in fastapi-users' documents.
pub(super) fn schema() -> (&'static str, Json) {
    let flag = |title: &str| json!({"type": "boolean", "title": title});
    let schema = json!({
        "properties": {
            "id": text("Id"),
            "email": optional(json!({"type": "string"}), "Email"),
            "is_active": flag("Is Active"),
            "is_superuser": flag("Is Superuser"),
            "is_verified": flag("Is Verified"),
            "username": text("Username"),
            "full_name": optional(json!({"type": "string"}), "Full Name"),
            "disabled": optional(json!({"type": "boolean"}), "Disabled"),
        },
        "type": "object",
        "required": ["id", "is_active", "is_superuser", "is_verified", "username"],
        "title": "UserRead",
    });
    ("UserRead", schema)
}
