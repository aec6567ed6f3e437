//! A login's way past the counts of failures, to whoever checks the password.

use super::authenticate::{Outcome, Verdict};
use super::facts::{Facts, Notice};
use super::network::Network;
use super::{Attempt, Policy};
use crate::store::{Reference, StoreError};

/// What counts failures, those of one user in one object, and checks passwords there.
pub trait Throttle {
    /// Whether there is one.
    fn is_on(&self) -> bool;

    /// Whether a network may try now: the limit in front, which knows no names.
    fn admit(&self, network: Option<&Network>) -> impl Future<Output = Result<bool, StoreError>>;

    /// Counts a use of what has so many in an hour; where there is none left, says in how
    /// many seconds there is one again.
    fn take(
        &self,
        subject: &Reference,
        most: u32,
    ) -> impl Future<Output = Result<Option<i64>, StoreError>>;

    /// Says what the record of a user is from now on, `None` where there is none any
    /// more, in the one object that checks passwords for this user.
    fn note(
        &self,
        user: &Reference,
        record: Option<&str>,
    ) -> impl Future<Output = Result<(), StoreError>>;

    /// Checks a password, in the one object that counts for this user.
    fn authenticate(
        &self,
        user: &Reference,
        attempt: &Attempt<'_>,
    ) -> impl Future<Output = Result<Verdict, StoreError>>;
}

/// Decides about an attempt to log in; `None` where there is no throttle, or where it
/// failed, which the facts say: somebody else has to check the password.
pub async fn log_in(
    attempt: &Attempt<'_>,
    policy: &Policy,
    throttle: &impl Throttle,
) -> (Option<Outcome>, Facts) {
    if !throttle.is_on() {
        return (None, Facts::default());
    }
    let user = policy.references.user(attempt.username);
    match throttle.authenticate(&user, attempt).await {
        Ok(Verdict { outcome, facts }) => (Some(outcome), facts),
        Err(error) => {
            let notices = vec![Notice::Uncounted(error.to_string())];
            let facts = Facts {
                notices,
                ..Facts::default()
            };
            (None, facts)
        }
    }
}
