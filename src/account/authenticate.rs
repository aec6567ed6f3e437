//! Whose password it is.

use std::time::Duration;

use futures_util::future::join;

use super::facts::{Facts, Notice};
use super::networks::Networks;
use super::rehash::rehash;
use super::throttle::{self, Block, Guess, Reservation};
use super::{Attempt, Context, Permit};
use crate::error::Error;
use crate::password::{self, StoredHash};
use crate::store::{Fresh, LAG, Reference, RenewedHash, StoreError, User, Users, layout};

/// What came of an attempt to log in.
pub struct Verdict {
    /// Whether it is the user's password.
    pub outcome: Outcome,
    /// What the operator's log wants to know.
    pub facts: Facts,
}

/// Whether it is the user's password, or why nobody looked.
pub enum Outcome {
    /// It is this user's.
    Authenticated(Box<User>),
    /// There is no such user, the password is wrong, or the user's record or hash
    /// cannot be used: all of them take the same time.
    Rejected,
    /// There were too many failures.
    Blocked(Block),
    /// There are too many logins at once.
    Busy,
    /// The client has gone.
    Abandoned,
    /// The store did not answer.
    Unavailable(StoreError),
}

/// Finds the user whose name and password these are, unless there were too many
/// failures, and stores a better hash in place of a weak one.
pub async fn authenticate<S: Users>(attempt: &Attempt<'_>, context: &Context<'_, S>) -> Verdict {
    let mut facts = Facts::default();
    let outcome = decide(attempt, context, &mut facts).await;
    Verdict {
        outcome: outcome.unwrap_or_else(Outcome::Unavailable),
        facts,
    }
}

async fn decide<S: Users>(
    attempt: &Attempt<'_>,
    context: &Context<'_, S>,
    facts: &mut Facts,
) -> Result<Outcome, StoreError> {
    let policy = context.policy;
    let network = attempt.network.as_ref();
    let network = network.map(|network| policy.references.network(network));
    let client = attempt.device.or(network);
    // Whoever finds no room costs nothing else, and counts nowhere.
    let Some(permit) = context.admission.enter(client, &policy.places, context.now) else {
        return Ok(Outcome::Busy);
    };
    let user = policy.references.user(attempt.username);
    let fresh = fresh(&user, context, facts);
    // A device that is known has no need of its network's count.
    let counting = network.filter(|_| attempt.device.is_none());
    let (candidate, counted) = join(
        Candidate::load(attempt.username, fresh, context.store, facts),
        reserve_network(counting, &user, context),
    )
    .await;
    let counted = match counted {
        Ok(Ok(counted)) => counted,
        Ok(Err(block)) => return Ok(Outcome::Blocked(block)),
        Err(error) => {
            facts.notices.push(Notice::Uncounted(error.to_string()));
            None
        }
    };
    let outcome = match candidate {
        Ok(candidate) => {
            let stored = candidate.user.as_ref().map(|user| &*user.hashed_password);
            let guess = Guess {
                user,
                password: policy.references.password(stored),
                network,
                device: attempt.device,
            };
            in_turn(&permit, guess, candidate, attempt.password, context, facts).await
        }
        Err(error) => Outcome::Unavailable(error),
    };
    // A failure is a password that was checked and wrong, and one for a user who is
    // blocked: else one network could ask about such a user for ever.
    let failed = matches!(outcome, Outcome::Rejected | Outcome::Blocked(_));
    if let Some(counted) = counted.filter(|_| !failed) {
        counted.give_back();
    }
    Ok(outcome)
}

/// Checks the password when everybody who came before has gone.
async fn in_turn<S: Users>(
    permit: &Permit<'_>,
    guess: Guess,
    candidate: Candidate,
    password: &[u8],
    context: &Context<'_, S>,
    facts: &mut Facts,
) -> Outcome {
    if context.in_turn {
        permit.turn().await;
    }
    if (context.is_gone)().await {
        return Outcome::Abandoned;
    }
    // From the count to what becomes of it nothing waits, so nothing comes between.
    let reserved = match reserve(guess, context, facts) {
        Ok(reserved) => reserved,
        Err(block) => return Outcome::Blocked(block),
    };
    if !candidate.has_password(password, context, facts) {
        facts.notices.extend(reserved.and_then(notice_of_block));
        return Outcome::Rejected;
    }
    if let (Some(reserved), Some(counters)) = (reserved, context.counters) {
        let now = context.now as i64;
        let forgotten = throttle::succeeded(&reserved, &context.policy.rules, now, counters);
        let problem = forgotten
            .err()
            .map(|error| Notice::Uncounted(error.to_string()));
        facts.notices.extend(problem);
    }
    let Candidate { user, stored, .. } = candidate;
    let (Some(user), Some(stored)) = (user, stored) else {
        return Outcome::Rejected;
    };
    let notice = rehash(&user, &stored, password, context).await;
    facts.rehashed = notice == Some(Notice::Rehashed);
    facts.notices.extend(notice);
    Outcome::Authenticated(Box::new(user))
}

/// A failure of a network that was counted in advance.
struct Counted<'a> {
    networks: &'a dyn Networks,
    network: Reference,
    number: i64,
}

impl Counted<'_> {
    fn give_back(self) {
        self.networks.give_back(&self.network, self.number);
    }
}

