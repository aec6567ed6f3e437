//! A store in memory, for tests on the host: the twin of Workers KV, which keeps
//! the same contract.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use super::{Ended, Page, RenewedHash, StoreError, User, Users, layout};

mod counters;
mod sessions;
mod writes;

pub use counters::MemoryCounters;
pub use sessions::MemorySessions;

/// Values by key as KV keeps them, and switches that make the store fail as a real
/// one can.
#[derive(Default)]
pub struct MemoryStore {
    values: RefCell<HashMap<String, Vec<u8>>>,
    writes: Cell<usize>,
    read_only: Cell<bool>,
    out_of_reach: Cell<bool>,
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
        self.insert_value(&format!("user:{username}"), record.as_bytes());
    }

    /// Puts any bytes under any key.
    pub fn insert_value(&self, key: &str, value: &[u8]) {
        self.values.borrow_mut().insert(key.into(), value.into());
    }

    /// Takes away what is under a key.
    pub fn remove_value(&self, key: &str) {
        self.values.borrow_mut().remove(key);
    }

    /// The bytes under a key.
    pub fn value(&self, key: &str) -> Option<Vec<u8>> {
        self.values.borrow().get(key).cloned()
    }

    /// The text of a record.
    pub fn record(&self, username: &str) -> Option<String> {
        let value = self.value(&format!("user:{username}"))?;
        String::from_utf8(value).ok()
    }

    /// How many renewed hashes were written.
    pub fn writes(&self) -> usize {
        self.writes.get()
    }

    /// Makes every write fail from now on.
    pub fn refuse_writes(&self) {
        self.read_only.set(true);
    }

    /// Makes everything fail from now on.
    pub fn go_out_of_reach(&self) {
        self.out_of_reach.set(true);
    }

    fn within_reach(&self) -> Result<(), StoreError> {
        match self.out_of_reach.get() {
            true => Err(StoreError::Unavailable("it is out of reach".into())),
            false => Ok(()),
        }
    }

    fn read(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.within_reach()?;
        self.value(key).map(layout::text).transpose()
    }

    fn write(&self, key: &str, text: &str) -> Result<(), StoreError> {
        if self.read_only.get() || self.out_of_reach.get() {
            return Err(StoreError::Unavailable("writes are refused".into()));
        }
        self.insert_value(key, text.as_bytes());
        Ok(())
    }
}

impl Users for MemoryStore {
    async fn user(&self, username: &str) -> Result<Option<User>, StoreError> {
        let Some(key) = layout::user_key(username) else {
            return Ok(None);
        };
        let record = self.read(&key)?;
        record
            .map(|record| layout::user(username, &record))
            .transpose()
    }

    async fn renewed_hash(&self, username: &str) -> Result<Option<RenewedHash>, StoreError> {
        let Some(key) = layout::hash_key(username) else {
            return Ok(None);
        };
        let text = self.read(&key)?;
        text.map(|text| RenewedHash::from_json(&text)).transpose()
    }

    async fn put_renewed_hash(
        &self,
        username: &str,
        renewed: &RenewedHash,
    ) -> Result<(), StoreError> {
        let key = layout::hash_key(username).ok_or_else(layout::no_key)?;
        self.write(&key, &renewed.to_json())?;
        self.writes.set(self.writes.get() + 1);
        Ok(())
    }

    async fn username_of(&self, address: &str) -> Result<Option<String>, StoreError> {
        match layout::email_key(address) {
            None => Ok(None),
            Some(key) => self.read(&key),
        }
    }

    async fn username_by_id(&self, id: &str) -> Result<Option<String>, StoreError> {
        match layout::id_key(id) {
            None => Ok(None),
            Some(key) => self.read(&key),
        }
    }

