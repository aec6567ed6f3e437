//! The compression function G, RFC 9106 section 3.5, as the generated kernel
//! computes it: in two halves (see `generator/compression.rs`).
#![allow(unsafe_code)]

use std::cell::Cell;
use std::hint::black_box;

use argon2::Block;
use zeroize::Zeroizing;

use super::memory::Memory;

type Begin = unsafe extern "C" fn(*const u64, *const u64, *mut u64, *mut u64) -> u64;
type Finish = unsafe extern "C" fn(*mut u64, *mut u64);
type Prefetch = unsafe extern "C" fn(*const u64, *const u64) -> u64;

/// The block in which the halves of G keep what is between them.
pub(super) type Work = Zeroizing<Block>;

// The kernel. `begin` reads the first two blocks and writes the other two,
// `finish` reads and writes both of its blocks, `prefetch` reads both; nothing else
// is touched. Blocks may be the same.
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
    fn keyward_argon2_simd_finish(current: *mut u64, work: *mut u64);
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
    fn keyward_argon2_scalar_finish(current: *mut u64, work: *mut u64);
    fn keyward_argon2_prefetch(one: *const u64, other: *const u64) -> u64;
}

/// How the permutations of G are computed. Both give the same result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// In vectors and words at once.
    Simd,
    /// In words only.
    Scalar,
}

/// Left out of what runs on V8 alone.
const HAS_SCALAR: bool = cfg!(feature = "argon2-scalar");

thread_local! {
    static VARIANT: Cell<Variant> = const { Cell::new(Variant::Simd) };
}

/// Says which variant is used from now on, where there is more than one.
///
/// The rule: [`Variant::Simd`], which is the default, wherever V8 or
/// SpiderMonkey runs the module; [`Variant::Scalar`] on JavaScriptCore (Safari,
/// Bun), which gains nothing from the vectors or loses. A rule and not a
/// measurement at start, because engines first run a baseline compiler's code,
/// where the two compare differently, and because the clock of a Worker stands
/// still while it computes. The module as a whole needs an engine with
/// WebAssembly SIMD either way (all since Safari 16.4).
pub fn choose_variant(variant: Variant) {
    VARIANT.set(variant);
}

/// G, in the variant that was in use when it was made.
#[derive(Clone, Copy)]
pub(super) struct Compression {
    begin: Begin,
    begin_over: Begin,
    finish: Finish,
    prefetch: Prefetch,
}

impl Compression {
    pub(super) fn new() -> Self {
        // Function pointers: what is called through a table is not inlined
        // into its caller by wasm-opt, which would take the kernel apart.
        let (begin, begin_over, finish): (Begin, Begin, Finish) = match VARIANT.get() {
            Variant::Scalar if HAS_SCALAR => (
                keyward_argon2_scalar_begin,
                keyward_argon2_scalar_begin_over,
                keyward_argon2_scalar_finish,
            ),
            _ => (
                keyward_argon2_simd_begin,
                keyward_argon2_simd_begin_over,
                keyward_argon2_simd_finish,
            ),
        };
        Self {
            begin,
            begin_over,
            finish,
            prefetch: keyward_argon2_prefetch,
        }
    }

    /// The first half of current = G(previous, reference), with `over` ⊕ the
    /// old block; gives the new block's first word.
    #[inline(always)]
    pub(super) fn begin(
        &self,
        work: &mut Work,
        memory: &mut Memory,
        [previous, reference, current]: [usize; 3],
        over: bool,
    ) -> u64 {
        let [previous, reference, current] =
            [previous, reference, current].map(|i| memory.address(i));
        let begin = if over { self.begin_over } else { self.begin };
        // SAFETY: the addresses are whole blocks of `memory`, and so is the
        // work block; both are borrowed exclusively.
        unsafe { begin(previous, reference, current, work.as_mut().as_mut_ptr()) }
    }

    /// Brings two blocks into the cache.
    #[inline(always)]
    pub(super) fn prefetch(&self, memory: &mut Memory, blocks: [usize; 2]) {
        let [one, other] = blocks.map(|i| memory.address(i));
        // SAFETY: the addresses are whole blocks of `memory`.
        let read = unsafe { (self.prefetch)(one, other) };
        // Engines inline what is called through a table, too, and then leave
        // out what they see nobody wants.
        black_box(read);
    }

    /// The second half.
    #[inline(always)]
    pub(super) fn finish(&self, work: &mut Work, memory: &mut Memory, current: usize) {
        // SAFETY: as for the first.
        unsafe { (self.finish)(memory.address(current), work.as_mut().as_mut_ptr()) }
    }

    /// z = G(x, y), outside of the memory.
    pub(super) fn whole(&self, x: &Block, y: &Block, z: &mut Block) {
        let mut work = Work::default();
        let [x, y] = [x, y].map(|block| block.as_ref().as_ptr());
        let [z, work] = [z, &mut work].map(|block| block.as_mut().as_mut_ptr());
        // SAFETY: pointers to whole blocks, the last two borrowed exclusively.
        unsafe {
            (self.begin)(x, y, z, work);
            (self.finish)(z, work);
        }
    }
}
