//! Logins at the same time, on the host: over a store that takes its time, each
//! is polled in turn.

use std::cell::Cell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context as Task, Poll, Waker};

use crate::app::*;
use futures_util::future::{join, join_all};
use http::Request;
use keyward::oauth::Level;
use keyward::store::memory::MemoryStore;
use keyward::store::{Ended, Page, RenewedHash, StoreError, User, Users};
use serde_json::json;

const SETTINGS: [(&str, &str); 2] = [("LOGIN_QUEUE", "3"), ("LOGIN_QUEUE_CLIENT", "3")];
const GOOD: &str = "username=quick&password=secret";

/// A store whose every answer comes one turn later.
struct Slow<'a> {
    store: &'a MemoryStore,
    /// Reads of users since the start.
    reads: Cell<usize>,
    /// What somebody else writes to `quick` just before the read of this number.
    meanwhile: Option<(usize, String)>,
}

impl<'a> Slow<'a> {
    fn new(store: &'a MemoryStore) -> Self {
        Self {
            store,
            reads: Cell::new(0),
            meanwhile: None,
        }
    }
}

/// Ready at the second look.
async fn a_turn_later() {
    let mut looked = false;
    std::future::poll_fn(|task| {
        if std::mem::replace(&mut looked, true) {
            return Poll::Ready(());
        }
        task.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

impl Users for Slow<'_> {
    async fn user(&self, username: &str) -> Result<Option<User>, StoreError> {
        a_turn_later().await;
        self.reads.set(self.reads.get() + 1);
        if let Some((number, record)) = &self.meanwhile
            && *number == self.reads.get()
        {
            self.store.insert("quick", record);
        }
        self.store.user(username).await
    }

    async fn renewed_hash(&self, username: &str) -> Result<Option<RenewedHash>, StoreError> {
        self.store.renewed_hash(username).await
    }

    async fn put_renewed_hash(
        &self,
        username: &str,
        renewed: &RenewedHash,
    ) -> Result<(), StoreError> {
        a_turn_later().await;
        self.store.put_renewed_hash(username, renewed).await
    }

    async fn username_of(&self, address: &str) -> Result<Option<String>, StoreError> {
        self.store.username_of(address).await
    }

    async fn username_by_id(&self, id: &str) -> Result<Option<String>, StoreError> {
        self.store.username_by_id(id).await
    }

    async fn page(&self, after: Option<&str>, limit: usize) -> Result<Page, StoreError> {
        self.store.page(after, limit).await
    }

    async fn ended(&self, username: &str) -> Result<Ended, StoreError> {
        self.store.ended(username).await
    }
}

async fn login(app: &App, store: &Slow<'_>, form: &str) -> Answer {
    let request = Request::post("http://localhost/token")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cf-connecting-ip", "203.0.113.7")
        .body(form.as_bytes().to_vec())
        .unwrap();
    app.answer(request, store).await
}

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Task::from_waker(Waker::noop()))
}

#[test]
fn past_the_end_of_the_queue_a_login_is_told_to_come_again() {
    let app = App::new(&SETTINGS);
    let store = Slow::new(&app.store);
    let forms = [
        GOOD,
        "username=quick&password=wrong",
        "username=nobody&password=x",
    ];
    let logins = (0..9).map(|index| login(&app, &store, forms[index % 3]));
    let answers = pollster::block_on(join_all(logins));
    let statuses: Vec<u16> = answers.iter().map(Answer::status).collect();
    assert_eq!(statuses, [200, 401, 401, 503, 503, 503, 503, 503, 503]);
    // Who finds no place costs nothing more: no count of a network is asked.
    assert_eq!(app.shards.reserved.get(), 3);
    for refused in &answers[3..] {
        refused.assert_refused(503, "too many logins at once");
        assert_eq!(refused.header("retry-after"), Some("5"));
    }
    let line = "login refused: too many at once, the limits of LOGIN_QUEUE and LOGIN_QUEUE_CLIENT";
    let log = app.log.borrow();
    let told = log
        .iter()
        .filter(|said| **said == (Level::Warning, line.into()));
    assert_eq!(told.count(), 6);
}

