//! Argon2 on wasm32, with a compression function written instruction by
//! instruction (see `kernel/generator.rs`) instead of compiled.
//!
//! | file | RFC 9106 |
//! | --- | --- |
//! | [`prehash`] | H0 and H', sections 3.2 and 3.3 |
//! | [`memory`] | the memory matrix, kept between calls |
//! | [`indexing`] | which block is referenced, section 3.4 |
//! | [`fill`] | the passes, section 3.2 steps 3 to 6 |
//! | [`compression`] | G, section 3.5 |
//!
//! [`compression`] and [`memory`] call the generated kernel, and are the only
//! unsafe code of the crate.
//!
//! The crate `argon2` checks the parameters, and does all of this on every
//! other target. Its H0, H' and indexing are not public, so they are here
//! again; the tests hold the two against each other.

mod compression;
mod fill;
mod indexing;
mod memory;
mod prehash;
#[cfg(test)]
mod tests;

use std::cell::RefCell;

use argon2::Block;
use zeroize::Zeroize;

use super::{Inputs, OutOfMemory, Parameters};
pub use compression::{Variant, choose_variant};
use indexing::Matrix;
use memory::Memory;

thread_local! {
    static MEMORY: RefCell<Memory> = const { RefCell::new(Memory::new()) };
}

/// Fills `tag`. The ranges of all inputs have been checked.
pub(super) fn tag(
    parameters: &Parameters,
    inputs: &Inputs<'_>,
    tag: &mut [u8],
) -> Result<(), OutOfMemory> {
    let matrix = Matrix::new(parameters);
    MEMORY.with_borrow_mut(|memory| {
        memory.reserve(matrix.blocks())?;
        let h0 = prehash::initial(parameters, inputs, tag.len());
        fill::fill(memory, parameters, matrix, h0.as_slice());
        finalize(memory, matrix, tag);
        memory.wipe(matrix.blocks());
        Ok(())
    })
}

/// Runs `work`, which allocates `bytes` itself. Where they do not fit beside the blocks
/// that are kept from one call to the next, those are given back first.
pub(super) fn lend_memory<T>(bytes: usize, work: impl FnOnce() -> T) -> T {
    MEMORY.with_borrow_mut(|memory| memory.lend(bytes, work))
}

/// The tag is H' of the last blocks of all lanes, ⊕ed: section 3.2 steps 7
/// and 8.
fn finalize(memory: &Memory, matrix: Matrix, tag: &mut [u8]) {
    let mut last = Block::new();
    for lane in 0..matrix.lanes {
        last ^= memory.block(lane * matrix.lane_length + matrix.lane_length - 1);
    }
    let mut bytes = [0; Block::SIZE];
    for (bytes, word) in bytes.chunks_exact_mut(8).zip(last.as_ref()) {
        bytes.copy_from_slice(&word.to_le_bytes());
    }
    prehash::variable_length(&[&bytes], tag);
    bytes.zeroize();
    last.zeroize();
}
