//! How often something may be done in an hour, such as sending mail to an address.

use crate::store::{Counters, Reference, StoreError};

/// The time in which uses are counted together, in seconds.
pub const WINDOW: i64 = 60 * 60;

/// Counts a use of what has so many in an hour, at a time in seconds since the epoch;
/// where there is none left, says in how many seconds there is one again.
///
/// # Errors
/// What the counters say.
pub fn take(
    subject: &Reference,
    most: u32,
    now: i64,
    counters: &dyn Counters,
) -> Result<Option<i64>, StoreError> {
    let uses = counters.uses(subject, now - WINDOW + 1)?;
    let last = uses.len().checked_sub(most as usize);
    match last.and_then(|place| uses.get(place)) {
        Some(first) => Ok(Some(first + WINDOW - now)),
        None => {
            counters.add_use(subject, now)?;
            Ok(None)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::memory::MemoryCounters;

    #[test]
    fn a_use_is_free_again_an_hour_after_it_was_taken() {
        let counters = MemoryCounters::default();
        let subject = Reference::first_of(&[1; 32]);
        let take = |now| take(&subject, 2, now, &counters).unwrap();
        assert_eq!((take(1000), take(1600)), (None, None));
        assert_eq!(take(1600), Some(WINDOW - 600));
        assert_eq!(take(999 + WINDOW), Some(1));
        assert_eq!(take(1000 + WINDOW), None);
        assert_eq!(take(1000 + WINDOW), Some(600));
        let other = Reference::first_of(&[2; 32]);
        assert_eq!(super::take(&other, 2, 1600, &counters), Ok(None));
    }
}
