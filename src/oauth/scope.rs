//! Scopes: which exist, and which a login is granted (RFC 6749 section 3.3).

use crate::store::User;

/// The scopes of the routes, with the words of FastAPI's "OAuth2 scopes"
/// tutorial for what they open.
pub(super) const SCOPES: [(&str, &str); 2] = [
    ("me", "Read information about the current user."),
    ("items", "Read items."),
];

/// The scope of administrators, which is fastapi-users' `is_superuser`. Only who holds it
/// may ask for it.
pub(super) const ADMIN: &str = "admin";

/// The same as in [`SCOPES`], for whoever lists scopes.
pub(super) const ADMIN_SCOPE: (&str, &str) = (ADMIN, "Administer users.");

/// The scopes of those asked for that the user holds, in the order asked, each
/// once. The delimiter is any white space, as FastAPI splits the field.
///
/// # Errors
/// What would be right, when a scope is asked for that is neither one of
/// [`SCOPES`] nor in the user's record: for after the password was found right,
/// because it tells what the record holds.
pub(super) fn grant(asked: &str, user: &User) -> Result<String, String> {
    let mut granted: Vec<&str> = Vec::new();
    for scope in asked.split(is_space).filter(|scope| !scope.is_empty()) {
        if user.scopes.iter().any(|held| held == scope) {
            if !granted.contains(&scope) {
                granted.push(scope);
            }
        } else if !SCOPES.iter().any(|(known, _)| *known == scope) {
            return Err(unknown(user));
        }
    }
    Ok(granted.join(" "))
}

/// The scopes of a text that the user still holds.
pub(super) fn held(scope: &str, user: &User) -> String {
    let held = scope
        .split(is_space)
        .filter(|one| user.scopes.iter().any(|held| held == one));
    held.collect::<Vec<_>>().join(" ")
}

/// What Python's `split` takes for white space: Unicode's, and the four separators
/// of ASCII.
fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

/// What was asked for is not repeated: it may hold anything.
fn unknown(user: &User) -> String {
    let mut known: Vec<&str> = SCOPES.iter().map(|(name, _)| *name).collect();
    for held in &user.scopes {
        if !known.contains(&held.as_str()) {
            known.push(held);
        }
    }
    format!("Unknown scope, expected any of: {}", known.join(", "))
}
