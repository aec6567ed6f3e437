//! What the flow asks of whoever runs it, in memory: users, and a throttle in one
//! place, which can be off or broken.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use keyward::account::breached::Breaches;
use keyward::account::mail::{Mail, MailTransport, Mailer};
use keyward::account::sessions::{self, Accounts, Call, Outcome, Request};
use keyward::account::{
    self, Attempt, Context, Network, NetworkReservation, Networks, Rules, Throttle, Verdict,
};
use keyward::oauth::LocalFuture;
use keyward::store::memory::{MemoryCounters, MemorySessions};
use keyward::store::{
    Counters, Ended, Fresh, NetworkFailure, Page, Reference, RenewedHash, StoreError, User, Users,
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
    /// How often the counts of a network were asked.
    pub(crate) reserved: Cell<usize>,
}

impl Default for Shards {
    fn default() -> Self {
        Self {
            counters: MemoryCounters::default(),
            admission: account::Admission::default(),
            condition: Cell::new(Condition::On),
            admits: Cell::new(true),
            checked: Cell::new(0),
            reserved: Cell::new(0),
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

    async fn username_of(&self, address: &str) -> Result<Option<String>, StoreError> {
        self.users.username_of(address).await
    }

    async fn username_by_id(&self, id: &str) -> Result<Option<String>, StoreError> {
        self.users.username_by_id(id).await
    }

    async fn page(&self, after: Option<&str>, limit: usize) -> Result<Page, StoreError> {
        self.users.page(after, limit).await
    }

    async fn ended(&self, username: &str) -> Result<Ended, StoreError> {
        let until = self.app.accounts.until.borrow().get(username).copied();
        if until.is_some_and(|until| until <= self.app.now as i64) {
            return Ok(Ended::default());
        }
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

    async fn take(&self, subject: &Reference, most: u32) -> Result<Option<i64>, StoreError> {
        self.answers()?;
        let now = self.app.now as i64;
        account::uses::take(subject, most, now, &self.app.shards.counters)
    }

    async fn note(&self, user: &Reference, record: Option<&str>) -> Result<(), StoreError> {
        self.answers()?;
        let fresh = Fresh {
            record: record.map(str::to_owned),
            at: self.app.now as i64,
        };
        self.app.shards.counters.put_fresh(user, &fresh)
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
            networks: Some(self),
            policy: config.policy(),
            hash: &config.hash,
            verify: &config.verify,
            now: self.app.now,
            admission: &shards.admission,
            in_turn: true,
            is_gone: &is_gone,
            random: &random,
        };
        // There and back, as it goes to an object.
        let bytes = account::message::encode(attempt);
        let received = account::message::Received::decode(&bytes).unwrap();
        let verdict = account::authenticate(&received.attempt(), &context).await;
        if matches!(
            verdict.outcome,
            account::Outcome::Authenticated(_) | account::Outcome::Rejected
        ) {
            shards.checked.set(shards.checked.get() + 1);
        }
        account::message::decode_verdict(&account::message::encode_verdict(verdict))
    }
}

impl<U: Users> Networks for Backend<'_, U> {
    fn reserve(
        &self,
        network: &Reference,
        user: &Reference,
        rules: &Rules,
    ) -> LocalFuture<Result<NetworkReservation, StoreError>> {
        let now = self.app.now as i64;
        let counters = &self.app.shards.counters;
        self.app.shards.reserved.update(|count| count + 1);
        let reserved = self.answers().and_then(|()| {
            account::throttle::reserve_network(network, *user, rules, now, counters)
        });
        Box::pin(std::future::ready(reserved))
    }

    fn give_back(&self, _network: &Reference, number: i64) {
        let _ = self.app.shards.counters.remove_network_failure(number);
    }
}

impl<U: Users> Mailer for Backend<'_, U> {
    fn send_later(&self, mail: Mail, _transport: &MailTransport) {
        self.app.mails.borrow_mut().push(mail);
    }

