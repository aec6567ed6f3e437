//! Logins at the same time, on the host: over a store that takes its time, each
//! is polled in turn.

use std::cell::Cell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context as Task, Poll, Waker};

use crate::app::*;
use futures_util::future::{join, join_all};
use http::Request;
use keyward::oauth::{self, Environment, Level};
use keyward::store::memory::MemoryStore;
use keyward::store::{Decoys, StoreError, User, Users};
use serde_json::{Value, json};

const SETTINGS: [(&str, &str); 1] = [("LOGIN_QUEUE", "3")];
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

    async fn put(&self, user: &User) -> Result<(), StoreError> {
        a_turn_later().await;
        self.store.put(user).await
    }
}

impl Decoys for Slow<'_> {
    async fn decoys(&self) -> Result<Option<String>, StoreError> {
        self.store.decoys().await
    }

    async fn put_decoys(&self, text: &str) -> Result<(), StoreError> {
        self.store.put_decoys(text).await
    }
}

async fn login(app: &App, store: &Slow<'_>, form: &str) -> Answer {
    let request = Request::post("http://localhost/token")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.as_bytes().to_vec())
        .unwrap();
    let random = |bytes: &mut [u8]| {
        bytes.fill(7);
        Ok(())
    };
    let log = |level, line: keyward::error::Detail| {
        app.log.borrow_mut().push((level, line.into_owned()));
    };
    let environment = Environment {
        config: app.config.as_ref(),
        store,
        now: app.now,
        random: &random,
        logins: &app.logins,
        log: &log,
    };
    oauth::route(request, &environment).await.into()
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
    for refused in &answers[3..] {
        refused.assert_refused(503, "too many logins at once");
        assert_eq!(refused.header("retry-after"), Some("5"));
    }
    let line = "login refused: 3 are under way, the limit of LOGIN_QUEUE";
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
    app.now += 60.0;
    assert_eq!(app.login(GOOD).status(), 200, "forgotten a minute ago");
}

#[test]
fn the_length_of_the_queue_is_a_number() {
    for value in ["0", "1001", "-1", "many", "1.5"] {
        App::new(&[("LOGIN_QUEUE", value)]).assert_unusable(
            "LOGIN_QUEUE",
            "LOGIN_QUEUE is not a whole number from 1 to 1000",
        );
    }
}

#[test]
fn two_logins_of_one_user_at_once_leave_a_whole_record() {
    let app = App::new(&[]);
    let store = Slow::new(&app.store);
    let (one, other) =
        pollster::block_on(join(login(&app, &store, GOOD), login(&app, &store, GOOD)));
    assert_eq!((one.status(), other.status()), (200, 200));
    assert!((1..=2).contains(&app.store.writes()));
    let record: Value = serde_json::from_str(&app.store.record("quick").unwrap()).unwrap();
    assert_eq!(record["scopes"], json!(["me", "items"]));
    let writes = app.store.writes();
    app.token(GOOD);
    assert_eq!(app.store.writes(), writes);
}

/// The record is read, the password checked, the new hash computed, and the
/// record read again before it is written.
const SECOND_READ: usize = 2;

#[test]
fn what_was_written_to_the_record_during_the_login_stays() {
    let app = App::new(&[]);
    let disabled = user("quick", json!({"disabled": true, "plan": "gold"}));
    let store = Slow {
        meanwhile: Some((SECOND_READ, disabled.clone())),
        ..Slow::new(&app.store)
    };
    assert_eq!(pollster::block_on(login(&app, &store, GOOD)).status(), 200);
    let mut expected: Value = serde_json::from_str(&disabled).unwrap();
    let found: Value = serde_json::from_str(&app.store.record("quick").unwrap()).unwrap();
    assert_ne!(found["hashed_password"], QUICK);
    expected["hashed_password"] = found["hashed_password"].clone();
    assert_eq!(found, expected);
}

#[test]
fn a_password_that_was_changed_during_the_login_stays_changed() {
    let app = App::new(&[]);
    let changed = user(
        "quick",
        json!({"hashed_password": QUICK.replace("m=8", "m=16")}),
    );
    let store = Slow {
        meanwhile: Some((SECOND_READ, changed.clone())),
        ..Slow::new(&app.store)
    };
    assert_eq!(pollster::block_on(login(&app, &store, GOOD)).status(), 200);
    assert_eq!(app.store.record("quick"), Some(changed));
    assert_eq!(app.store.writes(), 0);
}
