//! The writes of one account's object in memory.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::store::{Reference, StoreError, Write, Writes};

/// The rows.
#[derive(Default, Clone)]
pub(super) struct MemoryWrites {
    writes: RefCell<BTreeMap<String, Write>>,
    replaced: RefCell<BTreeMap<(String, Reference), i64>>,
}

impl MemoryWrites {
    pub(super) fn rows(&self) -> usize {
        self.writes.borrow().len() + self.replaced.borrow().len()
    }
}

impl Writes for MemoryWrites {
    fn write(&self, key: &str) -> Result<Option<Write>, StoreError> {
        Ok(self.writes.borrow().get(key).cloned())
    }

    fn pending(&self) -> Result<Vec<Write>, StoreError> {
        let writes = self.writes.borrow();
        Ok(writes.values().filter(|one| one.pending).cloned().collect())
    }

    fn put_write(&self, write: &Write) -> Result<(), StoreError> {
        let mut writes = self.writes.borrow_mut();
        writes.insert(write.key.clone(), write.clone());
        Ok(())
    }

    fn has_replaced(&self, key: &str, what: &Reference) -> Result<bool, StoreError> {
        let replaced = self.replaced.borrow();
        Ok(replaced.contains_key(&(key.to_owned(), *what)))
    }

    fn put_replaced(&self, key: &str, what: &Reference, at: i64) -> Result<(), StoreError> {
        let mut replaced = self.replaced.borrow_mut();
        replaced.insert((key.to_owned(), *what), at);
        Ok(())
    }

    fn sweep_writes(&self, until: i64) -> Result<Option<i64>, StoreError> {
        let mut writes = self.writes.borrow_mut();
        let mut replaced = self.replaced.borrow_mut();
        writes.retain(|_, write| write.pending || write.at > until);
        replaced.retain(|_, at| *at > until);
        let left = writes.values().map(|write| write.at);
        Ok(left.chain(replaced.values().copied()).min())
    }
}