#[test]
fn the_queue_is_for_logins_alone_and_empty_again_after_them() {
    let app = App::new(&SETTINGS);
    let bearer = format!("Bearer {}", app.token(GOOD));
    let store = Slow::new(&app.store);
    let mut waiting = pin!(join_all((0..3).map(|_| login(&app, &store, GOOD))));
    assert!(poll(waiting.as_mut()).is_pending());
    app.login(GOOD)
        .assert_refused(503, "too many logins at once");
    assert_eq!(app.login("").status(), 422);
    assert_eq!(app.get("/users/me", Some(&bearer)).status(), 200);
    for answer in pollster::block_on(waiting) {
        assert_eq!(answer.status(), 200);
    }
    assert_eq!(app.login(GOOD).status(), 200);
}

#[test]
fn logins_that_the_runtime_dropped_or_forgot_keep_no_place() {
    let mut app = App::new(&SETTINGS);
    {
        let store = Slow::new(&app.store);
        let dropped = join_all((0..3).map(|_| login(&app, &store, GOOD)));
        assert!(poll(pin!(dropped)).is_pending());
        assert_eq!(app.login(GOOD).status(), 200, "dropped");

        let mut forgotten = Box::pin(join_all((0..3).map(|_| login(&app, &store, GOOD))));
        assert!(poll(forgotten.as_mut()).is_pending());
        std::mem::forget(forgotten);
        assert_eq!(app.login(GOOD).status(), 503, "forgotten");
    }
    app.now += 30.0;
    assert_eq!(app.login(GOOD).status(), 200, "forgotten half a minute ago");
}

#[test]
fn the_length_of_the_queue_is_a_number() {
    for value in ["0", "65", "-1", "many", "1.5"] {
        App::new(&[("LOGIN_QUEUE", value)]).assert_unusable(
            "LOGIN_QUEUE",
            "LOGIN_QUEUE is not a whole number from 1 to 64",
        );
    }
}

#[test]
fn two_logins_of_one_user_at_once_leave_a_hash_that_both_can_use() {
    let app = App::new(&[]);
    let store = Slow::new(&app.store);
    let record = app.store.record("quick");
    let (one, other) =
        pollster::block_on(join(login(&app, &store, GOOD), login(&app, &store, GOOD)));
    assert_eq!((one.status(), other.status()), (200, 200));
    assert!((1..=2).contains(&app.store.writes()));
    assert_eq!(app.store.record("quick"), record);
    let writes = app.store.writes();
    app.token(GOOD);
    assert_eq!(app.store.writes(), writes);
}

/// A login reads the record and nothing writes it, so an admin may write at any
/// moment, and at another location before it is seen here.
#[test]
fn what_is_written_to_the_record_during_or_after_a_login_stays() {
    let app = App::new(&[]);
    let written = user("quick", json!({"disabled": true, "plan": "gold"}));
    for moment in [1, 2] {
        let store = Slow {
            meanwhile: Some((moment, written.clone())),
            ..Slow::new(&app.store)
        };
        pollster::block_on(login(&app, &store, GOOD));
        app.store.insert("quick", &written);
        assert_eq!(app.store.record("quick"), Some(written.clone()));
    }
    app.login(GOOD).assert_refused(400, "Inactive user");
}

#[test]
fn a_password_that_was_changed_is_not_brought_back_by_a_renewed_hash() {
    let app = App::new(&[]);
    app.token(GOOD);
    assert!(app.renewed("quick").is_some());
    // "another", Argon2id at the smallest cost.
    let hash = keyward::password::hash(
        b"another",
        &[1; 16],
        &keyward::password::HashOptions::default(),
    );
    app.store.insert(
        "quick",
        &user("quick", json!({"hashed_password": hash.unwrap()})),
    );
    app.login(GOOD)
        .assert_refused(401, "Incorrect username or password");
    app.token("username=quick&password=another");
}