    async fn template(&self, kind: &str) -> Result<Option<String>, StoreError> {
        let bytes = self.app.store.value(&format!("mail:{kind}"));
        Ok(bytes.map(|bytes| String::from_utf8(bytes).unwrap()))
    }

    async fn outbox(&self) -> Result<Vec<String>, StoreError> {
        let mails = self.app.mails.borrow();
        let told = mails.iter().rev().map(|mail| mail.to_json(0).to_string());
        Ok(told.collect())
    }
}

impl<U: Users> Breaches for Backend<'_, U> {
    async fn range(&self, _url: &str) -> Result<String, String> {
        let answer = self.app.breaches.borrow().clone();
        answer.ok_or_else(|| "the service is away".into())
    }
}

impl<U: Users> Accounts for Backend<'_, U> {
    fn accounts_enabled(&self) -> bool {
        self.app.accounts.condition.get() != Condition::Off
    }

    async fn ask(&self, request: &Request) -> Result<Outcome, StoreError> {
        if self.app.accounts.condition.get() == Condition::Broken {
            return Err(StoreError::Unavailable("the account is broken".into()));
        }
        if (self.app.accounts.fails.get())(&request.call) {
            return Err(StoreError::Unavailable(
                "the account does not answer".into(),
            ));
        }
        let store = &self.app.store;
        if matches!(request.call, Call::Change(_))
            && let Some(record) = self.app.accounts.meanwhile.take()
        {
            store.insert(&request.username, &record);
        }
        let read = |key: String| {
            let bytes = store.value(&key);
            bytes.map(|bytes| String::from_utf8(bytes).unwrap())
        };
        let found: Vec<Option<String>> = request.reads().into_iter().map(read).collect();
        let now = self.app.now as i64;
        let answer = self.app.accounts.answer(request, &found, now)?;
        if self.app.accounts.refuses.get() && !answer.writes.is_empty() {
            // What was decided stands.
            return Err(StoreError::Unavailable("no write is taken".into()));
        }
        if let Some(publish) = &answer.publish {
            store.insert_value(&publish.key, publish.text.as_bytes());
            let mut until = self.app.accounts.until.borrow_mut();
            until.insert(request.username.clone(), publish.until);
        }
        for write in &answer.writes {
            match &write.text {
                _ if self.app.accounts.lags.get() => (),
                Some(text) => store.insert_value(&write.key, text.as_bytes()),
                None => store.remove_value(&write.key),
            }
        }
        Ok(answer.outcome)
    }
}

/// The accounts' objects of a test.
pub(crate) struct Objects {
    sessions: RefCell<BTreeMap<String, MemorySessions>>,
    pub(crate) condition: Cell<Condition>,
    /// Whether what is written does not reach the store yet.
    pub(crate) lags: Cell<bool>,
    /// When what was published of a user is gone from the store.
    until: RefCell<BTreeMap<String, i64>>,
    /// Whether the store takes no write.
    pub(crate) refuses: Cell<bool>,
    /// Which calls are not answered.
    pub(crate) fails: Cell<fn(&Call) -> bool>,
    /// What another request makes of the record before the next change is decided.
    pub(crate) meanwhile: RefCell<Option<String>>,
}

impl Default for Objects {
    fn default() -> Self {
        Self {
            sessions: RefCell::default(),
            condition: Cell::new(Condition::On),
            lags: Cell::new(false),
            until: RefCell::default(),
            refuses: Cell::new(false),
            fails: Cell::new(|_| false),
            meanwhile: RefCell::default(),
        }
    }
}

impl Objects {
    /// There and back, as it goes to an object.
    fn answer(
        &self,
        request: &Request,
        found: &[Option<String>],
        now: i64,
    ) -> Result<sessions::Answer, StoreError> {
        let text = serde_json::to_string(request).unwrap();
        let request: Request = serde_json::from_str(&text).unwrap();
        let mut all = self.sessions.borrow_mut();
        let object = all.entry(request.object()).or_default();
        let answer = sessions::answer(&request, found, now, object)?;
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
