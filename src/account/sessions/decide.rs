//! The one step: from a call and the rows to an answer and other rows.

use super::{Answer, Call, Listed, Open, Outcome, Refresh, Refreshed, Refused, Request, Rows};
use crate::account::session::{Presented, Rotation, SessionRules, rotate};
use crate::store::{LAG, Seen, Session, SessionId, StoreError, Write, has_ended_with};

mod ends;
mod record;

/// Answers a request at a time, in seconds since the epoch. `found` is what the
/// key-value store shows under the keys that the request reads.
///
/// # Errors
/// What the store says.
pub fn answer(
    request: &Request,
    found: &[Option<String>],
    now: i64,
    sessions: &dyn Rows,
) -> Result<Answer, StoreError> {
    let account = Account {
        username: &request.username,
        rules: &request.rules,
        now,
        sessions,
    };
    match &request.call {
        Call::Open(open) => account.open(open),
        Call::Refresh(refresh) => account.refresh(refresh),
        Call::Introspect(refresh) => account.introspect(refresh),
        Call::Check {
            session,
            issued_at,
            record,
        } => account.check(session.as_deref(), *issued_at, record),
        Call::List => account.list(),
        Call::End { session } => account.end(session),
        Call::EndAll => account.end_all(),
        _ => account.answer_about_the_record(request, found),
    }
}

/// Forgets what is over at a time, in seconds since the epoch; `wake` is when there is
/// more to forget, and nothing is left where it is `None`.
///
/// # Errors
/// What the store says.
pub fn sweep(now: i64, sessions: &dyn Rows) -> Result<Answer, StoreError> {
    sessions.sweep(now)?;
    let writes = sessions.pending()?;
    let forget = sessions.sweep_writes(now - record::KEPT)?;
    let forget = forget.map(|at| (at + record::KEPT).max(now + record::AGAIN));
    let live = sessions.sessions()?;
    let ends = sessions.ends()?;
    let live = live.iter().map(Session::ends_at);
    let ends = ends.iter().map(|end| end.until);
    let next = live.chain(ends).chain(forget).min();
    Ok(Answer {
        wake: next,
        writes,
        ..Outcome::Done(next.is_some()).into()
    })
}

/// Notes that something has reached the key-value store.
///
/// # Errors
/// What the store says.
pub fn written(write: &Write, sessions: &dyn Rows) -> Result<Answer, StoreError> {
    let last = sessions.write(&write.key)?;
    let last = last.filter(|last| last.text == write.text);
    let was_last = last.is_some();
    if let Some(last) = last {
        sessions.put_write(&Write {
            pending: false,
            ..last
        })?;
    }
    Ok(Outcome::Done(was_last).into())
}

/// One account at one moment.
struct Account<'a> {
    username: &'a str,
    rules: &'a SessionRules,
    now: i64,
    sessions: &'a dyn Rows,
}

