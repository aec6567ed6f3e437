//! Whose password it is.

use super::Context;
use super::decoy::DecoyList;
use super::facts::{Facts, Notice};
use super::rehash::rehash;
use crate::error::Error;
use crate::password::{self, StoredHash};
use crate::store::{Decoys, StoreError, User, Users};

/// What came of an attempt to log in.
pub struct Authentication {
    /// The user whose password it is. `None` where there is no such user or the
    /// password is wrong; which of the two takes the same time.
    pub outcome: Result<Option<User>, Failure>,
    /// What the operator's log wants to know.
    pub facts: Facts,
}

/// Why nobody can say whether the password is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The user's record was not to be had.
    Store(StoreError),
    /// The user's hash cannot be checked. It is not a wrong password: the user
    /// could type the right one for ever.
    Hash(Error),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Finds the user whose name and password these are, and gives a weak stored hash
/// a better successor.
pub async fn authenticate<S: Users + Decoys>(
    username: &str,
    password: &[u8],
    context: &Context<'_, S>,
) -> Authentication {
    let mut facts = Facts::default();
    let outcome = check(username, password, context, &mut facts).await;
    Authentication { outcome, facts }
}

async fn check<S: Users + Decoys>(
    username: &str,
    password: &[u8],
    context: &Context<'_, S>,
    facts: &mut Facts,
) -> Result<Option<User>, Failure> {
    if password.len() > password::MAX_PASSWORD_LENGTH {
        return Ok(None);
    }
    let user = context.store.user(username).await?;
    let mut decoys = DecoyList::load(context, &mut facts.notices).await;
    let mut checked = None;
    if let Some(user) = user {
        let stored = StoredHash::parse(&user.hashed_password).map_err(Failure::Hash)?;
        facts.scheme = Some(stored.scheme());
        match stored.verify(password, context.verify) {
            Ok(valid) => {
                let cost = stored.cost(context.verify);
                decoys
                    .learn(&user, cost.as_deref(), context, &mut facts.notices)
                    .await;
                if valid {
                    let notice = rehash(&user, &stored, password, context).await;
                    facts.rehashed = notice == Some(Notice::Rehashed);
                    facts.notices.extend(notice);
                    return Ok(Some(user));
                }
                checked = cost;
            }
            // Longer than this kind of hash takes any: it is wrong, and nothing was
            // computed to find out.
            Err(Error::PasswordLength(_)) => (),
            Err(error) => return Err(Failure::Hash(error)),
        }
    }
    decoys
        .check(password, checked.as_deref(), context, &mut facts.notices)
        .await;
    Ok(None)
}
