//! What the flow asks of whoever runs it, in memory: users, and a throttle in one
//! place, which can be off or broken.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use keyward::account::sessions::{self, Accounts, Outcome, Request};
use keyward::account::{self, Attempt, Block, Context, Network, Rules, Throttle, Verdict};
use keyward::oauth::LocalFuture;
use keyward::store::memory::{MemoryCounters, MemorySessions};
use keyward::store::{
    Counters, Ended, NetworkFailure, Reference, RenewedHash, StoreError, User, Users,
};

use crate::app::{App, random};

/// How the throttle does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    On,
    /// Not bound.
    Off,
    /// Bound, and it answers nothing.
    Broken,
}

/// The throttle of a test.
pub(crate) struct Shards {
    pub(crate) counters: MemoryCounters,
    pub(crate) admission: account::Admission,
    pub(crate) condition: Cell<Condition>,
    /// Whether the limit in front lets anybody through.
    pub(crate) admits: Cell<bool>,
    /// How many passwords were checked.
    pub(crate) checked: Cell<usize>,
}

impl Default for Shards {
    fn default() -> Self {
        Self {
            counters: MemoryCounters::default(),
            admission: account::Admission::default(),
            condition: Cell::new(Condition::On),
            admits: Cell::new(true),
            checked: Cell::new(0),
        }
    }
}

/// Users, and the throttle of an app.
pub(crate) struct Backend<'a, U> {
    pub(crate) users: &'a U,
    pub(crate) app: &'a App,
}

impl<U: Users> Users for Backend<'_, U> {
    async fn user(&self, username: &str) -> Result<Option<User>, StoreError> {
        self.users.user(username).await
    }

    async fn renewed_hash(&self, username: &str) -> Result<Option<RenewedHash>, StoreError> {
        self.users.renewed_hash(username).await
    }

    async fn put_renewed_hash(
        &self,
        username: &str,
        renewed: &RenewedHash,
    ) -> Result<(), StoreError> {
        self.users.put_renewed_hash(username, renewed).await
    }

    async fn ended(&self, username: &str) -> Result<Ended, StoreError> {
        self.users.ended(username).await
    }
}

impl<U: Users> Throttle for Backend<'_, U> {
    fn is_on(&self) -> bool {
        self.app.shards.condition.get() != Condition::Off
    }

    async fn admit(&self, _network: Option<&Network>) -> Result<bool, StoreError> {
        Ok(self.app.shards.admits.get())
    }

    async fn reserve_network(
        &self,
        network: &Reference,
        user: &Reference,
        rules: &Rules,
    ) -> Result<Result<i64, Block>, StoreError> {
        self.answers()?;
        let now = self.app.now as i64;
        let counters = &self.app.shards.counters;
        account::throttle::reserve_network(network, *user, rules, now, counters)
    }

    fn return_network(&self, _network: &Reference, number: i64) {
        let _ = self.app.shards.counters.remove_network_failure(number);
    }

    async fn authenticate(
        &self,
        _user: &Reference,
        attempt: &Attempt<'_>,
    ) -> Result<Verdict, StoreError> {
        self.answers()?;
        let config = self.app.config.as_ref().unwrap();
        let shards = &self.app.shards;
        let is_gone = || self.app.is_gone();
        let context = Context {
            store: self.users,
            counters: Some(&shards.counters),
            policy: config.policy(),
            hash: &config.hash,
            verify: &config.verify,
            now: self.app.now,
            admission: &shards.admission,
            in_turn: true,
            is_gone: &is_gone,
            random: &random,
        };
        // There and back, as it goes to another place.
        let bytes = account::message::encode(attempt);
        let received = account::message::Received::decode(&bytes).unwrap();
        let verdict = account::authenticate(&received.attempt(), &context).await;
        if matches!(
            verdict.outcome,
            account::Outcome::Authenticated(_) | account::Outcome::Rejected
        ) {
            shards.checked.set(shards.checked.get() + 1);
        }
        account::message::hear(&account::message::tell(verdict))
    }
}

impl<U: Users> Accounts for Backend<'_, U> {
    fn are_on(&self) -> bool {
        self.app.accounts.condition.get() != Condition::Off
    }

    async fn ask(&self, request: &Request) -> Result<Outcome, StoreError> {
        if self.app.accounts.condition.get() == Condition::Broken {
            return Err(StoreError::Unavailable("the account is broken".into()));
        }
        let answer = self.app.accounts.answer(request, self.app.now as i64)?;
        if let Some(publish) = &answer.publish {
            let text = publish.text.as_bytes();
            self.app.store.insert_value(&publish.key, text);
        }
        Ok(answer.outcome)
    }
}

/// The places of the accounts of a test.
pub(crate) struct Places {
    sessions: RefCell<BTreeMap<String, MemorySessions>>,
    pub(crate) condition: Cell<Condition>,
}

impl Default for Places {
    fn default() -> Self {
        Self {
            sessions: RefCell::default(),
            condition: Cell::new(Condition::On),
        }
    }
}

impl Places {
    /// There and back, as it goes to another place.
    fn answer(&self, request: &Request, now: i64) -> Result<sessions::Answer, StoreError> {
        let text = serde_json::to_string(request).unwrap();
        let request: Request = serde_json::from_str(&text).unwrap();
        let mut all = self.sessions.borrow_mut();
        let place = all.entry(request.place()).or_default();
        let answer = sessions::answer(&request, now, place)?;
        let text = serde_json::to_string(&answer).unwrap();
        Ok(serde_json::from_str(&text).unwrap())
    }
}

impl<U> Backend<'_, U> {
    fn answers(&self) -> Result<(), StoreError> {
        match self.app.shards.condition.get() {
            Condition::Broken => Err(StoreError::Unavailable("the throttle is broken".into())),
            _ => Ok(()),
        }
    }
}

/// How many failures a network is remembered for.
pub(crate) fn remembered(app: &App, network: &str) -> Vec<NetworkFailure> {
    let references = &app.config.as_ref().unwrap().policy().references;
    let network = references.network(&Network::of(network).unwrap());
    app.shards.counters.network_failures(&network, 0).unwrap()
}

/// What the runtime has done at once.
pub(crate) fn done<T: 'static>(value: T) -> LocalFuture<T> {
    Box::pin(std::future::ready(value))
}
