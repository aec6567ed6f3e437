//! The writes of one account's place in memory.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::MemorySessions;
use crate::store::{Reference, StoreError, Write, Writes};

/// The rows.
#[derive(Default, Clone)]
pub(super) struct Rows {
    writes: RefCell<BTreeMap<String, Write>>,
    replaced: RefCell<BTreeMap<(String, Reference), i64>>,
}

impl Rows {
    pub(super) fn count(&self) -> usize {
        self.writes.borrow().len() + self.replaced.borrow().len()
    }
}

impl Writes for MemorySessions {
    fn write(&self, key: &str) -> Result<Option<Write>, StoreError> {
        self.works()?;
        Ok(self.writes.writes.borrow().get(key).cloned())
    }

    fn pending(&self) -> Result<Vec<Write>, StoreError> {
        self.works()?;
        let writes = self.writes.writes.borrow();
        Ok(writes.values().filter(|one| one.pending).cloned().collect())
    }

    fn put_write(&self, write: &Write) -> Result<(), StoreError> {
        self.works()?;
        self.wrote(1);
        let mut writes = self.writes.writes.borrow_mut();
        writes.insert(write.key.clone(), write.clone());
        Ok(())
    }

    fn has_replaced(&self, key: &str, what: &Reference) -> Result<bool, StoreError> {
        self.works()?;
        let replaced = self.writes.replaced.borrow();
        Ok(replaced.contains_key(&(key.to_owned(), *what)))
    }

    fn put_replaced(&self, key: &str, what: &Reference, at: i64) -> Result<(), StoreError> {
        self.works()?;
        self.wrote(1);
        let mut replaced = self.writes.replaced.borrow_mut();
        replaced.insert((key.to_owned(), *what), at);
        Ok(())
    }

    fn sweep_writes(&self, until: i64) -> Result<Option<i64>, StoreError> {
        self.works()?;
        let mut writes = self.writes.writes.borrow_mut();
        let mut replaced = self.writes.replaced.borrow_mut();
        let before = writes.len() + replaced.len();
        writes.retain(|_, write| write.pending || write.at > until);
        replaced.retain(|_, at| *at > until);
        self.wrote(before - writes.len() - replaced.len());
        let left = writes.values().map(|write| write.at);
        Ok(left.chain(replaced.values().copied()).min())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::contract::writes::check;

    #[test]
    fn writes_in_memory_keep_the_contract() {
        let clauses = check(&MemorySessions::default());
        let broken: Vec<_> = clauses.iter().filter(|one| one.problem.is_some()).collect();
        assert!(broken.is_empty(), "{broken:#?}");
        assert!(clauses.len() >= 5);
    }

    #[test]
    fn the_contract_tells_writes_that_break_it() {
        let writes = MemorySessions::default();
        writes.break_down();
        assert!(check(&writes).iter().all(|one| one.problem.is_some()));
    }
}