/// Counts a failure of the network in advance, where there is one to count.
async fn reserve_network<'a, S>(
    network: Option<Reference>,
    user: &Reference,
    context: &Context<'a, S>,
) -> Result<Result<Option<Counted<'a>>, Block>, StoreError> {
    let (Some(network), Some(networks)) = (network, context.networks) else {
        return Ok(Ok(None));
    };
    let rules = &context.policy.rules;
    let number = networks.reserve(&network, user, rules).await?;
    Ok(number.map(|number| {
        Some(Counted {
            networks,
            network,
            number,
        })
    }))
}

/// Counts a failure in advance. Where the counts are out of reach the login goes
/// on: a defect of theirs must not lock everybody out, and the limit in front of
/// all still holds.
fn reserve<S>(
    guess: Guess,
    context: &Context<'_, S>,
    facts: &mut Facts,
) -> Result<Option<Reservation>, Block> {
    let Some(counters) = context.counters else {
        return Ok(None);
    };
    let now = context.now as i64;
    match throttle::reserve(guess, &context.policy.rules, now, counters) {
        Ok(reserved) => reserved.map(Some),
        Err(error) => {
            facts.notices.push(Notice::Uncounted(error.to_string()));
            Ok(None)
        }
    }
}

fn notice_of_block(reserved: Reservation) -> Option<Notice> {
    let block = reserved.block?;
    Some(Notice::Blocked(match block.until_reset {
        true => "the user's failures reached LOGIN_FAILURES_MAX; a new password \
                 (`npm run user -- passwd NAME`) ends it"
            .into(),
        false => format!(
            "the user's failures reached LOGIN_FAILURES, for {} s",
            block.retry_after
        ),
    }))
}

/// The record of a user where the account's object has written it a moment ago: the
/// key-value store may show an older one yet.
fn fresh<S>(user: &Reference, context: &Context<'_, S>, facts: &mut Facts) -> Option<Fresh> {
    let counters = context.counters?;
    match counters.fresh(user) {
        Ok(fresh) => fresh.filter(|fresh| context.now - fresh.at as f64 <= LAG as f64),
        Err(error) => {
            facts.notices.push(Notice::Uncounted(error.to_string()));
            None
        }
    }
}

/// What there is to check a password against.
struct Candidate {
    user: Option<User>,
    stored: Option<StoredHash>,
}

impl Candidate {
    /// Reads the record and the hash that renewed its own. A record that cannot be
    /// read is nobody's, to the client.
    async fn load<S: Users>(
        username: &str,
        fresh: Option<Fresh>,
        store: &S,
        facts: &mut Facts,
    ) -> Result<Self, StoreError> {
        let (user, renewed) = join(store.user(username), store.renewed_hash(username)).await;
        let user = match fresh {
            None => user,
            Some(Fresh { record, .. }) => record
                .map(|record| layout::user(username, &record))
                .transpose(),
        };
        let mut defect = |what: String| facts.notices.push(Notice::Defect(what));
        let user = match user {
            Err(error @ StoreError::Malformed(_)) => {
                defect(error.to_string());
                None
            }
            user => user?,
        };
        let renewed = match renewed {
            Err(StoreError::Malformed(detail)) => {
                defect(format!("{detail}; remove the key hash:NAME"));
                None
            }
            renewed => renewed?,
        };
        let Some(user) = user else {
            return Ok(Self {
                user: None,
                stored: None,
            });
        };
        let encoded = current(&user, renewed.as_ref());
        let stored = match password::is_unusable(encoded) {
            true => None,
            false => StoredHash::parse(encoded)
                .map_err(|error| defect(explained(&error)))
                .ok(),
        };
        facts.scheme = stored.as_ref().map(|stored| stored.scheme().into());
        Ok(Self {
            user: Some(user),
            stored,
        })
    }

    /// Whether it is the right password. Whatever is computed to find out, a wrong
    /// one costs at least what a decoy costs.
    fn has_password<S>(
        &self,
        password: &[u8],
        context: &Context<'_, S>,
        facts: &mut Facts,
    ) -> bool {
        let mut computed = Duration::ZERO;
        if let Some(stored) = &self.stored {
            match verified(stored, password, context) {
                Ok((true, _)) => return true,
                Ok((false, time)) => computed = time,
                // Longer than this kind of hash takes any: it is wrong.
                Err(Error::PasswordLength(_)) => (),
                Err(error) => facts.notices.push(Notice::Defect(explained(&error))),
            }
        }
        password::decoy(password, context.policy.decoy.saturating_sub(computed));
        false
    }
}

fn verified<S>(
    stored: &StoredHash,
    password: &[u8],
    context: &Context<'_, S>,
) -> crate::Result<(bool, Duration)> {
    let time = stored.estimated_time(context.verify)?;
    Ok((stored.verify(password, context.verify)?, time))
}

/// The hash to check: the record's, or the one that replaces it.
pub(super) fn current<'a>(user: &'a User, renewed: Option<&'a RenewedHash>) -> &'a str {
    match renewed {
        Some(renewed) if renewed.replaces == super::rehash::digest(&user.hashed_password) => {
            &renewed.hashed_password
        }
        _ => &user.hashed_password,
    }
}

/// An error of a stored hash, with what helps in the Worker.
pub(super) fn explained(error: &Error) -> String {
    let help = match error {
        // What is over another limit has said so.
        Error::HashLimit(detail) if !detail.contains("Worker") => {
            "; LOGIN_HASH_MS is the limit of time"
        }
        Error::HashSecret(_) => "; PASSWORD_SECRET_PREVIOUS takes earlier secrets",
        _ => "",
    };
    format!(
        "the stored hash cannot be checked: {}: {error}{help}",
        error.code()
    )
}
