//! The life of a session: pure rules over a row and a time.
//!
//! Of the refresh tokens of a session one is the newest. Using it makes a successor.
//! Its predecessor is forgiven for a while, because answers are lost and tabs race:
//! whoever presents it gets the *same* successor. Once the successor was used that is
//! over, and an older token in anybody's hands means that two have one session: it ends
//! (RFC 9700 section 4.14.2).

use serde::{Deserialize, Serialize};

use super::DAY;
use crate::store::{Reference, Session};

/// How long sessions last. Times are in seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRules {
    /// A session that is not used for so long ends. Default 14 days, 1,209,600.
    pub idle: i64,
    /// It ends after this in any case. Default 90 days, 7,776,000.
    pub longest: i64,
    /// The most sessions of a user; the one that was used least lately makes room.
    /// Default 50.
    pub most: usize,
    /// For how long an access token is taken that is issued here. Default half an hour,
    /// 1,800.
    pub token_lifetime: i64,
    /// For how long an access token is taken, whoever issues it. Default a day, 86,400.
    pub token_longest: i64,
}

impl Default for SessionRules {
    fn default() -> Self {
        Self {
            idle: 14 * DAY,
            longest: 90 * DAY,
            most: 50,
            token_lifetime: 30 * 60,
            token_longest: DAY,
        }
    }
}

/// For so long the predecessor gets the same successor, whoever presents it.
const GRACE: i64 = 60;

/// And for so long where the user agent and the network are still those that got it.
const LONG_GRACE: i64 = DAY;

/// So often, not counting the same client within [`GRACE`]: tabs of one browser may be
/// many.
const MOST_REPLAYS: u32 = 10;

/// Who presents a refresh token, and which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presented {
    /// The number of the token.
    pub generation: u32,
    /// What the client calls itself, where it does.
    pub user_agent: Option<Reference>,
    /// Where from, where that is known.
    pub network: Option<Reference>,
}

/// What becomes of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rotation {
    /// The token was the newest: the session with its successor.
    Rotated(Session),
    /// It was the one before, and the successor is given again.
    Replayed(Session),
    /// It is older: the session has to end.
    Reuse,
    /// The session is over.
    Expired,
    /// It is newer than any: the session comes from an older copy of the store.
    /// That is nobody's theft.
    Ahead,
}

/// Decides about a refresh token that was presented.
pub fn rotate(
    session: &Session,
    presented: &Presented,
    rules: &SessionRules,
    now: i64,
) -> Rotation {
    if session.ends_at() <= now {
        return Rotation::Expired;
    }
    let used = |session: &Session| Session {
        last_used_at: now,
        idle_until: now + rules.idle,
        tokens_until: session.tokens_until.max(now + rules.token_lifetime),
        ..session.clone()
    };
    let Some(age) = session.generation.checked_sub(presented.generation) else {
        return Rotation::Ahead;
    };
    match age {
        0 => match session.generation.checked_add(1) {
            None => Rotation::Expired,
            Some(generation) => Rotation::Rotated(Session {
                generation,
                rotated_at: now,
                replays: 0,
                user_agent: presented.user_agent,
                network: presented.network,
                ..used(session)
            }),
        },
        1 => {
            let since = now - session.rotated_at;
            let same_client =
                (presented.user_agent, presented.network) == (session.user_agent, session.network);
            let counted = !(same_client && since <= GRACE);
            let in_time = since <= GRACE || (same_client && since <= LONG_GRACE);
            if !in_time || (counted && session.replays >= MOST_REPLAYS) {
                return Rotation::Reuse;
            }
            Rotation::Replayed(Session {
                replays: session.replays + u32::from(counted),
                ..used(session)
            })
        }
        _ => Rotation::Reuse,
    }
}

#[cfg(test)]
mod tests;