impl Account<'_> {
    fn open(&self, open: &Open) -> Result<Answer, StoreError> {
        let seen = self.sessions.seen()?;
        let replaced = seen.filter(|seen| {
            seen.valid_after > open.record.valid_after && seen.password != open.record.password
        });
        if replaced.is_some_and(|newer| self.now - newer.valid_after <= record::KEPT) {
            return Ok(Outcome::Outdated.into());
        }
        if self.is_of_a_deleted_user(&open.record)? {
            return Ok(Outcome::Outdated.into());
        }
        if self.is_outdated(&open.record, seen) {
            // The password is right; whether the user may still log in it does not say.
            return Ok(Outcome::Conflict.into());
        }
        match replaced {
            // By now it is what the store has: somebody has brought an older copy back, or
            // written a password without a time. What had ended stays so.
            Some(newer) => self.sessions.put_seen(&Seen {
                password: open.record.password,
                ..newer
            })?,
            None => self.note(seen, &open.record)?,
        }
        self.make_room()?;
        let session = Session {
            id: open.session,
            generation: 0,
            rotated_at: self.now,
            replays: 0,
            created_at: self.now,
            last_used_at: self.now,
            idle_until: self.now + self.rules.idle,
            expires_at: self.now + self.rules.longest,
            tokens_until: self.now + self.rules.token_lifetime,
            scope: open.scope.clone(),
            client_id: open.client.id.clone(),
            user_agent: open.client.user_agent,
            network: open.client.network,
            record: open.record,
        };
        self.sessions.put_session(&session)?;
        Ok(Answer {
            wake: Some(session.ends_at()),
            ..Outcome::Opened {
                before: self.ended()?.before(),
            }
            .into()
        })
    }

    /// Of the sessions that are not over, leaves one fewer than there may be.
    fn make_room(&self) -> Result<(), StoreError> {
        let mut all = self.sessions.sessions()?;
        all.sort_by_key(|session| std::cmp::Reverse((session.last_used_at, session.id)));
        let (over, live): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|session| session.ends_at() <= self.now);
        let room = self.rules.most.saturating_sub(1);
        for session in over.iter().chain(live.iter().skip(room)) {
            self.sessions.remove_session(&session.id)?;
        }
        Ok(())
    }

    fn refresh(&self, refresh: &Refresh) -> Result<Answer, StoreError> {
        let (why, session) = match self.judge(refresh, true)? {
            Judged::Good { next, .. } => {
                self.sessions.put_session(&next)?;
                return Ok(Outcome::Refreshed(self.refreshed(&next)?).into());
            }
            Judged::Bad { why, ends } => (why, ends),
        };
        let outcome = Outcome::Refused(why);
        Ok(match session {
            None => outcome.into(),
            Some(session) if why == Refused::Expired => {
                self.sessions.remove_session(&session.id)?;
                outcome.into()
            }
            Some(session) => Answer {
                outcome,
                ..self.revoke_session(&session)?
            },
        })
    }

    fn introspect(&self, refresh: &Refresh) -> Result<Answer, StoreError> {
        let outcome = match self.judge(refresh, false)? {
            Judged::Good { session, .. } => Outcome::Refreshed(self.refreshed(&session)?),
            Judged::Bad { why, .. } => Outcome::Refused(why),
        };
        Ok(outcome.into())
    }

    /// What the use of a token would come to. `by_client` says that the client uses it,
    /// and not somebody else asks about it.
    fn judge(&self, refresh: &Refresh, by_client: bool) -> Result<Judged, StoreError> {
        let bad = |why, ends| Ok(Judged::Bad { why, ends });
        let session = match self.sessions.session(&refresh.session) {
            Ok(Some(session)) => session,
            Ok(None) => return bad(Refused::Gone, None),
            Err(StoreError::Malformed(_)) => return bad(Refused::Unreadable, None),
            Err(error) => return Err(error),
        };
        if by_client && session.client_id != refresh.client.id {
            return bad(Refused::Client, None);
        }
        let record = self.newest(&refresh.record)?;
        match standing(&session, &record) {
            Standing::Good => (),
            Standing::Unsure => return bad(Refused::Record, None),
            Standing::Ended => return bad(Refused::Record, Some(session)),
        }
        if !covers(session.scope.as_deref(), refresh.scope.as_deref()) {
            return bad(Refused::Scope, None);
        }
        let presented = Presented {
            generation: refresh.generation,
            user_agent: refresh.client.user_agent,
            network: refresh.client.network,
        };
        match rotate(&session, &presented, self.rules, self.now) {
            Rotation::Rotated(next) | Rotation::Replayed(next) => {
                Ok(Judged::Good { session, next })
            }
            Rotation::Reuse => bad(Refused::Reuse, Some(session)),
            Rotation::Expired => bad(Refused::Expired, Some(session)),
            Rotation::Ahead => bad(Refused::Ahead, None),
        }
    }

    fn refreshed(&self, session: &Session) -> Result<Refreshed, StoreError> {
        Ok(Refreshed {
            generation: session.generation,
            scope: session.scope.clone(),
            client_id: session.client_id.clone(),
            issued_at: session.rotated_at,
            expires_at: session.ends_at(),
            before: self.ended()?.before(),
        })
    }

    fn check(
        &self,
        session: Option<&str>,
        issued_at: Option<f64>,
        record: &Seen,
    ) -> Result<Answer, StoreError> {
        Ok(Outcome::Good(self.is_good(session, issued_at, record)?).into())
    }

    /// Whether an access token has not ended.
    fn is_good(
        &self,
        session: Option<&str>,
        issued_at: Option<f64>,
        record: &Seen,
    ) -> Result<bool, StoreError> {
        let record = self.newest(record)?;
        let is_older =
            record.valid_after > 0 && has_ended_with(record.valid_after as f64, issued_at);
        if is_older || self.ended()?.has(issued_at, session) {
            return Ok(false);
        }
        Ok(match session.map(SessionId::from_text) {
            None => true,
            Some(None) => false,
            Some(Some(id)) => match self.sessions.session(&id) {
                Ok(None) | Err(StoreError::Malformed(_)) => false,
                Ok(Some(session)) => {
                    session.ends_at() > self.now
                        && !matches!(standing(&session, &record), Standing::Ended)
                }
                Err(error) => return Err(error),
            },
        })
    }

    fn list(&self) -> Result<Answer, StoreError> {
        let mut sessions = self.sessions.sessions()?;
        sessions.retain(|session| session.ends_at() > self.now);
        sessions.sort_by_key(|session| std::cmp::Reverse((session.last_used_at, session.id)));
        let listed = sessions.into_iter().map(|session| Listed {
            id: session.id,
            created_at: session.created_at,
            last_used_at: session.last_used_at,
            expires_at: session.ends_at(),
            scope: session.scope,
            client_id: session.client_id,
        });
        Ok(Outcome::Sessions(listed.collect()).into())
    }

    /// Whether what was seen is newer than a record, and so new that the key-value store may
    /// well show that one yet.
    fn is_outdated(&self, record: &Seen, seen: Option<Seen>) -> bool {
        seen.is_some_and(|seen| {
            seen.valid_after > record.valid_after && self.now - seen.valid_after <= LAG
        })
    }

    /// The newest record of this one and what was seen, which is remembered.
    fn newest(&self, record: &Seen) -> Result<Seen, StoreError> {
        let seen = self.sessions.seen()?;
        self.note(seen, record)?;
        let newer = seen.filter(|seen| seen.valid_after > record.valid_after);
        Ok(newer.unwrap_or(*record))
    }

    /// Remembers the newest record, where it is newer than what was seen.
    fn note(&self, seen: Option<Seen>, record: &Seen) -> Result<(), StoreError> {
        let newer = seen.is_none_or(|seen| {
            record.valid_after > seen.valid_after
                || (record.valid_after == seen.valid_after && record.password != seen.password)
        });
        match newer {
            true => self.sessions.put_seen(record),
            false => Ok(()),
        }
    }
}

