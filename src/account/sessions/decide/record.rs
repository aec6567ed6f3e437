//! The user's record: made, changed and deleted in the one object that knows what was
//! written last.

use serde_json::json;

use super::Account;
use crate::account::address::comparable;
use crate::account::sessions::{
    Answer, Call, Change, Create, Outcome, Precondition, Request, Revokes, TokenClaims, password_of,
};
use crate::store::{LAG, Seen, StoreError, User, Write, layout, newest, replaced};

/// For so long it is remembered what was replaced, in seconds: the key-value store shows
/// the old for a minute, and may be slow.
pub(super) const KEPT: i64 = 600;

/// When a write is tried again that has not reached the store, in seconds.
pub(super) const AGAIN: i64 = 60;

impl Account<'_> {
    pub(super) fn answer_about_the_record(
        &self,
        request: &Request,
        found: &[Option<String>],
    ) -> Result<Answer, StoreError> {
        // Some editors put a byte order mark before a file that is uploaded.
        let found = |index: usize| {
            let text = found.get(index).and_then(Option::as_deref);
            text.map(|text| text.strip_prefix('\u{feff}').unwrap_or(text))
        };
        let newest = || self.newest_under(layout::user_key(self.username), found(0));
        let record = || self.newest_or_written(layout::user_key(self.username), found(0));
        let owner = || self.newest_or_written(layout::email_key(self.username), found(1));
        match &request.call {
            Call::Record => Ok(Outcome::Record(newest()?).into()),
            Call::Create(create) => self.create(create, record()?, owner()?),
            Call::Change(change) => self.change(change, newest()?),
            Call::Delete { by } => self.delete(by.as_ref(), record()?, owner()?),
            Call::Claim { owner: wanted } => self.claim(wanted, record()?, owner()?),
            Call::Release { owner: had } => self.release(had, owner()?),
            // The others are about sessions.
            _ => Ok(Outcome::Missing.into()),
        }
    }

    fn newest_under(
        &self,
        key: Option<String>,
        found: Option<&str>,
    ) -> Result<Option<String>, StoreError> {
        let key = key.ok_or_else(layout::no_key)?;
        newest(self.sessions, &key, found, self.now)
    }

    /// For keys that must be neither taken twice nor orphaned: the last value written
    /// here counts as present while it is remembered, even where the store shows
    /// nothing.
    fn newest_or_written(
        &self,
        key: Option<String>,
        found: Option<&str>,
    ) -> Result<Option<String>, StoreError> {
        let written = || match &key {
            Some(key) => self.sessions.write(key),
            None => Ok(None),
        };
        let written = written()?.and_then(|write| write.text);
        Ok(self.newest_under(key, found)?.or(written))
    }

    fn create(
        &self,
        create: &Create,
        record: Option<String>,
        owner: Option<String>,
    ) -> Result<Answer, StoreError> {
        let of_another = owner.as_deref().is_some_and(|owner| owner != self.username);
        if record.is_some() || of_another {
            return Ok(Outcome::Exists.into());
        }
        let user = layout::user(self.username, &create.record)?;
        let mut writes = Writing::new(self);
        writes.put(layout::user_key(self.username), None, Some(user.to_json()))?;
        if create.by_address {
            let name = Some(self.username.to_owned());
            writes.put(layout::email_key(self.username), owner, name)?;
        }
        if let Some(id) = &create.id {
            let name = Some(self.username.to_owned());
            writes.put(layout::id_key(id), None, name)?;
        }
        self.sessions.remove_sessions()?;
        self.sessions.put_seen(&Seen::of(&user))?;
        Ok(writes.answer(Outcome::Changed(create.record.clone())))
    }

    fn change(&self, change: &Change, record: Option<String>) -> Result<Answer, StoreError> {
        let Some(record) = record else {
            return Ok(Outcome::Missing.into());
        };
        let user = layout::user(self.username, &record)?;
        let seen = self.sessions.seen()?;
        if self.is_outdated(&Seen::of(&user), seen) {
            return Ok(Outcome::Outdated.into());
        }
        if self.token_has_ended(change.by.as_ref(), &user)? {
            return Ok(Outcome::Ended.into());
        }
        if let Revokes::Others(id) = &change.revokes
            && self.sessions.session(id)?.is_none()
        {
            // It has ended while the change was on its way.
            return Ok(Outcome::Conflict.into());
        }
        let holds = match &change.when {
            Precondition::Exists => true,
            Precondition::Password(password) => password_of(&user) == *password,
            Precondition::Address(address) => user.email.as_deref().map(comparable) == *address,
        };
        if !holds {
            return Ok(Outcome::Conflict.into());
        }
        let mut members = change.members.clone();
        let before = user.tokens_end_with().unwrap_or_default() as i64;
        let end = self.end_of_tokens()?.max(before + 1);
        if change.revokes != Revokes::Nothing {
            members.push(("tokens_valid_after".into(), end.to_string()));
        }
        let changed = user.with(&members)?;
        let changed = match &change.scope {
            Some((scope, granted)) => with_scope(changed, scope, *granted)?,
            None => changed,
        };
        let mut writes = Writing::new(self);
        let text = changed.to_json();
        writes.put(
            layout::user_key(self.username),
            Some(record),
            Some(text.clone()),
        )?;
        if changed.hashed_password != user.hashed_password {
            // It renews a hash that is gone.
            writes.forget(layout::hash_key(self.username))?;
        }
        self.note(seen, &Seen::of(&changed))?;
        let ended = match &change.revokes {
            Revokes::Nothing => None,
            Revokes::All => Some(self.end_all_with(end)?),
            Revokes::Others(id) => {
                let kept = self.sessions.session(id)?;
                let ended = self.end_all_with(end)?;
                if let Some(mut session) = kept {
                    session.record = Seen::of(&changed);
                    self.sessions.put_session(&session)?;
                }
                Some(ended)
            }
        };
        Ok(writes.answer_with(Outcome::Changed(text), ended))
    }

    /// Whether a record is no newer than the deletion of the user, which the key-value store may
    /// not show everywhere yet.
    pub(super) fn is_of_a_deleted_user(&self, record: &Seen) -> Result<bool, StoreError> {
        let Some(key) = layout::user_key(self.username) else {
            return Ok(false);
        };
        let last = self.sessions.write(&key)?;
        Ok(last.is_some_and(|last| {
            let may_lag = last.pending || self.now - last.at <= LAG;
            last.text.is_none() && may_lag && record.valid_after <= last.at
        }))
    }

    /// Whether something is asked in the name of a token that has ended.
    fn token_has_ended(&self, by: Option<&TokenClaims>, user: &User) -> Result<bool, StoreError> {
        let Some(by) = by else {
            return Ok(false);
        };
        let good = self.is_good(by.session.as_deref(), by.issued_at, &Seen::of(user))?;
        Ok(!good)
    }

    fn delete(
        &self,
        by: Option<&TokenClaims>,
        record: Option<String>,
        owner: Option<String>,
    ) -> Result<Answer, StoreError> {
        let Some(record) = record else {
            return Ok(Outcome::Missing.into());
        };
        // One that cannot be read is deleted all the same.
        let user = User::from_json(&record).ok();
        if let Some(user) = &user
            && self.token_has_ended(by, user)?
        {
            return Ok(Outcome::Ended.into());
        }
        let mut writes = Writing::new(self);
        writes.put(layout::user_key(self.username), Some(record.clone()), None)?;
        writes.forget(layout::hash_key(self.username))?;
        if owner.as_deref() == Some(self.username) {
            // In this step, because afterwards it may be another registration's.
            writes.put(layout::email_key(self.username), owner, None)?;
        }
        if let Some(id) = user.and_then(|user| user.id) {
            writes.forget(layout::id_key(&id))?;
        }
        let ended = self.end_all()?;
        Ok(writes.answer_with(Outcome::Changed(record), Some(ended)))
    }

    /// The name of this object is an address; `record` is the user of that name.
    fn claim(
        &self,
        wanted: &str,
        record: Option<String>,
        owner: Option<String>,
    ) -> Result<Answer, StoreError> {
        let of_a_name = record.is_some() && wanted != self.username;
        match owner {
            Some(owner) if owner != wanted => Ok(Outcome::Exists.into()),
            _ if of_a_name => Ok(Outcome::Exists.into()),
            // Nothing is new.
            Some(_) => Ok(Outcome::Done(false).into()),
            owner => {
                let mut writes = Writing::new(self);
                let name = Some(wanted.to_owned());
                writes.put(layout::email_key(self.username), owner, name)?;
                Ok(writes.answer(Outcome::Done(true)))
            }
        }
    }

    fn release(&self, had: &str, owner: Option<String>) -> Result<Answer, StoreError> {
        if owner.as_deref() != Some(had) {
            return Ok(Outcome::Done(false).into());
        }
        let mut writes = Writing::new(self);
        writes.put(layout::email_key(self.username), owner, None)?;
        Ok(writes.answer(Outcome::Done(true)))
    }
}

