//! How many logins may be under way at once.
//!
//! An isolate computes one hash after the other, so logins that come faster than
//! that wait. The wait has an end: whoever comes when the limit is reached is told
//! at once to come again later, instead of holding memory until nobody is waiting
//! for the answer any more.

use std::cell::{Cell, RefCell};

/// After so many seconds a permit ends whoever holds it. A runtime may drop a
/// request whose client is gone without another word, and with it the one who
/// would have given the permit back.
const LEASE: f64 = 60.0;

/// The logins that are under way. There is one for all requests that share a
/// processor.
#[derive(Default)]
pub struct Admission {
    /// Number and time of entry.
    permits: RefCell<Vec<(u64, f64)>>,
    next: Cell<u64>,
}

/// The right to log in, given back when it is dropped.
pub struct Permit<'a> {
    admission: &'a Admission,
    number: u64,
}

impl Admission {
    /// Lets one more login in, `None` when `limit` are under way. `now` is in
    /// seconds.
    pub fn enter(&self, limit: usize, now: f64) -> Option<Permit<'_>> {
        let mut permits = self.permits.borrow_mut();
        permits.retain(|(_, entered)| now - entered < LEASE);
        if permits.len() >= limit {
            return None;
        }
        let number = self.next.get();
        self.next.set(number.wrapping_add(1));
        permits.push((number, now));
        Some(Permit {
            admission: self,
            number,
        })
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut permits = self.admission.permits.borrow_mut();
        permits.retain(|(number, _)| *number != self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_when_its_login_has_ended() {
        let admission = Admission::default();
        let first = admission.enter(2, 0.0);
        let second = admission.enter(2, 0.0);
        assert!(first.is_some() && second.is_some());
        assert!(admission.enter(2, 0.0).is_none());
        drop(first);
        assert!(admission.enter(2, 0.0).is_some());
    }

    #[test]
    fn a_permit_that_is_never_given_back_ends_after_a_minute() {
        let admission = Admission::default();
        let lost = admission.enter(1, 100.0).unwrap();
        assert!(admission.enter(1, 159.9).is_none());
        let other = admission.enter(1, 160.0);
        assert!(other.is_some());
        // Should it come back after all, it ends nobody else's permit.
        drop(lost);
        assert!(admission.enter(1, 161.0).is_none());
    }
}
