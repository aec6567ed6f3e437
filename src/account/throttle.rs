//! When guessing ends: pure rules over the counts of failed logins and a time.
//!
//! Each failure is counted *before* the password is checked and taken back when
//! it was right, so that a thousand guesses at once are a thousand failures. The
//! same counts are kept for names that exist and for names that do not.

use serde::{Deserialize, Serialize};

use super::DAY;
use crate::store::{Count, Counters, Horizon, NetworkFailure, Reference, StoreError};

/// How many failures are too many. Times are in seconds.
///
/// NIST SP 800-63B-4 section 3.2.2 has at most 100 failures in a row on one account,
/// and names growing waits and trusted clients as what keeps its user able to log in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// So many failures block the user for the client. Default 10.
    pub failures: u32,
    /// After so many seconds without a failure the count of [`Self::failures`] starts
    /// over. Nothing is taken off it before, so guessing slowly gains no guesses over
    /// guessing fast. Default a day, 86,400.
    #[serde(rename = "quiet")]
    pub reset_after: i64,
    /// The first block. Each further failure doubles it, up to
    /// [`Self::longest_block`], until a day has passed without one. Default 60.
    pub first_block: i64,
    /// The longest block. Default an hour, 3,600.
    pub longest_block: i64,
    /// After so many failures without a success only a new password helps. Default 50.
    #[serde(rename = "last")]
    pub lockout_failures: u32,
    /// So many failures of one network within [`Self::network_window`] block it.
    /// Default 30.
    pub network_failures: usize,
    /// So many names that were tried in vain from one network within
    /// [`Self::network_window`] block it. Default 20.
    pub network_names: usize,
    /// The time in which the failures of a network are counted together. Default ten
    /// minutes, 600.
    pub network_window: i64,
    /// How long a client is trusted after a login; 0 trusts none. Default 30 days,
    /// 2,592,000.
    pub trust: i64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            failures: 10,
            reset_after: DAY,
            first_block: 60,
            longest_block: 60 * 60,
            lockout_failures: 50,
            network_failures: 30,
            network_names: 20,
            network_window: 10 * 60,
            trust: 30 * DAY,
        }
    }
}

/// NIST SP 800-63B-4 section 3.2.2: no more than 100 consecutive failures on one
/// account, whoever makes them.
const MOST: u32 = 100;

/// The end of a block that only a new password ends. It is exact as a double, and so in
/// JavaScript.
pub const UNTIL_RESET: i64 = 1 << 52;

/// What a client is told to wait before it may ask about a block without an end,
/// in seconds.
const ASK_AGAIN: i64 = DAY;

/// A count whose last failure is older is forgotten; no [`Rules::reset_after`] is longer.
const MEMORY: i64 = 30 * DAY;

/// A failure of a network that is older is forgotten; no window is longer.
const LONGEST_NETWORK_WINDOW: i64 = 60 * 60;

/// Why a login is not even tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// In how many seconds it ends, or, where [`Self::until_reset`], when to ask again.
    pub retry_after: i64,
    /// Only a new password ends it.
    pub until_reset: bool,
}

impl Block {
    fn until(end: i64, now: i64) -> Option<Self> {
        (end > now).then(|| Self {
            retry_after: if end == UNTIL_RESET {
                ASK_AGAIN
            } else {
                end - now
            },
            until_reset: end == UNTIL_RESET,
        })
    }
}

/// Who tries to log in as whom, by reference.
#[derive(Debug, Clone, Copy)]
pub struct Guess {
    /// The name, which may be nobody's.
    pub user: Reference,
    /// The stored hash, or that there is none.
    pub password: Reference,
    /// Where from.
    pub network: Option<Reference>,
    /// A device that this user has logged in from: its cookie was good.
    pub device: Option<Reference>,
}

/// A failure that was counted in advance.
#[derive(Debug, Clone, Copy)]
pub struct Reservation {
    guess: Guess,
    client: Option<Reference>,
    /// The block that begins unless the failure is taken back.
    pub block: Option<Block>,
}

/// Counts a failure in advance, unless the user is blocked for this client.
///
/// # Errors
/// What the store says.
pub fn reserve(
    guess: Guess,
    rules: &Rules,
    now: i64,
    counters: &dyn Counters,
) -> Result<Result<Reservation, Block>, StoreError> {
    let client = trusted_client(&guess, rules, now, counters)?;
    let counts = counters.counts(&guess.user)?;
    // What was counted for another password says nothing about this one.
    let counts = counts
        .iter()
        .filter(|count| count.password == guess.password);
    let all: u32 = counts.clone().map(|count| count.consecutive).sum();
    let count = counts.clone().find(|count| count.client == client);
    let block = match count {
        _ if all >= MOST => Block::until(UNTIL_RESET, now),
        Some(count) => Block::until(count.blocked_until, now),
        None => None,
    };
    if let Some(block) = block {
        return Ok(Err(block));
    }
    let fresh = Count {
        client,
        password: guess.password,
        failures: 0,
        since: now,
        consecutive: 0,
        blocks: 0,
        blocked_until: 0,
        last_failure_at: now,
    };
    let count = failed(count.copied().unwrap_or(fresh), rules, now);
    counters.put_count(&guess.user, &count)?;
    Ok(Ok(Reservation {
        guess,
        client,
        block: Block::until(count.blocked_until, now),
    }))
}

