//! How many logins may be under way at once.
//!
//! An isolate computes one hash after the other, so logins that come faster than
//! that wait. The wait has an end: who comes when the queue is full is told at
//! once to come again later, instead of holding memory until nobody is waiting
//! for the answer any more.

use std::cell::{Cell, RefCell};

/// After so many seconds a place is free again whoever has it. A runtime may
/// drop a request whose client is gone without another word, and with it the
/// one who would have given the place back.
const LEASE: f64 = 60.0;

/// The logins that are under way. There is one for all requests that share a
/// processor.
#[derive(Default)]
pub struct LoginQueue {
    /// Number and time of entry.
    places: RefCell<Vec<(u64, f64)>>,
    next: Cell<u64>,
}

/// A place in the queue, given back when it is dropped.
pub(super) struct Place<'a> {
    queue: &'a LoginQueue,
    number: u64,
}

impl LoginQueue {
    /// Takes a place, `None` when `limit` are taken. `now` is in seconds.
    pub(super) fn enter(&self, limit: usize, now: f64) -> Option<Place<'_>> {
        let mut places = self.places.borrow_mut();
        places.retain(|(_, entered)| now - entered < LEASE);
        if places.len() >= limit {
            return None;
        }
        let number = self.next.get();
        self.next.set(number.wrapping_add(1));
        places.push((number, now));
        Some(Place {
            queue: self,
            number,
        })
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut places = self.queue.places.borrow_mut();
        places.retain(|(number, _)| *number != self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_when_its_login_has_ended() {
        let queue = LoginQueue::default();
        let first = queue.enter(2, 0.0);
        let second = queue.enter(2, 0.0);
        assert!(first.is_some() && second.is_some());
        assert!(queue.enter(2, 0.0).is_none());
        drop(first);
        assert!(queue.enter(2, 0.0).is_some());
    }

    #[test]
    fn a_place_that_is_never_given_back_is_free_after_a_minute() {
        let queue = LoginQueue::default();
        let lost = queue.enter(1, 100.0).unwrap();
        assert!(queue.enter(1, 159.9).is_none());
        let other = queue.enter(1, 160.0);
        assert!(other.is_some());
        // Should it come back after all, it takes nobody else's place away.
        drop(lost);
        assert!(queue.enter(1, 161.0).is_none());
    }
}
