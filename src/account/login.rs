//! A login's way past the counts of failures, to whoever checks the password.

use super::authenticate::{Outcome, Verdict};
use super::facts::{Facts, Notice};
use super::network::Network;
use super::throttle::{Block, Rules};
use super::{Attempt, Policy};
use crate::store::{Reference, StoreError};

/// What counts failures in one place for everybody, and checks passwords there.
pub trait Throttle {
    /// Whether there is one.
    fn is_on(&self) -> bool;

    /// Whether a network may try now: the limit in front, which knows no names.
    fn admit(&self, network: Option<&Network>) -> impl Future<Output = Result<bool, StoreError>>;

    /// Counts a failure of a network in advance, and says under which number, or why
    /// it is blocked.
    fn reserve_network(
        &self,
        network: &Reference,
        user: &Reference,
        rules: &Rules,
    ) -> impl Future<Output = Result<Result<i64, Block>, StoreError>>;

    /// Counts a use of what has so many in an hour; where there is none left, says in how
    /// many seconds there is one again.
    fn take(
        &self,
        subject: &Reference,
        most: u32,
    ) -> impl Future<Output = Result<Option<i64>, StoreError>>;

    /// Says what the record of a user is from now on, `None` where there is none any
    /// more, in the one place that checks passwords for this user.
    fn note(
        &self,
        user: &Reference,
        record: Option<&str>,
    ) -> impl Future<Output = Result<(), StoreError>>;

    /// Takes the failure of this number back. Nobody waits for it.
    fn return_network(&self, network: &Reference, number: i64);

    /// Checks a password, in the one place that counts for this user.
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
    let mut facts = Facts::default();
    if !throttle.is_on() {
        return (None, facts);
    }
    let user = policy.references.user(attempt.username);
    let reserved = match reserve(attempt, &user, policy, throttle).await {
        Ok(Ok(reserved)) => reserved,
        Ok(Err(block)) => return (Some(Outcome::Blocked(block)), facts),
        Err(error) => {
            facts.notices.push(Notice::Uncounted(error.to_string()));
            None
        }
    };
    let outcome = match throttle.authenticate(&user, attempt).await {
        Ok(verdict) => {
            facts.scheme = verdict.facts.scheme;
            facts.rehashed = verdict.facts.rehashed;
            facts.notices.extend(verdict.facts.notices);
            Some(verdict.outcome)
        }
        Err(error) => {
            facts.notices.push(Notice::Uncounted(error.to_string()));
            None
        }
    };
    // A failure is a password that was checked and wrong, and one for a user who is
    // blocked: else one network could ask about such a user for ever.
    let failed = matches!(outcome, Some(Outcome::Rejected | Outcome::Blocked(_)));
    if let Some((network, number)) = reserved
        && !failed
    {
        throttle.return_network(&network, number);
    }
    (outcome, facts)
}

/// Counts a failure of the network in advance. A device that is known has no need of
/// it, and where no network is known there is none to count.
async fn reserve(
    attempt: &Attempt<'_>,
    user: &Reference,
    policy: &Policy,
    throttle: &impl Throttle,
) -> Result<Result<Option<(Reference, i64)>, Block>, StoreError> {
    let (Some(network), None) = (&attempt.network, &attempt.device) else {
        return Ok(Ok(None));
    };
    let network = policy.references.network(network);
    let reserved = throttle
        .reserve_network(&network, user, &policy.rules)
        .await?;
    Ok(reserved.map(|number| Some((network, number))))
}
