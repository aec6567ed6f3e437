//! Runs the future of a request.
//!
//! A request waits for nothing but promises of the runtime, one at a time, so
//! that its future needs no waker and no queue: it is polled once at the
//! beginning and once whenever the promise it waits for is settled. The executor
//! of wasm-bindgen, which also serves futures that wake each other, took a tenth
//! of the time of `GET /users/me`, most of it for `queueMicrotask` of workerd.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use worker::js_sys::Promise;
use worker::wasm_bindgen::prelude::*;

use super::bridge;

type Work = Pin<Box<dyn Future<Output = JsValue>>>;

/// So many requests may wait before those are looked for that wait in vain.
const MANY: usize = 256;

/// After so many milliseconds a request waits in vain, most likely. A runtime
/// drops a request whose client is gone without a word, and its promise is never
/// settled.
const GIVEN_UP: f64 = 60_000.0;

/// A request that waits.
struct Task {
    number: u32,
    since: f64,
    work: Work,
}

/// How a promise was settled.
type Settlement = Result<JsValue, JsValue>;

thread_local! {
    static TASKS: RefCell<Vec<Task>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<u32> = const { Cell::new(0) };
    /// What the future that is being polled asks for, and what it gets.
    static ASKED: Cell<Option<Promise>> = const { Cell::new(None) };
    static GIVEN: Cell<Option<Settlement>> = const { Cell::new(None) };
    static RESUME: JsValue = Closure::<dyn Fn(u32, JsValue, bool) -> JsValue>::new(resume).into_js_value();
}

/// Begins: the result of the future, or a promise of it. `now` is in
/// milliseconds.
pub(super) fn run(work: impl Future<Output = JsValue> + 'static, now: f64) -> JsValue {
    let number = NEXT.replace(NEXT.get().wrapping_add(1));
    proceed(Task {
        number,
        since: now,
        work: Box::pin(work),
    })
}

/// Goes on with a request. One that was given up and comes back after all, from
/// behind a long queue of logins, is told so.
fn resume(number: u32, value: JsValue, kept: bool) -> JsValue {
    let task = TASKS.with_borrow_mut(|tasks| {
        let at = tasks.iter().position(|task| task.number == number)?;
        Some(tasks.swap_remove(at))
    });
    let Some(task) = task else {
        return super::given_up();
    };
    GIVEN.set(Some(if kept { Ok(value) } else { Err(value) }));
    proceed(task)
}

fn proceed(mut task: Task) -> JsValue {
    let mut nobody = Context::from_waker(Waker::noop());
    if let Poll::Ready(result) = task.work.as_mut().poll(&mut nobody) {
        return result;
    }
    // Whoever waits has asked: `settled` is the only future here that waits.
    let Some(promise) = ASKED.take() else {
        return JsValue::UNDEFINED;
    };
    let promise = RESUME.with(|resume| bridge::when(&promise, resume, task.number));
    TASKS.with_borrow_mut(|tasks| {
        if tasks.len() >= MANY {
            tasks.retain(|other| task.since - other.since < GIVEN_UP);
        }
        tasks.push(task);
    });
    promise
}

/// Waits for a promise of the runtime.
pub(super) async fn settled(promise: Promise) -> Settlement {
    let mut asked = Some(promise);
    std::future::poll_fn(|_| match asked.take() {
        Some(promise) => {
            ASKED.set(Some(promise));
            Poll::Pending
        }
        None => GIVEN.take().map_or(Poll::Pending, Poll::Ready),
    })
    .await
}
