//! Blowfish with the expensive key schedule that bcrypt is made of (Provos and
//! Mazières, "A Future-Adaptable Password Scheme", 1999, section 3; Blowfish: Schneier,
//! "Description of a New Variable-Length Key, 64-Bit Block Cipher", 1993).
//!
//! There is one state for all calls of a thread. In WebAssembly its address is known
//! when this is compiled, and is part of each load. Where the state can lie anywhere
//! an addition comes before each, and a round is nothing but one load after the other:
//! the crate `blowfish` takes 1.25 times as long, native code no less than this.

use std::cell::RefCell;

use zeroize::{Zeroize, Zeroizing};

/// A key: as many words as [`State::p`] has, from the bytes again and again.
pub(super) type Key = [u32; 18];

/// The text that is encrypted: `OrpheanBeholderScryDoubt`.
const TEXT: [u32; 6] = [
    0x4f72_7068,
    0x6561_6e42,
    0x6568_6f6c,
    0x6465_7253,
    0x6372_7944,
    0x6f75_6274,
];

/// What a state begins as: π, the words after the point. build.rs computes them.
static PI: [u32; 18 + 4 * 256] = include!(concat!(env!("OUT_DIR"), "/pi.rs"));

/// What Blowfish's papers call P and S.
struct State {
    p: [u32; 18],
    s: [[u32; 256]; 4],
}

thread_local! {
    static STATE: RefCell<State> = const {
        RefCell::new(State { p: [0; 18], s: [[0; 256]; 4] })
    };
}

/// The 24 bytes of bcrypt. The cost is 31 at most.
pub(super) fn digest(cost: u32, salt: &[u32; 4], key: &Key) -> Zeroizing<[u8; 24]> {
    let mut bytes = Zeroizing::new([0; 24]);
    STATE.with_borrow_mut(|state| {
        state.begin();
        let mut words = salt.iter().cycle();
        state.expand(key, |half| half ^ words.next().unwrap_or(&0));
        let salt = std::array::from_fn(|index| salt[index % 4]);
        for _ in 0..1_u32 << cost {
            state.expand(key, |half| half);
            state.expand(&salt, |half| half);
        }
        for (text, bytes) in TEXT.chunks_exact(2).zip(bytes.chunks_exact_mut(8)) {
            let mut halves = (text[0], text[1]);
            for _ in 0..64 {
                halves = state.encrypt(halves);
            }
            let block = u64::from(halves.0) << 32 | u64::from(halves.1);
            bytes.copy_from_slice(&block.to_be_bytes());
        }
        state.p.zeroize();
        state.s.zeroize();
    });
    bytes
}

impl State {
    fn begin(&mut self) {
        let (p, s) = PI.split_at(18);
        self.p.copy_from_slice(p);
        for (box_, words) in self.s.iter_mut().zip(s.chunks_exact(256)) {
            box_.copy_from_slice(words);
        }
    }

    /// Takes in a key, and puts what is encrypted again and again in the place of all
    /// words. `mix` is for each half before it is encrypted.
    #[inline(always)]
    fn expand(&mut self, key: &Key, mut mix: impl FnMut(u32) -> u32) {
        for (word, key) in self.p.iter_mut().zip(key) {
            *word ^= key;
        }
        let mut halves = (0, 0);
        for index in 0..9 {
            halves = self.encrypt((mix(halves.0), mix(halves.1)));
            (self.p[2 * index], self.p[2 * index + 1]) = halves;
        }
        for index in 0..4 {
            for pair in 0..128 {
                halves = self.encrypt((mix(halves.0), mix(halves.1)));
                (self.s[index][2 * pair], self.s[index][2 * pair + 1]) = halves;
            }
        }
    }

    #[inline(always)]
    fn encrypt(&self, (mut left, mut right): (u32, u32)) -> (u32, u32) {
        macro_rules! rounds {
            ($($round:literal)*) => {$(
                left ^= self.p[2 * $round];
                right ^= self.round(left);
                right ^= self.p[2 * $round + 1];
                left ^= self.round(right);
            )*};
        }
        rounds!(0 1 2 3 4 5 6 7);
        (right ^ self.p[17], left ^ self.p[16])
    }

    #[inline(always)]
    fn round(&self, half: u32) -> u32 {
        let byte = |shift: u32| (half >> shift & 0xff) as usize;
        let sum = self.s[0][byte(24)].wrapping_add(self.s[1][byte(16)]);
        (sum ^ self.s[2][byte(8)]).wrapping_add(self.s[3][byte(0)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_as_pi() {
        // The first and the last words of Schneier's tables.
        assert_eq!(PI[..3], [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e]);
        assert_eq!(PI[17..19], [0x8979_fb1b, 0xd131_0ba6]);
        assert_eq!(PI.last(), Some(&0x3ac3_72e6));
    }

    #[test]
    fn nothing_is_left_of_it() {
        digest(4, &[1, 2, 3, 4], &[5; 18]);
        STATE.with_borrow(|state| {
            assert_eq!(state.p, [0; 18]);
            assert_eq!(state.s, [[0; 256]; 4]);
        });
    }
}
