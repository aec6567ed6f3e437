//! Counts of failed logins in memory, for tests on the host: the twin of the
//! SQLite database of a Durable Object, which keeps the same contract.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use crate::store::{
    Count, Counters, Fresh, Horizon, MAX_TRUSTED, NetworkFailure, Reference, StoreError,
};

/// The rows of the tables.
#[derive(Default)]
pub struct MemoryCounters {
    counts: RefCell<BTreeMap<(Reference, Option<Reference>), Count>>,
    trusted: RefCell<BTreeMap<(Reference, Reference), i64>>,
    failures: RefCell<BTreeMap<i64, (Reference, NetworkFailure)>>,
    uses: RefCell<Vec<(Reference, i64)>>,
    fresh: RefCell<BTreeMap<Reference, Fresh>>,
    next: Cell<i64>,
    broken: Cell<bool>,
}

impl MemoryCounters {
    /// Makes everything fail from now on.
    pub fn break_down(&self) {
        self.broken.set(true);
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.counts.borrow().len()
            + self.trusted.borrow().len()
            + self.failures.borrow().len()
            + self.uses.borrow().len()
            + self.fresh.borrow().len()
    }

    fn works(&self) -> Result<(), StoreError> {
        match self.broken.get() {
            true => Err(StoreError::Unavailable("the counters are broken".into())),
            false => Ok(()),
        }
    }
}

impl Counters for MemoryCounters {
    fn counts(&self, user: &Reference) -> Result<Vec<Count>, StoreError> {
        self.works()?;
        let counts = self.counts.borrow();
        let own = counts.iter().filter(|((owner, _), _)| owner == user);
        Ok(own.map(|(_, count)| *count).collect())
    }

    fn put_count(&self, user: &Reference, count: &Count) -> Result<(), StoreError> {
        self.works()?;
        let key = (*user, count.client);
        self.counts.borrow_mut().insert(key, *count);
        Ok(())
    }

    fn forget(&self, user: &Reference, client: Option<&Reference>) -> Result<(), StoreError> {
        self.works()?;
        self.counts.borrow_mut().remove(&(*user, client.copied()));
        Ok(())
    }

    fn trusted_until(
        &self,
        user: &Reference,
        network: &Reference,
    ) -> Result<Option<i64>, StoreError> {
        self.works()?;
        Ok(self.trusted.borrow().get(&(*user, *network)).copied())
    }

    fn trust(&self, user: &Reference, network: &Reference, until: i64) -> Result<(), StoreError> {
        self.works()?;
        let mut trusted = self.trusted.borrow_mut();
        trusted.insert((*user, *network), until);
        let mut own: Vec<_> = trusted
            .iter()
            .filter(|((owner, _), _)| owner == user)
            .map(|(key, until)| (*until, *key))
            .collect();
        own.sort_unstable();
        for (_, key) in own.iter().rev().skip(MAX_TRUSTED) {
            trusted.remove(key);
        }
        Ok(())
    }

    fn network_failures(
        &self,
        network: &Reference,
        since: i64,
    ) -> Result<Vec<NetworkFailure>, StoreError> {
        self.works()?;
        let failures = self.failures.borrow();
        let own = failures
            .values()
            .filter(|(from, failure)| from == network && failure.at >= since);
        let mut own: Vec<NetworkFailure> = own.map(|(_, failure)| *failure).collect();
        own.sort_by_key(|failure| failure.at);
        Ok(own)
    }

    fn add_network_failure(
        &self,
        network: &Reference,
        failure: NetworkFailure,
    ) -> Result<i64, StoreError> {
        self.works()?;
        let number = self.next.get() + 1;
        self.next.set(number);
        self.failures
            .borrow_mut()
            .insert(number, (*network, failure));
        Ok(number)
    }

    fn remove_network_failure(&self, number: i64) -> Result<(), StoreError> {
        self.works()?;
        self.failures.borrow_mut().remove(&number);
        Ok(())
    }

    fn uses(&self, subject: &Reference, since: i64) -> Result<Vec<i64>, StoreError> {
        self.works()?;
        let uses = self.uses.borrow();
        let own = uses.iter().filter(|(of, at)| of == subject && *at >= since);
        let mut own: Vec<i64> = own.map(|(_, at)| *at).collect();
        own.sort_unstable();
        Ok(own)
    }

    fn add_use(&self, subject: &Reference, at: i64) -> Result<(), StoreError> {
        self.works()?;
        self.uses.borrow_mut().push((*subject, at));
        Ok(())
    }

    fn fresh(&self, user: &Reference) -> Result<Option<Fresh>, StoreError> {
        self.works()?;
        Ok(self.fresh.borrow().get(user).cloned())
    }

    fn put_fresh(&self, user: &Reference, fresh: &Fresh) -> Result<(), StoreError> {
        self.works()?;
        self.fresh.borrow_mut().insert(*user, fresh.clone());
        Ok(())
    }

    fn sweep(&self, horizon: &Horizon) -> Result<bool, StoreError> {
        self.works()?;
        self.trusted
            .borrow_mut()
            .retain(|_, until| *until >= horizon.trust);
        self.failures
            .borrow_mut()
            .retain(|_, (_, failure)| failure.at >= horizon.networks);
        self.counts.borrow_mut().retain(|_, count| {
            count.last_failure_at >= horizon.counts || count.blocked_until >= horizon.trust
        });
        self.uses.borrow_mut().retain(|(_, at)| *at >= horizon.uses);
        self.fresh
            .borrow_mut()
            .retain(|_, fresh| fresh.at >= horizon.uses);
        Ok(self.rows() > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::contract::counters::check;

    #[test]
    fn counters_in_memory_keep_the_contract() {
        let clauses = check(&MemoryCounters::default());
        let broken: Vec<_> = clauses.iter().filter(|one| one.problem.is_some()).collect();
        assert!(broken.is_empty(), "{broken:#?}");
        assert!(clauses.len() >= 8);
    }

    #[test]
    fn the_contract_tells_counters_that_break_it() {
        let counters = MemoryCounters::default();
        counters.break_down();
        assert!(check(&counters).iter().all(|one| one.problem.is_some()));
    }
}
