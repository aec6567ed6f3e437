//! What ends before its time, and how others hear of it.

use super::Account;
use crate::account::sessions::{Answer, Outcome, Publish};
use crate::store::{End, Ended, Session, SessionId, StoreError, layout};

/// The most sessions that are listed as ended. Beyond it all access tokens of the user
/// end, and the sessions that are left fetch new ones.
const MOST_ENDS: usize = 100;

impl Account<'_> {
    /// A session that has ended already is told to others again: they may not have
    /// heard it the first time.
    pub(super) fn end(&self, id: &SessionId) -> Result<Answer, StoreError> {
        match self.sessions.session(id) {
            Err(StoreError::Malformed(_)) => {
                self.sessions.remove_session(id)?;
                Ok(Outcome::Done(true).into())
            }
            Err(error) => Err(error),
            Ok(Some(session)) => self.revoke_session(&session),
            Ok(None) => {
                let ends = self.sessions.ends()?;
                match ends.iter().any(|end| end.session == Some(*id)) {
                    true => self.publish(),
                    false => Ok(Outcome::Done(false).into()),
                }
            }
        }
    }

    /// Ends every session and access token. Asked again within the second, it changes
    /// nothing: each call would otherwise move the end one second further into the
    /// future, and with it the `iat` of the tokens issued afterwards.
    pub(super) fn end_all(&self) -> Result<Answer, StoreError> {
        match self.has_ended_all()? {
            // Others may not have heard it the first time.
            true => self.publish(),
            false => self.end_all_with(self.end_of_tokens()?),
        }
    }

    /// Whether everything has ended already, as of this second or a later one, and no
    /// session has been opened or ended since.
    fn has_ended_all(&self) -> Result<bool, StoreError> {
        let ended = self.ended()?;
        let in_time = ended.before().is_some_and(|end| end >= self.now);
        Ok(in_time && ended.sessions() == 0 && self.sessions.sessions()?.is_empty())
    }

    /// Ends all sessions, and all access tokens that were issued in this second or before.
    pub(super) fn end_all_with(&self, at: i64) -> Result<Answer, StoreError> {
        self.sessions.remove_sessions()?;
        self.end_tokens(at)?;
        self.publish()
    }

    /// The second that an end of all access tokens has to name. Tokens that were issued
    /// after an earlier end carry the second after it as `iat`, which may lie ahead of
    /// the clock.
    pub(super) fn end_of_tokens(&self) -> Result<i64, StoreError> {
        let record = self.sessions.seen()?.map(|seen| seen.valid_after);
        let latest = record.max(self.ended()?.before());
        Ok(latest.map_or(self.now, |latest| self.now.max(latest + 1)))
    }

    /// Ends a session.
    pub(super) fn revoke_session(&self, session: &Session) -> Result<Answer, StoreError> {
        self.sessions.remove_session(&session.id)?;
        if session.tokens_until <= self.now {
            return Ok(Outcome::Done(true).into());
        }
        // Its tokens may say the second after the end of all that were before them.
        let after = self.ended()?.before().map(|before| before + 1);
        self.sessions.put_end(&End {
            session: Some(session.id),
            at: after.map_or(self.now, |after| self.now.max(after)),
            until: session.tokens_until,
        })?;
        if self.ended()?.sessions() > MOST_ENDS {
            self.end_tokens(self.end_of_tokens()?)?;
        }
        self.publish()
    }

    /// Ends all access tokens of the user.
    fn end_tokens(&self, at: i64) -> Result<(), StoreError> {
        self.sessions.put_end(&End {
            session: None,
            at,
            until: self.now + self.rules.token_longest,
        })
    }

    fn publish(&self) -> Result<Answer, StoreError> {
        let ends = self.live_ends()?;
        let until = ends.iter().map(|end| end.until).max();
        let key = layout::ended_key(self.username);
        let publish = key.zip(until).map(|(key, until)| Publish {
            key,
            text: Ended::of(&ends).to_json(),
            until,
        });
        Ok(Answer {
            outcome: Outcome::Done(true),
            publish,
            writes: Vec::new(),
            wake: until,
        })
    }

    pub(super) fn ended(&self) -> Result<Ended, StoreError> {
        Ok(Ended::of(&self.live_ends()?))
    }

    fn live_ends(&self) -> Result<Vec<End>, StoreError> {
        let mut ends = self.sessions.ends()?;
        ends.retain(|end| end.until > self.now);
        Ok(ends)
    }
}
