//! Work in place of a stored hash that is not there, or must not be checked.

use std::hint::black_box;
use std::time::Duration;

use super::argon2::{Algorithm, Inputs, Parameters, Version, unchecked_tag};
use super::{MAX_PASSWORD_LENGTH, stack, time};

/// What an Argon2 hash of the tutorial has, in blocks of 1 KiB: enough to be like
/// the costly ones, and half of what an isolate of a Worker has.
const MOST_MEMORY: u64 = 64 << 10;

/// Argon2 has at least 8 blocks.
const LEAST_MEMORY: u32 = 8;

/// Shorter work than this is not told apart from none.
const SHORTEST: Duration = Duration::from_millis(1);

/// Computes Argon2id over the password for about as long as a hash takes whose
/// [estimated time](super::StoredHash::estimated_time) is `time`, and throws the
/// result away. Nothing under a millisecond.
///
/// It cannot fail. Where the memory cannot be had, it makes more passes over less;
/// of a password over [`MAX_PASSWORD_LENGTH`], the beginning counts.
pub fn decoy(password: &[u8], time: Duration) {
    let password = &password[..password.len().min(MAX_PASSWORD_LENGTH)];
    let Some(mut work) = Work::of(time) else {
        return;
    };
    while !work.run(password) {
        let Some(less) = work.in_half_the_memory() else {
            return;
        };
        work = less;
    }
}

/// Passes over memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Work {
    /// Blocks of 1 KiB.
    memory: u32,
    iterations: u32,
}

impl Work {
    /// As few passes as there is memory for, none where there is too little to do.
    fn of(time: Duration) -> Option<Self> {
        if time < SHORTEST {
            return None;
        }
        let blocks = time.as_nanos() / u128::from(time::ARGON2_BLOCK);
        let blocks = u64::try_from(blocks).unwrap_or(u64::MAX);
        let iterations = blocks.div_ceil(MOST_MEMORY);
        Some(Self {
            memory: u32::try_from(blocks / iterations).ok()?,
            iterations: u32::try_from(iterations).unwrap_or(u32::MAX),
        })
    }

    fn in_half_the_memory(self) -> Option<Self> {
        let memory = self.memory / 2;
        (memory >= LEAST_MEMORY).then(|| Self {
            memory,
            iterations: self.iterations.saturating_mul(2),
        })
    }

    /// Does it, and says whether there was memory for it.
    fn run(self, password: &[u8]) -> bool {
        let parameters = Parameters {
            algorithm: Algorithm::Argon2id,
            version: Version::V0x13,
            memory: self.memory,
            iterations: self.iterations,
            parallelism: 1,
        };
        let inputs = Inputs {
            password,
            salt: &[0; 16],
            secret: &[],
            data: &[],
        };
        let mut tag = [0; 32];
        let done = stack::wiped(|| unchecked_tag(&parameters, &inputs, &mut tag)).is_ok();
        // What nobody reads might otherwise not be computed.
        black_box(tag);
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_work_of_a_time_takes_this_time() {
        for milliseconds in [1, 2, 3, 10, 31, 32, 94, 95, 333, 1_000, 5_000, 60_000] {
            let time = Duration::from_millis(milliseconds);
            let work = Work::of(time).unwrap();
            assert!(
                u64::from(work.memory) <= MOST_MEMORY && work.memory >= LEAST_MEMORY,
                "{work:?}"
            );
            let blocks = u64::from(work.memory) * u64::from(work.iterations);
            let took = time::of(blocks, time::ARGON2_BLOCK);
            assert!(
                took <= time && took >= time * 97 / 100,
                "{time:?}: {work:?}, {took:?}"
            );
        }
    }

    #[test]
    fn the_work_of_the_tutorials_hash_is_its_own() {
        let tutorials = Work {
            memory: 65_536,
            iterations: 3,
        };
        let time = time::of(65_536 * 3, time::ARGON2_BLOCK);
        assert_eq!(Work::of(time), Some(tutorials));
    }

    #[test]
    fn less_than_a_millisecond_is_no_work() {
        assert_eq!(Work::of(Duration::ZERO), None);
        assert_eq!(Work::of(Duration::from_micros(999)), None);
    }

    #[test]
    fn no_time_is_too_long_to_be_written_down() {
        let work = Work::of(Duration::MAX).unwrap();
        assert!(u64::from(work.memory) <= MOST_MEMORY && work.iterations == u32::MAX);
    }

    #[test]
    fn where_memory_is_short_the_passes_become_more() {
        let mut work = Work::of(Duration::from_millis(94)).unwrap();
        let blocks = |work: Work| u64::from(work.memory) * u64::from(work.iterations);
        let all = blocks(work);
        let mut halvings = 0;
        while let Some(less) = work.in_half_the_memory() {
            work = less;
            halvings += 1;
            assert!(blocks(work) > all * 3 / 4, "{work:?}");
        }
        assert!(halvings > 10 && work.memory < 16, "{work:?}");
    }

    #[test]
    fn every_password_has_a_decoy() {
        let longest = vec![b'a'; 3 * MAX_PASSWORD_LENGTH];
        for password in [&b""[..], b"secret", b"\0", &longest] {
            for milliseconds in [0, 1, 3] {
                decoy(password, Duration::from_millis(milliseconds));
            }
        }
    }
}