/// The scopes are those of the newest record, and not of one that was read before somebody
/// else changed them.
fn with_scope(user: User, scope: &str, granted: bool) -> Result<User, StoreError> {
    let mut scopes = user.scopes.clone();
    scopes.retain(|one| one != scope);
    if granted {
        scopes.push(scope.into());
    }
    user.with(&[("scopes".into(), json!(scopes).to_string())])
}

/// Writes that are made together.
struct Writing<'a> {
    account: &'a Account<'a>,
    writes: Vec<Write>,
}

impl<'a> Writing<'a> {
    fn new(account: &'a Account<'a>) -> Self {
        Self {
            account,
            writes: Vec::new(),
        }
    }

    /// Writes a text in place of another.
    fn put(
        &mut self,
        key: Option<String>,
        before: Option<String>,
        after: Option<String>,
    ) -> Result<(), StoreError> {
        let key = key.ok_or_else(layout::no_key)?;
        let Account { now, sessions, .. } = *self.account;
        sessions.put_replaced(&key, &replaced(before.as_deref()), now)?;
        let write = Write {
            key,
            text: after,
            at: now,
            pending: true,
        };
        sessions.put_write(&write)?;
        self.writes.push(write);
        Ok(())
    }

    /// Deletes whatever there is under a key.
    fn forget(&mut self, key: Option<String>) -> Result<(), StoreError> {
        let Some(key) = key else {
            return Ok(());
        };
        let write = Write {
            key,
            text: None,
            at: self.account.now,
            pending: true,
        };
        self.account.sessions.put_write(&write)?;
        self.writes.push(write);
        Ok(())
    }

    fn answer(self, outcome: Outcome) -> Answer {
        self.answer_with(outcome, None)
    }

    /// With what has ended besides.
    fn answer_with(self, outcome: Outcome, ended: Option<Answer>) -> Answer {
        let forget = self.account.now + KEPT;
        let (publish, wake) = ended.map_or((None, None), |ended| (ended.publish, ended.wake));
        Answer {
            outcome,
            publish,
            writes: self.writes,
            wake: Some(wake.map_or(forget, |wake| wake.min(forget))),
        }
    }
}