/// The password was right: nothing counts any more for this client, which is
/// trusted from now on.
///
/// # Errors
/// What the store says.
pub fn succeeded(
    reserved: &Reservation,
    rules: &Rules,
    now: i64,
    counters: &dyn Counters,
) -> Result<(), StoreError> {
    let Reservation { guess, client, .. } = reserved;
    counters.forget(&guess.user, client.as_ref())?;
    let Some(network) = &guess.network else {
        return Ok(());
    };
    // A day more or less is not worth a write at every login.
    let known = counters.trusted_until(&guess.user, network)?;
    let end = now + rules.trust;
    if rules.trust > 0 && known.is_none_or(|until| until < end - DAY || until > end) {
        counters.trust(&guess.user, network, end)?;
    }
    Ok(())
}

/// A trusted client has a count of its own, so that a stranger's failures cannot
/// lock it out. A network that was trusted under a longer setting counts as trusted once no
/// more of that time is left than the setting gives now.
fn trusted_client(
    guess: &Guess,
    rules: &Rules,
    now: i64,
    counters: &dyn Counters,
) -> Result<Option<Reference>, StoreError> {
    if guess.device.is_some() {
        return Ok(guess.device);
    }
    let Some(network) = guess.network else {
        return Ok(None);
    };
    let until = counters.trusted_until(&guess.user, &network)?;
    let left = until.map(|until| until - now);
    Ok(left
        .is_some_and(|left| 0 < left && left <= rules.trust)
        .then_some(network))
}

/// The count after one more failure.
fn failed(mut count: Count, rules: &Rules, now: i64) -> Count {
    if now - count.last_failure_at >= rules.reset_after {
        (count.failures, count.since) = (0, now);
    }
    if now - count.last_failure_at >= DAY {
        count.blocks = 0;
    }
    count.failures += 1;
    count.consecutive += 1;
    count.last_failure_at = now;
    if count.consecutive >= rules.lockout_failures {
        count.blocked_until = UNTIL_RESET;
    } else if count.failures >= rules.failures || count.blocks > 0 {
        let doubled = rules.first_block.saturating_mul(1 << count.blocks.min(20));
        count.blocked_until = now + doubled.min(rules.longest_block);
        count.blocks += 1;
    }
    count
}

/// Counts a failure of a network in advance, and says under which number, unless
/// the network is blocked.
///
/// # Errors
/// What the store says.
pub fn reserve_network(
    network: &Reference,
    user: Reference,
    rules: &Rules,
    now: i64,
    counters: &dyn Counters,
) -> Result<Result<i64, Block>, StoreError> {
    let failures = counters.network_failures(network, now - rules.network_window + 1)?;
    if let Some(end) = network_blocked_until(&failures, rules)
        && let Some(block) = Block::until(end, now)
    {
        return Ok(Err(block));
    }
    let failure = NetworkFailure { at: now, user };
    counters.add_network_failure(network, failure).map(Ok)
}

/// When fewer failures, and fewer names, than the most are left in the window.
fn network_blocked_until(failures: &[NetworkFailure], rules: &Rules) -> Option<i64> {
    let leaves = |at: i64| at + rules.network_window;
    let too_many = failures.len() >= rules.network_failures;
    let one_fewer = too_many
        .then(|| failures.get(failures.len() - rules.network_failures))
        .flatten()
        .map(|failure| leaves(failure.at));
    // The last failure of each name: the name leaves the window with it.
    let mut names: Vec<NetworkFailure> = Vec::new();
    for failure in failures {
        names.retain(|known| known.user != failure.user);
        names.push(*failure);
    }
    let too_many = names.len() >= rules.network_names;
    let one_name_fewer = too_many
        .then(|| names.get(names.len() - rules.network_names))
        .flatten()
        .map(|failure| leaves(failure.at));
    one_fewer.max(one_name_fewer)
}

/// What may be forgotten, whatever the rules are.
pub fn horizon(now: i64) -> Horizon {
    Horizon {
        trust: now,
        networks: now - LONGEST_NETWORK_WINDOW,
        uses: now - super::uses::WINDOW,
        counts: now - MEMORY,
    }
}

#[cfg(test)]
mod tests;
