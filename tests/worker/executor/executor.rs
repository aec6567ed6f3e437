//! Tasks that wait for promises in every way: src/worker/task.rs itself, without the login around it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what is tried here is a test too"
)]

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::pin;
use std::task::{Poll, Waker};

use futures_util::future::{Either, join, join_all, pending, ready, select};
use futures_util::stream::{FuturesUnordered, StreamExt};
use js_sys::{Date, Function, Promise};
use wasm_bindgen::prelude::*;

#[path = "../../../src/worker/task.rs"]
mod task;

use task::settled;

/// What task.rs answers for a task that waited too long.
fn given_up() -> JsValue {
    "given up".into()
}

thread_local! {
    static BELLS: RefCell<Vec<Option<Waker>>> = const { RefCell::new(Vec::new()) };
}

/// Wakes the task that waits for this bell, from outside of every task.
#[wasm_bindgen]
pub fn ring(bell: usize) {
    if let Some(waker) = BELLS.with_borrow_mut(|bells| bells[bell].take()) {
        waker.wake();
    }
}

/// Begins a task. `ask` makes the promises: of the value under a key, sooner or later.
#[wasm_bindgen]
pub fn begin(name: String, ask: Function) -> JsValue {
    task::run(
        async move { scenario(&name, Ask(ask)).await.into() },
        Date::now(),
    )
}

struct Ask(Function);

impl Ask {
    fn promise(&self, key: &str) -> Promise {
        self.0
            .call1(&JsValue::NULL, &key.into())
            .unwrap()
            .unchecked_into()
    }

    /// The value, or `!` and the reason of a promise that was not kept.
    async fn value(&self, key: &str) -> String {
        match settled(self.promise(key)).await {
            Ok(value) => value.as_string().unwrap_or_default(),
            Err(error) => format!("!{}", error.as_string().unwrap_or_default()),
        }
    }
}

async fn scenario(name: &str, ask: Ask) -> String {
    match name {
        "at once" => "done".into(),
        "one after the other" => {
            format!("{} {}", ask.value("slow").await, ask.value("quick").await)
        }
        "join" => {
            let (slow, quick) = join(ask.value("slow"), ask.value("quick")).await;
            format!("{slow} {quick}")
        }
        "join all" => {
            let keys: Vec<String> = (0..40).map(|index| format!("key {index}")).collect();
            join_all(keys.iter().map(|key| ask.value(key)))
                .await
                .join(" ")
        }
        "unordered" => {
            let mut values: Vec<String> = ["slow", "quick", "later"]
                .map(|key| ask.value(key))
                .into_iter()
                .collect::<FuturesUnordered<_>>()
                .collect()
                .await;
            values.push(ask.value("quick").await);
            values.join(" ")
        }
        "select" => {
            let (winner, loser) =
                match select(pin!(ask.value("slow")), pin!(ask.value("quick"))).await {
                    Either::Left((winner, _)) => (winner, "quick"),
                    Either::Right((winner, _)) => (winner, "slow"),
                };
            // The promise of the loser is settled while the task waits for others.
            format!(
                "{winner} {loser}? {} {}",
                ask.value("later").await,
                ask.value("quick").await
            )
        }
        "select, at once" => {
            let value = ask.value("slow");
            match select(pin!(value), ready(())).await {
                Either::Left(_) => "the promise".into(),
                Either::Right(_) => "done".into(),
            }
        }
        "rejected" => {
            let (refused, quick) = join(ask.value("refused"), ask.value("quick")).await;
            format!("{refused} {quick}")
        }
        "woken in a poll" => {
            let mut rounds = 0;
            let own = poll_fn(|context| {
                rounds += 1;
                context.waker().wake_by_ref();
                if rounds < 5 {
                    Poll::Pending
                } else {
                    Poll::Ready(rounds)
                }
            });
            let (rounds, quick) = join(own, ask.value("quick")).await;
            format!("{rounds} {quick} {}", ask.value("later").await)
        }
        "woken from outside" => {
            let mut asked = false;
            poll_fn(|context| {
                if std::mem::replace(&mut asked, true) {
                    return Poll::Ready(());
                }
                let bell = BELLS.with_borrow_mut(|bells| {
                    bells.push(Some(context.waker().clone()));
                    bells.len() - 1
                });
                let _ = ask.promise(&format!("bell {bell}"));
                Poll::Pending
            })
            .await;
            ask.value("quick").await
        }
        "panic at once" => panic!("on purpose"),
        "panic later" => {
            let value = ask.value("quick").await;
            panic!("on purpose, after {value}")
        }
        "never" => pending().await,
        _ => format!("there is no scenario {name}"),
    }
}
