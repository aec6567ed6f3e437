//! The compression function G, RFC 9106 section 3.5, as the generated kernel
//! computes it: in two halves (see `generator/compression.rs`).
#![allow(unsafe_code)]

use std::sync::atomic::{AtomicBool, Ordering};

use argon2::Block;
use zeroize::Zeroize;

use super::memory::Memory;

type Begin = unsafe extern "C" fn(*const u64, *const u64, *mut u64, *mut u64) -> u64;
type Finish = unsafe extern "C" fn(*mut u64, *mut u64, *const u64);

// The kernel. `begin` reads the first two blocks and writes the other two,
// `finish` reads and writes the first two and reads the third; nothing else is
// touched. Blocks may be the same.
unsafe extern "C" {
    fn keyward_argon2_simd_begin(
        previous: *const u64,
        reference: *const u64,
        current: *mut u64,
        work: *mut u64,
    ) -> u64;
    fn keyward_argon2_simd_begin_over(
        previous: *const u64,
        reference: *const u64,
        current: *mut u64,
        work: *mut u64,
    ) -> u64;
    fn keyward_argon2_simd_finish(current: *mut u64, work: *mut u64, next: *const u64);
    fn keyward_argon2_scalar_begin(
        previous: *const u64,
        reference: *const u64,
        current: *mut u64,
        work: *mut u64,
    ) -> u64;
    fn keyward_argon2_scalar_begin_over(
        previous: *const u64,
        reference: *const u64,
        current: *mut u64,
        work: *mut u64,
    ) -> u64;
    fn keyward_argon2_scalar_finish(current: *mut u64, work: *mut u64, next: *const u64);
}

/// How the permutations of G are computed. Both give the same result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// In vectors and words at once.
    Simd,
    /// In words only.
    Scalar,
}

static SCALAR: AtomicBool = AtomicBool::new(false);

/// Says which variant is used from now on.
///
/// The rule: [`Variant::Simd`], which is the default, wherever V8 or
/// SpiderMonkey runs the module; [`Variant::Scalar`] on JavaScriptCore (Safari,
/// Bun), which gains nothing from the vectors or loses. A rule and not a
/// measurement at start, because engines first run a baseline compiler's code,
/// where the two compare differently, and because the clock of a Worker stands
/// still while it computes. The module as a whole needs an engine with
/// WebAssembly SIMD either way (all since Safari 16.4).
pub fn choose_variant(variant: Variant) {
    SCALAR.store(variant == Variant::Scalar, Ordering::Relaxed);
}

/// The variant in use.
fn variant() -> Variant {
    if SCALAR.load(Ordering::Relaxed) {
        Variant::Scalar
    } else {
        Variant::Simd
    }
}

/// G, with the block it works in.
pub(super) struct Compression {
    begin: Begin,
    begin_over: Begin,
    finish: Finish,
    work: Block,
}

impl Compression {
    pub(super) fn new() -> Self {
        // Function pointers: what is called through a table is not inlined
        // into its caller by wasm-opt, which would take the kernel apart.
        let (begin, begin_over, finish): (Begin, Begin, Finish) = match variant() {
            Variant::Simd => (
                keyward_argon2_simd_begin,
                keyward_argon2_simd_begin_over,
                keyward_argon2_simd_finish,
            ),
            Variant::Scalar => (
                keyward_argon2_scalar_begin,
                keyward_argon2_scalar_begin_over,
                keyward_argon2_scalar_finish,
            ),
        };
        Self {
            begin,
            begin_over,
            finish,
            work: Block::new(),
        }
    }

    /// The first half of current = G(previous, reference), with `over` ⊕ the
    /// old block; gives the new block's first word.
    pub(super) fn begin(
        &mut self,
        memory: &mut Memory,
        [previous, reference, current]: [usize; 3],
        over: bool,
    ) -> u64 {
        let [previous, reference, current] =
            [previous, reference, current].map(|i| memory.address(i));
        let begin = if over { self.begin_over } else { self.begin };
        // SAFETY: the addresses are whole blocks of `memory`, and the work
        // block is our own; both are borrowed exclusively.
        unsafe {
            begin(
                previous,
                reference,
                current,
                self.work.as_mut().as_mut_ptr(),
            )
        }
    }

    /// The second half, fetching `next` on the way.
    pub(super) fn finish(&mut self, memory: &mut Memory, current: usize, next: usize) {
        let [current, next] = [current, next].map(|i| memory.address(i));
        // SAFETY: as above.
        unsafe { (self.finish)(current, self.work.as_mut().as_mut_ptr(), next) }
    }

    /// z = G(x, y), outside of the memory.
    pub(super) fn whole(&mut self, x: &Block, y: &Block, z: &mut Block) {
        let [x, y] = [x, y].map(|block| block.as_ref().as_ptr());
        let [z, work] = [z, &mut self.work].map(|block| block.as_mut().as_mut_ptr());
        // SAFETY: pointers to whole blocks, the last two borrowed exclusively.
        unsafe {
            (self.begin)(x, y, z, work);
            (self.finish)(z, work, x);
        }
    }
}

impl Drop for Compression {
    fn drop(&mut self) {
        self.work.zeroize();
    }
}