/// What the use of a refresh token would come to.
enum Judged {
    /// It is taken: the session as it is, and as it will be.
    Good { session: Session, next: Session },
    /// It is not; and the session that ends with that, if one does.
    Bad { why: Refused, ends: Option<Session> },
}

/// How a session stands to the user's record.
enum Standing {
    Good,
    /// The password differs, and the record does not say which of the two is newer.
    Unsure,
    Ended,
}

/// A record that is older than the one at the login says nothing: it is what KV shows
/// elsewhere for up to a minute.
fn standing(session: &Session, record: &Seen) -> Standing {
    let login = &session.record;
    if record.valid_after < login.valid_after {
        return Standing::Good;
    }
    let later = record.valid_after > login.valid_after;
    let changed = record.password != login.password;
    if later && (changed || session.created_at <= record.valid_after) {
        return Standing::Ended;
    }
    match changed {
        true => Standing::Unsure,
        false => Standing::Good,
    }
}

/// Whether all scopes that are asked for were granted (RFC 6749 section 6).
fn covers(granted: Option<&str>, asked: Option<&str>) -> bool {
    let granted = granted.unwrap_or_default();
    asked.is_none_or(|asked| {
        asked
            .split_whitespace()
            .all(|scope| granted.split(' ').any(|one| one == scope))
    })
}

#[cfg(test)]
mod tests;
