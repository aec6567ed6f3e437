//! A store in memory, for tests on the host.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use super::{Store, StoreError, User};

/// Users by name, kept as JSON text as KV keeps them, and switches that make
/// the store fail as a real one can.
#[derive(Default)]
pub struct MemoryStore {
    records: RefCell<HashMap<String, String>>,
    stand_ins: RefCell<Option<String>>,
    writes: Cell<usize>,
    read_only: Cell<bool>,
}

impl MemoryStore {
    /// A store with these records, each the JSON text of a user by its name.
    pub fn new<'a>(records: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let store = Self::default();
        for (username, record) in records {
            store.insert(username, record);
        }
        store
    }

    /// Puts a record in, well formed or not.
    pub fn insert(&self, username: &str, record: &str) {
        self.records
            .borrow_mut()
            .insert(username.into(), record.into());
    }

    /// The text of a record.
    pub fn record(&self, username: &str) -> Option<String> {
        self.records.borrow().get(username).cloned()
    }

    /// How many times a user was written.
    pub fn writes(&self) -> usize {
        self.writes.get()
    }

    /// Makes every write fail from now on.
    pub fn refuse_writes(&self) {
        self.read_only.set(true);
    }

    fn check_writable(&self) -> Result<(), StoreError> {
        if self.read_only.get() {
            return Err(StoreError::Unavailable("writes are refused".into()));
        }
        Ok(())
    }
}

impl Store for MemoryStore {
    async fn user(&self, username: &str) -> Result<Option<User>, StoreError> {
        self.record(username)
            .map(|record| User::from_json(&record))
            .transpose()
    }

    async fn put(&self, user: &User) -> Result<(), StoreError> {
        self.check_writable()?;
        self.writes.set(self.writes.get() + 1);
        self.insert(&user.username, &user.to_json());
        Ok(())
    }

    async fn stand_ins(&self) -> Result<Option<String>, StoreError> {
        Ok(self.stand_ins.borrow().clone())
    }

    async fn put_stand_ins(&self, text: &str) -> Result<(), StoreError> {
        self.check_writable()?;
        *self.stand_ins.borrow_mut() = Some(text.into());
        Ok(())
    }
}
