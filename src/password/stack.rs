//! The stack after a password has been through it.
//!
//! What the primitives allocate they wipe; what they copy into their frames, a
//! block of the password or the state of a hash, stays there until something
//! else comes to lie over it.

use zeroize::Zeroize;

/// Words that the frames of the deepest function take, and more.
const DEPTH: usize = 4096;

/// Does `work`, and wipes the stack that it had.
pub(super) fn wiped<T>(work: impl FnOnce() -> T) -> T {
    let result = in_a_frame_of_its_own(work);
    wipe();
    result
}

#[inline(never)]
fn in_a_frame_of_its_own<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[inline(never)]
fn wipe() {
    let mut below = [0_u64; DEPTH];
    below.zeroize();
}