    async fn page(&self, after: Option<&str>, limit: usize) -> Result<Page, StoreError> {
        self.within_reach()?;
        let values = self.values.borrow();
        let mut names: Vec<&str> = values
            .keys()
            .filter_map(|key| key.strip_prefix("user:"))
            .filter(|name| after.is_none_or(|after| *name > after))
            .collect();
        names.sort_unstable();
        let next = names
            .get(limit)
            .and_then(|_| names.get(limit.checked_sub(1)?));
        let next = next.map(|name| (*name).to_owned());
        names.truncate(limit);
        let record = |name: &&str| Some(((*name).to_owned(), self.record(name)?));
        Ok(Page {
            records: names.iter().filter_map(record).collect(),
            next,
        })
    }

    async fn ended(&self, username: &str) -> Result<Ended, StoreError> {
        let Some(key) = layout::ended_key(username) else {
            return Ok(Ended::default());
        };
        let text = self.read(&key)?;
        text.map_or_else(|| Ok(Ended::default()), |text| Ended::from_json(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::contract::{Clause, Fixture, check};

    impl Fixture for MemoryStore {
        type Store = Self;

        fn store(&self) -> &Self {
            self
        }

        fn out_of_reach(&self) -> Self {
            let store = Self::default();
            store.go_out_of_reach();
            store
        }

        async fn write(&self, key: &str, value: &[u8]) -> Result<(), String> {
            self.insert_value(key, value);
            Ok(())
        }

        async fn read(&self, key: &str) -> Result<Option<Vec<u8>>, String> {
            Ok(self.value(key))
        }
    }

    #[test]
    fn the_store_in_memory_keeps_the_contract() {
        let clauses = pollster::block_on(check(&MemoryStore::default()));
        let broken: Vec<Clause> = clauses
            .into_iter()
            .filter(|clause| clause.problem.is_some())
            .collect();
        assert!(broken.is_empty(), "{broken:#?}");
    }

    /// One that takes any name for a record, as this one did.
    struct Careless(MemoryStore);

    impl Users for Careless {
        async fn user(&self, username: &str) -> Result<Option<User>, StoreError> {
            let record = self.0.record(username);
            record.map(|record| User::from_json(&record)).transpose()
        }

        async fn renewed_hash(&self, username: &str) -> Result<Option<RenewedHash>, StoreError> {
            self.0.renewed_hash(username).await
        }

        async fn put_renewed_hash(
            &self,
            username: &str,
            renewed: &RenewedHash,
        ) -> Result<(), StoreError> {
            self.0.put_renewed_hash(username, renewed).await
        }

        async fn username_of(&self, address: &str) -> Result<Option<String>, StoreError> {
            self.0.username_of(address).await
        }

        async fn username_by_id(&self, id: &str) -> Result<Option<String>, StoreError> {
            self.0.username_by_id(id).await
        }

        async fn page(&self, after: Option<&str>, limit: usize) -> Result<Page, StoreError> {
            self.0.page(after, limit).await
        }

        async fn ended(&self, username: &str) -> Result<Ended, StoreError> {
            self.0.ended(username).await
        }
    }

    impl Fixture for Careless {
        type Store = Self;

        fn store(&self) -> &Self {
            self
        }

        fn out_of_reach(&self) -> Self {
            Self(self.0.out_of_reach())
        }

        async fn write(&self, key: &str, value: &[u8]) -> Result<(), String> {
            Fixture::write(&self.0, key, value).await
        }

        async fn read(&self, key: &str) -> Result<Option<Vec<u8>>, String> {
            Fixture::read(&self.0, key).await
        }
    }

    #[test]
    fn the_contract_tells_a_store_that_breaks_it() {
        let clauses = pollster::block_on(check(&Careless(MemoryStore::default())));
        let broken: Vec<&str> = clauses
            .iter()
            .filter(|clause| clause.problem.is_some())
            .map(|clause| clause.name)
            .collect();
        assert_eq!(
            broken,
            [
                "bytes_that_are_no_text_are_malformed",
                "a_byte_order_mark_before_a_record_is_passed_over",
                "a_record_under_the_name_of_another_is_malformed",
                "a_store_that_is_out_of_reach_says_so",
            ]
        );
    }
}
