//! How many logins may be under way at once, and in which order.
//!
//! One hash is computed after the other, so logins that come faster than that
//! wait, the oldest first. The queue is short and has few places for one client:
//! whoever finds none is told at once to come again later, instead of holding
//! memory until nobody waits for the answer any more.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::task::{Poll, Waker};

use crate::store::Reference;

/// After so many seconds a permit ends whoever holds it. A runtime may drop a
/// request whose client is gone without another word, and with it the one who
/// would have given the permit back.
const LEASE: f64 = 30.0;

/// The places of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    /// In all.
    pub all: usize,
    /// For one client.
    pub each: usize,
}

/// The logins that are under way. There is one for all requests that share a
/// processor.
#[derive(Default)]
pub struct Admission {
    queue: RefCell<VecDeque<Entry>>,
    next: Cell<u64>,
}

struct Entry {
    number: u64,
    client: Option<Reference>,
    /// In seconds.
    entered: f64,
    /// Who waits for the turn.
    waker: Option<Waker>,
}

/// The right to log in, given back when it is dropped.
pub struct Permit<'a> {
    admission: &'a Admission,
    number: u64,
}

impl Admission {
    /// Lets one more login in, `None` when all places are taken, or all that its
    /// client may have, where that is known. `now` is in seconds.
    pub fn enter(
        &self,
        client: Option<Reference>,
        places: &Places,
        now: f64,
    ) -> Option<Permit<'_>> {
        // Who waited for so long goes on: nobody else would wake them any more.
        let ended = self.remove(|entry| now - entry.entered >= LEASE);
        ended.into_iter().for_each(Waker::wake);
        let mut queue = self.queue.borrow_mut();
        let of_client = queue.iter().filter(|entry| entry.client == client).count();
        let too_many = client.is_some() && of_client >= places.each;
        if queue.len() >= places.all || too_many {
            return None;
        }
        let number = self.next.get();
        self.next.set(number.wrapping_add(1));
        queue.push_back(Entry {
            number,
            client,
            entered: now,
            waker: None,
        });
        Some(Permit {
            admission: self,
            number,
        })
    }

    /// Removes entries, wakes the one that is first then, and returns the wakers of those
    /// removed.
    fn remove(&self, leaves: impl Fn(&Entry) -> bool) -> Vec<Waker> {
        let mut queue = self.queue.borrow_mut();
        let first = queue.front().map(|entry| entry.number);
        let mut waiting = Vec::new();
        queue.retain_mut(|entry| {
            let stays = !leaves(entry);
            if !stays {
                waiting.extend(entry.waker.take());
            }
            stays
        });
        let next = queue
            .front_mut()
            .filter(|entry| Some(entry.number) != first);
        let waker = next.and_then(|entry| entry.waker.take());
        // Whoever is woken may come back here at once.
        drop(queue);
        if let Some(waker) = waker {
            waker.wake();
        }
        waiting
    }
}

impl Permit<'_> {
    /// Waits until everybody who came before has gone.
    pub async fn turn(&self) {
        std::future::poll_fn(|task| {
            let mut queue = self.admission.queue.borrow_mut();
            let place = queue.iter().position(|entry| entry.number == self.number);
            match place {
                // A lease that has ended waits for nobody.
                None | Some(0) => Poll::Ready(()),
                Some(place) => {
                    if let Some(entry) = queue.get_mut(place) {
                        entry.waker = Some(task.waker().clone());
                    }
                    Poll::Pending
                }
            }
        })
        .await;
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.admission.remove(|entry| entry.number == self.number);
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::task::{Context, Wake};

    use futures_util::future::join3;

    use super::*;

    const PLACES: Places = Places { all: 3, each: 2 };

    fn client(number: u8) -> Option<Reference> {
        Some(Reference::first_of(&[number; 32]))
    }

    #[test]
    fn a_place_is_free_again_when_its_login_has_ended() {
        let admission = Admission::default();
        let enter = |number| admission.enter(client(number), &PLACES, 0.0);
        let first = enter(1);
        let second = enter(2);
        let third = enter(3);
        assert!(first.is_some() && second.is_some() && third.is_some());
        assert!(enter(4).is_none());
        drop(first);
        assert!(enter(4).is_some());
        drop((second, third));
        assert!(admission.queue.borrow().is_empty());
    }

    #[test]
    fn one_client_leaves_places_to_others() {
        let admission = Admission::default();
        let enter = |client| admission.enter(client, &PLACES, 0.0);
        let _first = enter(client(1)).unwrap();
        let _second = enter(client(1)).unwrap();
        assert!(enter(client(1)).is_none());
        assert!(enter(None).is_some());
    }

    #[test]
    fn a_permit_that_is_never_given_back_ends_by_itself() {
        let admission = Admission::default();
        let one = Places { all: 1, each: 1 };
        let enter = |now| admission.enter(None, &one, now);
        let lost = enter(100.0).unwrap();
        assert!(enter(129.9).is_none());
        let other = enter(130.0);
        assert!(other.is_some());
        // Should it come back after all, it ends nobody else's permit.
        drop(lost);
        assert!(enter(131.0).is_none());
    }

    #[derive(Default)]
    struct Woken(AtomicBool);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.store(true, Ordering::Relaxed);
        }
    }

    #[test]
    fn who_has_waited_for_a_whole_lease_is_woken_and_goes_on() {
        let admission = Admission::default();
        let enter = |number, now| admission.enter(client(number), &PLACES, now).unwrap();
        let _lost = enter(1, 0.0);
        let second = enter(2, 0.0);
        let mut turn = pin!(second.turn());
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(woken.clone());
        let mut task = Context::from_waker(&waker);
        assert!(turn.as_mut().poll(&mut task).is_pending());
        let _third = enter(3, 30.0);
        assert!(woken.0.load(Ordering::Relaxed));
        assert!(turn.as_mut().poll(&mut task).is_ready());
    }

    #[test]
    fn the_oldest_has_the_first_turn_and_each_wakes_the_next() {
        let admission = Admission::default();
        let order = RefCell::new(Vec::new());
        let login = |number: u8| {
            let permit = admission.enter(client(number), &PLACES, 0.0).unwrap();
            let order = &order;
            async move {
                permit.turn().await;
                order.borrow_mut().push(number);
            }
        };
        let (first, second, third) = (login(1), login(2), login(3));
        // Polled in the wrong order: each still waits for who came before.
        pollster::block_on(join3(third, second, first));
        assert_eq!(*order.borrow(), [1, 2, 3]);
    }

    #[test]
    fn who_goes_away_while_waiting_holds_up_nobody() {
        let admission = Admission::default();
        let enter = |number| admission.enter(client(number), &PLACES, 0.0).unwrap();
        let (first, second, third) = (enter(1), enter(2), enter(3));
        let mut turn = pin!(third.turn());
        let mut task = Context::from_waker(Waker::noop());
        assert!(turn.as_mut().poll(&mut task).is_pending());
        drop(second);
        assert!(turn.as_mut().poll(&mut task).is_pending());
        drop(first);
        assert!(turn.as_mut().poll(&mut task).is_ready());
    }
}
