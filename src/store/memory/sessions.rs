//! The sessions of one account in memory.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use super::writes::MemoryWrites;
use crate::store::{End, Reference, Seen, Session, SessionId, Sessions, StoreError, Write, Writes};

/// Sessions in maps, and how many rows were written, as a database counts them.
#[derive(Default, Clone)]
pub struct MemorySessions {
    sessions: RefCell<BTreeMap<SessionId, Session>>,
    ends: RefCell<BTreeMap<Option<SessionId>, End>>,
    seen: Cell<Option<Seen>>,
    /// Whose rows cannot be read.
    spoilt: RefCell<BTreeSet<SessionId>>,
    kept: MemoryWrites,
    written: Cell<usize>,
    broken: Cell<bool>,
}

impl MemorySessions {
    /// Makes everything fail from now on.
    pub fn break_down(&self) {
        self.broken.set(true);
    }

    /// Makes the row of a session unreadable.
    pub fn spoil(&self, id: SessionId) {
        self.spoilt.borrow_mut().insert(id);
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        let seen = usize::from(self.seen.get().is_some());
        self.sessions.borrow().len() + self.ends.borrow().len() + seen + self.kept.rows()
    }

    /// How many rows were written or deleted so far.
    pub fn writes(&self) -> usize {
        self.written.get()
    }

    fn works(&self) -> Result<(), StoreError> {
        match self.broken.get() {
            true => Err(StoreError::Unavailable(
                "the sessions are out of reach".into(),
            )),
            false => Ok(()),
        }
    }

    fn wrote(&self, rows: usize) {
        self.written.set(self.written.get() + rows);
    }
}

impl Sessions for MemorySessions {
    fn sessions(&self) -> Result<Vec<Session>, StoreError> {
        self.works()?;
        let spoilt = self.spoilt.borrow();
        let sessions = self.sessions.borrow();
        let readable = sessions.values().filter(|one| !spoilt.contains(&one.id));
        Ok(readable.cloned().collect())
    }

    fn session(&self, id: &SessionId) -> Result<Option<Session>, StoreError> {
        self.works()?;
        if self.spoilt.borrow().contains(id) {
            return Err(StoreError::Malformed("spoilt".into()));
        }
        Ok(self.sessions.borrow().get(id).cloned())
    }

    fn put_session(&self, session: &Session) -> Result<(), StoreError> {
        self.works()?;
        self.wrote(1);
        let session = session.clone();
        self.sessions.borrow_mut().insert(session.id, session);
        Ok(())
    }

    fn remove_session(&self, id: &SessionId) -> Result<(), StoreError> {
        self.works()?;
        self.wrote(1);
        self.sessions.borrow_mut().remove(id);
        self.spoilt.borrow_mut().remove(id);
        Ok(())
    }

    fn remove_sessions(&self) -> Result<(), StoreError> {
        self.works()?;
        self.wrote(self.sessions.borrow().len());
        self.sessions.borrow_mut().clear();
        self.spoilt.borrow_mut().clear();
        Ok(())
    }

    fn ends(&self) -> Result<Vec<End>, StoreError> {
        self.works()?;
        Ok(self.ends.borrow().values().copied().collect())
    }

    fn put_end(&self, end: &End) -> Result<(), StoreError> {
        self.works()?;
        self.wrote(1);
        self.ends.borrow_mut().insert(end.session, *end);
        Ok(())
    }

    fn seen(&self) -> Result<Option<Seen>, StoreError> {
        self.works()?;
        Ok(self.seen.get())
    }

    fn put_seen(&self, seen: &Seen) -> Result<(), StoreError> {
        self.works()?;
        self.wrote(1);
        self.seen.set(Some(*seen));
        Ok(())
    }

    fn sweep(&self, now: i64) -> Result<(), StoreError> {
        self.works()?;
        let before = self.rows();
        self.sessions
            .borrow_mut()
            .retain(|_, session| session.ends_at() > now);
        self.ends.borrow_mut().retain(|_, end| end.until > now);
        self.wrote(before - self.rows());
        Ok(())
    }
}

impl Writes for MemorySessions {
    fn write(&self, key: &str) -> Result<Option<Write>, StoreError> {
        self.works()?;
        self.kept.write(key)
    }

    fn pending(&self) -> Result<Vec<Write>, StoreError> {
        self.works()?;
        self.kept.pending()
    }

    fn put_write(&self, write: &Write) -> Result<(), StoreError> {
        self.works()?;
        self.wrote(1);
        self.kept.put_write(write)
    }

    fn has_replaced(&self, key: &str, what: &Reference) -> Result<bool, StoreError> {
        self.works()?;
        self.kept.has_replaced(key, what)
    }

    fn put_replaced(&self, key: &str, what: &Reference, at: i64) -> Result<(), StoreError> {
        self.works()?;
        self.wrote(1);
        self.kept.put_replaced(key, what, at)
    }

    fn sweep_writes(&self, until: i64) -> Result<Option<i64>, StoreError> {
        self.works()?;
        let before = self.rows();
        let left = self.kept.sweep_writes(until);
        self.wrote(before - self.rows());
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::contract::sessions::check;
    use crate::store::contract::writes;

    #[test]
    fn sessions_in_memory_keep_the_contract() {
        let clauses = check(&MemorySessions::default());
        let broken: Vec<_> = clauses.iter().filter(|one| one.problem.is_some()).collect();
        assert!(broken.is_empty(), "{broken:#?}");
        assert!(clauses.len() >= 6);
    }

    #[test]
    fn the_contract_tells_sessions_that_break_it() {
        let sessions = MemorySessions::default();
        sessions.break_down();
        assert!(check(&sessions).iter().all(|one| one.problem.is_some()));
    }

    #[test]
    fn writes_in_memory_keep_the_contract() {
        let clauses = writes::check(&MemorySessions::default());
        let broken: Vec<_> = clauses.iter().filter(|one| one.problem.is_some()).collect();
        assert!(broken.is_empty(), "{broken:#?}");
        assert!(clauses.len() >= 5);
    }

    #[test]
    fn the_contract_tells_writes_that_break_it() {
        let kept = MemorySessions::default();
        kept.break_down();
        assert!(writes::check(&kept).iter().all(|one| one.problem.is_some()));
    }
}
