//! Changes of a user, by himself or by an administrator.

use http::StatusCode;
use serde_json::{Value as Json, json};
use zeroize::Zeroizing;

use super::new;
use super::record::{self, Unchanged};
use crate::account::address;
use crate::account::sessions::{Call, Change, Outcome, Precondition, Revokes, TokenClaims};
use crate::json;
use crate::oauth::access_token::AccessToken;
use crate::oauth::context::Context;
use crate::oauth::http::json_body::JsonBody;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::schema::optional;
use crate::oauth::scope::ADMIN;
use crate::oauth::{Backend, account, bearer};
use crate::store::{SessionId, User};

/// The name of the schema.
pub(super) const BODY: &str = "UserUpdate";

/// For so long after a login its session may do what needs the password, in seconds.
const RECENT: i64 = 10 * 60;

/// What is to change; what is `None` stays.
pub(super) struct Update {
    pub(super) email: Option<String>,
    pub(super) password: Option<Zeroizing<String>>,
    /// `None` in it is none.
    full_name: Option<Option<String>>,
    pub(super) is_active: Option<bool>,
    is_superuser: Option<bool>,
    is_verified: Option<bool>,
    scopes: Option<Vec<String>>,
}

impl Update {
    pub(super) fn read(body: &JsonBody) -> Result<Self, Refusal> {
        let mut members = body.members()?;
        let update = Self {
            password: members.text("password"),
            email: members.optional_address("email"),
            is_active: members.flag("is_active"),
            is_superuser: members.flag("is_superuser"),
            is_verified: members.flag("is_verified"),
            full_name: members.nullable("full_name"),
            scopes: members.texts("scopes"),
        };
        members.check()?;
        Ok(update)
    }

    /// Without what only an administrator may change, which fastapi-users passes over.
    pub(super) fn of_oneself(self) -> Self {
        Self {
            is_active: None,
            is_superuser: None,
            is_verified: None,
            scopes: None,
            ..self
        }
    }

    /// The new address, where it is another one.
    pub(super) fn moves(&self, user: &User) -> Option<&str> {
        let old = user.email.as_deref().map(address::comparable);
        let new = self.email.as_deref();
        new.filter(|new| old != Some(address::comparable(new)))
    }

    /// What changes, for the log.
    pub(super) fn names(&self) -> String {
        let names = [
            ("email", self.email.is_some()),
            ("password", self.password.is_some()),
            ("full_name", self.full_name.is_some()),
            ("is_active", self.is_active.is_some()),
            ("is_superuser", self.is_superuser.is_some()),
            ("is_verified", self.is_verified.is_some()),
            ("scopes", self.scopes.is_some()),
        ];
        let changed = names.iter().filter(|(_, changes)| *changes);
        let changed: Vec<&str> = changed.map(|(name, _)| *name).collect();
        match changed.is_empty() {
            true => "nothing".into(),
            false => changed.join(", "),
        }
    }
}

/// Changes a user's record, in the name of the own token or of an administrator; `user` is the
/// newest, whatever the key-value store shows here.
pub(super) async fn apply<S: Backend>(
    user: &User,
    update: Update,
    revokes: Revokes,
    by: Option<TokenClaims>,
    context: &Context<'_, S>,
) -> Result<User, Refusal> {
    let mut members = Vec::new();
    let mut set = |name: &str, value: String| members.push((name.to_owned(), value));
    if let Some(password) = &update.password {
        let [name, address, full_name] = new::known_as(user);
        let own = [name, address, update.email.as_deref(), full_name];
        let code = "UPDATE_USER_INVALID_PASSWORD";
        let hashed = new::chosen(password, &own, code, context).await?;
        set("hashed_password", json::string(&hashed));
    }
    let moves = update.moves(user);
    if let Some(email) = &update.email {
        set("email", json::string(email));
    }
    if moves.is_some() && update.is_verified.is_none() {
        set("is_verified", "false".into());
    }
    if let Some(name) = &update.full_name {
        set("full_name", json!(name).to_string());
    }
    if let Some(active) = update.is_active {
        set("disabled", (!active).to_string());
    }
    if let Some(verified) = update.is_verified {
        set("is_verified", verified.to_string());
    }
    if let Some(scopes) = &update.scopes {
        set("scopes", json!(scopes).to_string());
    }
    if members.is_empty() && update.is_superuser.is_none() {
        return Ok(user.clone());
    }
    let claimed = match moves {
        None => false,
        Some(email) => record::claim(email, &user.username, context)
            .await?
            .ok_or_else(|| {
                Refusal::new(StatusCode::BAD_REQUEST, "UPDATE_USER_EMAIL_ALREADY_EXISTS")
            })?,
    };
    let old = user.email.as_deref().map(address::comparable);
    // Whoever says something about the address says it of the one that was read.
    let about_address = update.email.is_some() || update.is_verified == Some(true);
    let change = Change {
        when: match about_address {
            true => Precondition::Address(old),
            false => Precondition::Exists,
        },
        members,
        scope: update.is_superuser.map(|granted| (ADMIN.into(), granted)),
        revokes,
        by,
    };
    let changed = record::change(&user.username, change, context).await;
    if let Some(new) = moves {
        // Whichever address is not the user's now.
        let left = match &changed {
            Ok(Ok(_)) => user.email.as_deref(),
            _ => Some(new).filter(|_| claimed),
        };
        if let Some(left) = left
            && let Err(refusal) = record::leave(left, &user.username, context).await
        {
            match &changed {
                // The change stands.
                Ok(Ok(_)) => record::still_kept(refusal, context),
                _ => return Err(refusal),
            }
        }
    }
    changed?.map_err(|unchanged| match unchanged {
        Unchanged::Missing => Refusal::not_found(),
        Unchanged::Conflict => account::changing(),
        Unchanged::Ended => bearer::invalid("ended", &[]),
        Unchanged::Exists => account::unexpected(),
    })
}

/// The session of a token, where its login was a moment ago.
///
/// # Errors
/// 403 where it was not.
pub(super) async fn recent_session<S: Backend>(
    user: &User,
    token: &AccessToken,
    context: &Context<'_, S>,
) -> Result<SessionId, Refusal> {
    let id = token.session.as_deref().and_then(SessionId::from_text);
    let sessions = match account::ask(&user.username, Call::List, context).await? {
        Outcome::Sessions(sessions) => sessions,
        _ => return Err(account::unexpected()),
    };
    let since = context.now as i64 - RECENT;
    let recent = |id: &SessionId| {
        let mut all = sessions.iter();
        all.any(|session| session.id == *id && session.created_at >= since)
    };
    id.filter(recent)
        .ok_or_else(|| Refusal::new(StatusCode::FORBIDDEN, "UPDATE_USER_SESSION_TOO_OLD"))
}

/// The schema of what may change.
pub(super) fn body() -> (&'static str, Json) {
    let flag = |title: &str| optional(json!({"type": "boolean"}), title);
    let schema = json!({
        "properties": {
            "password": optional(json!({"type": "string", "format": "password"}), "Password"),
            "email": optional(json!({"type": "string", "format": "email"}), "Email"),
            "is_active": flag("Is Active"),
            "is_superuser": flag("Is Superuser"),
            "is_verified": flag("Is Verified"),
            "full_name": optional(json!({"type": "string"}), "Full Name"),
            "scopes": optional(json!({"type": "array", "items": {"type": "string"}}), "Scopes"),
        },
        "type": "object",
        "title": BODY,
    });
    (BODY, schema)
}
