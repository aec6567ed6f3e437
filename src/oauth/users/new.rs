//! A user who is new: the record, and a password that may be chosen.

use http::StatusCode;
use zeroize::Zeroizing;

use super::record::{self, Unchanged};
use crate::account::address;
use crate::account::breached::{self, Breaches};
use crate::account::sessions::Create;
use crate::json::{self, ObjectWriter};
use crate::oauth::Backend;
use crate::oauth::context::Context;
use crate::oauth::http::refusal::Refusal;
use crate::oauth::level::Level;
use crate::password::{self, SALT_LENGTH};
use crate::store::User;

/// What a new user's record says.
pub(super) struct NewUser {
    /// By default the address, as it is compared.
    pub(super) username: Option<String>,
    pub(super) email: String,
    pub(super) full_name: Option<String>,
    /// Without one the user has to reset it first.
    pub(super) hashed_password: Option<String>,
    pub(super) scopes: Vec<String>,
    pub(super) disabled: bool,
    pub(super) is_verified: bool,
}

impl NewUser {
    /// Makes the record, unless there is one of that name or address.
    pub(super) async fn create<S: Backend>(
        self,
        context: &Context<'_, S>,
    ) -> Result<Result<User, Unchanged>, Refusal> {
        let address = address::comparable(&self.email);
        let username = self.username.clone().unwrap_or_else(|| address.clone());
        let by_address = username == address;
        let id = uuid(context)?;
        let create = Create {
            record: self.record(&username, &id, context.now as i64),
            id: Some(id),
            by_address,
        };
        if by_address {
            return record::create(&username, create, context).await;
        }
        let Some(claimed) = record::claim(&address, &username, context).await? else {
            return Ok(Err(Unchanged::Exists));
        };
        let created = record::create(&username, create, context).await;
        if claimed && !matches!(created, Ok(Ok(_))) {
            record::leave(&address, &username, context).await?;
        }
        created
    }

    fn record(&self, username: &str, id: &str, now: i64) -> String {
        let mut record = ObjectWriter::with_capacity(512);
        let text = |text: Option<&String>| text.map_or("null".into(), |text| json::string(text));
        record
            .string("username", username)
            .string("email", &self.email)
            .raw("full_name", &text(self.full_name.as_ref()))
            .raw("disabled", if self.disabled { "true" } else { "false" })
            .raw("hashed_password", &text(self.hashed_password.as_ref()))
            .strings("scopes", &self.scopes)
            .string("id", id)
            .raw(
                "is_verified",
                if self.is_verified { "true" } else { "false" },
            )
            .raw("created_at", &now.to_string());
        record.finish()
    }
}

/// What a user is known by, which no password may be.
pub(super) fn known_as(user: &User) -> [Option<&str>; 3] {
    [
        Some(user.username.as_str()),
        user.email.as_deref(),
        user.full_name.as_deref(),
    ]
}

/// A hash of a password that may be chosen by somebody whose names and addresses these
/// are.
///
/// # Errors
/// 400 with this code of fastapi-users and why it may not; or 503.
pub(super) async fn chosen<S: Breaches>(
    password: &Zeroizing<String>,
    own: &[Option<&str>],
    code: &'static str,
    context: &Context<'_, S>,
) -> Result<String, Refusal> {
    let invalid = |reason: &str| Refusal::coded(StatusCode::BAD_REQUEST, code, reason);
    let own: Vec<&str> = own.iter().copied().flatten().collect();
    let rule = &context.config.accounts.password;
    rule.check(password, &own)
        .map_err(|reason| invalid(&reason))?;
    if let Some(service) = &context.config.accounts.breaches {
        match breached::is_breached(password, service, context.store).await {
            Ok(false) => (),
            Ok(true) => return Err(invalid("Password is known from a data breach")),
            // Nobody is kept from an account because another service is away.
            Err(error) => (context.log)(
                Level::Warning,
                format!("a password was not looked up in PWNED_PASSWORDS: {error}").into(),
                &Default::default(),
            ),
        }
    }
    let mut salt = [0; SALT_LENGTH];
    let hashed = (context.random)(&mut salt)
        .and_then(|()| password::hash(password.as_bytes(), &salt, &context.config.hash));
    hashed.map_err(|error| {
        Refusal::unavailable("the password cannot be stored").log(Level::Error, error.to_string())
    })
}

/// A UUID of version 4 (RFC 9562 section 5.4).
fn uuid<S>(context: &Context<'_, S>) -> Result<String, Refusal> {
    let mut bytes = [0; 16];
    (context.random)(&mut bytes).map_err(|error| {
        Refusal::unavailable("no id can be drawn").log(Level::Error, error.to_string())
    })?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let parts = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)];
    let parts = parts.map(|(from, to)| hex.get(from..to).unwrap_or_default());
    Ok(parts.join("-"))
}
