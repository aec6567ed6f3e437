//! The memory matrix: blocks of 1 KiB in chunks of 1 MiB.
//!
//! WebAssembly memory can grow but never shrinks, and touching new pages costs
//! more than a tenth of a hash, so chunks are kept for the next one. Chunks
//! rather than one allocation, because a larger hash then adds to what is there:
//! moving to a larger area would need room for both.
#![allow(unsafe_code)]

use std::hint::black_box;

use argon2::Block;

use crate::error::{Error, Result};
use crate::password::argon2::memory_refused;

// Of the kernel: writes zeros to so many bytes, and nothing else.
unsafe extern "C" {
    fn keyward_argon2_wipe(from: *mut u64, bytes: usize);
}

/// Memory kept between calls, in chunks: 64 MiB, what the second recommended
/// option of RFC 9106 section 4 takes. What a call needed beyond that is given
/// back to the allocator for the rest of the module to use.
pub(super) const KEPT_CHUNKS: usize = 64;

/// Room left below the first chunk, in bytes, for what is allocated small and
/// kept long between two calls. Otherwise that would lie above the chunks and
/// cut what is free there, once they are given back, into pieces too small for
/// scrypt's one large allocation.
const ROOM_BELOW: usize = 1 << 20;

/// Blocks in a chunk.
pub(super) const CHUNK: usize = 1024;

/// All blocks that an allocation of Rust could hold, on any target.
const MOST_BLOCKS: usize = isize::MAX as usize / Block::SIZE;

/// Blocks for the next call. Between calls all of them are zero.
pub(super) struct Memory {
    /// Each is exactly one chunk long.
    chunks: Vec<Vec<Block>>,
}

impl Memory {
    pub(super) const fn new() -> Self {
        Self { chunks: Vec::new() }
    }

    /// How many blocks are held.
    #[cfg(test)]
    pub(super) fn blocks(&self) -> usize {
        self.chunks.len() * CHUNK
    }

    /// Makes sure there are so many blocks.
    pub(super) fn reserve(&mut self, blocks: usize) -> Result<()> {
        let refused = || Error::HashLimit(memory_refused(blocks));
        if blocks > MOST_BLOCKS {
            return Err(refused());
        }
        // Freed at the end of this function, when the chunks lie above it.
        let mut hole = Vec::<u8>::new();
        if self.chunks.is_empty() {
            hole.try_reserve_exact(ROOM_BELOW).map_err(|_| refused())?;
            // Nobody uses it, and that is no reason to leave it out.
            black_box(&mut hole);
        }
        while self.chunks.len() < blocks.div_ceil(CHUNK) {
            let mut chunk = Vec::new();
            let room = chunk
                .try_reserve_exact(CHUNK)
                .and_then(|()| self.chunks.try_reserve(1));
            if room.is_err() {
                self.chunks.truncate(KEPT_CHUNKS);
                return Err(refused());
            }
            chunk.resize(CHUNK, Block::new());
            self.chunks.push(chunk);
        }
        Ok(())
    }

    /// Wipes the first `blocks` blocks, which is what a call has used, and
    /// gives back what is not to be kept.
    pub(super) fn wipe(&mut self, blocks: usize) {
        for chunk in self.chunks.iter_mut().take(blocks.div_ceil(CHUNK)) {
            // SAFETY: these are the bytes of one slice, borrowed exclusively,
            // and zeros are valid words.
            unsafe { keyward_argon2_wipe(chunk.as_mut_ptr().cast(), size_of_val(chunk.as_slice())) }
        }
        self.chunks.truncate(KEPT_CHUNKS);
    }

    /// Gives back everything.
    pub(super) fn release(&mut self) {
        self.chunks = Vec::new();
    }

    /// A block to look at.
    #[inline(always)]
    pub(super) fn block(&self, index: usize) -> &Block {
        &self.chunks[index / CHUNK][index % CHUNK]
    }

    /// A block to write.
    #[inline(always)]
    pub(super) fn block_mut(&mut self, index: usize) -> &mut Block {
        &mut self.chunks[index / CHUNK][index % CHUNK]
    }

    /// Where a block lies, for the kernel: always a whole block of this memory.
    #[inline(always)]
    pub(super) fn address(&mut self, index: usize) -> *mut u64 {
        self.chunks[index / CHUNK]
            .as_mut_ptr()
            .wrapping_add(index % CHUNK)
            .cast()
    }
}
