//! The memory matrix: blocks of 1 KiB in chunks of 1 MiB.
//!
//! WebAssembly memory can grow but never shrinks, and touching new pages costs
//! more than a tenth of a hash, so chunks are kept for the next one. Chunks
//! rather than one allocation, because a larger hash then adds to what is there:
//! moving to a larger area would need room for both.
#![allow(unsafe_code)]

use std::hint::black_box;

use argon2::Block;

use crate::password::argon2::OutOfMemory;
use crate::password::limits::DEFAULT_MEMORY;

// Of the kernel: writes zeros to so many bytes, and nothing else.
unsafe extern "C" {
    fn keyward_argon2_wipe(from: *mut u64, bytes: usize);
}

/// Memory kept between calls, in chunks: 64 MiB, what the second recommended
/// option of RFC 9106 section 4 takes, and [`SPARE_CHUNKS`]. What a call needed
/// beyond that is given back to the allocator for the rest of the module to use.
pub(super) const KEPT_CHUNKS: usize = 64 + SPARE_CHUNKS;

/// Chunks that no hash uses: in the place of a hash of 64 MiB there is room then
/// for scrypt with as much, which takes a little more.
const SPARE_CHUNKS: usize = 1;

/// What a hash takes at most, by default. So much has to be there anyway, and an
/// isolate of Cloudflare's has 128 MB.
const MOST_CHUNKS: usize = DEFAULT_MEMORY as usize / CHUNK;

/// Room left below the first chunk, in bytes, for what is allocated small and
/// kept long between two calls. Otherwise that would lie above the chunks and
/// cut what is free there, once they are given back, into pieces too small for
/// scrypt's one large allocation.
const ROOM_BELOW: usize = 1 << 20;

/// Blocks in a chunk.
pub(super) const CHUNK: usize = 1024;

/// Words in a block.
const WORDS: usize = Block::SIZE / size_of::<u64>();

/// Words that a chunk has besides, so that its blocks can begin at a cache line.
/// An allocation that begins there would leave a gap before it, in which small
/// things come to lie, and hold on to it.
const MARGIN: usize = align_of::<Block>() / size_of::<u64>() - 1;

/// All blocks that an allocation of Rust could hold, on any target.
const MOST_BLOCKS: usize = isize::MAX as usize / Block::SIZE;

/// Blocks for the next call. Between calls all of them are zero.
pub(super) struct Memory {
    chunks: Vec<Chunk>,
}

struct Chunk {
    words: Vec<u64>,
    /// The first word of the first block.
    begin: usize,
}

impl Chunk {
    /// `None` where it cannot be had.
    fn new() -> Option<Self> {
        let mut words = Vec::new();
        words.try_reserve_exact(CHUNK * WORDS + MARGIN).ok()?;
        words.resize(CHUNK * WORDS + MARGIN, 0);
        // At most MARGIN, because a word lies at a multiple of its size.
        let missing = words.as_ptr().addr().wrapping_neg() % align_of::<Block>();
        let begin = missing / size_of::<u64>();
        Some(Self { words, begin })
    }

    /// The first word of a block.
    #[inline(always)]
    fn begin_of(&self, index: usize) -> usize {
        self.begin + index * WORDS
    }
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
    pub(super) fn reserve(&mut self, blocks: usize) -> Result<(), OutOfMemory> {
        let held = match blocks {
            ..=MOST_BLOCKS => self.hold(blocks.div_ceil(CHUNK) + SPARE_CHUNKS),
            _ => None,
        };
        held.ok_or(OutOfMemory { blocks })
    }

    /// Makes sure there are so many chunks. `None` where they cannot be had.
    fn hold(&mut self, chunks: usize) -> Option<()> {
        // Their list first, and not as it grows, between two of them.
        let missing = chunks.saturating_sub(self.chunks.len());
        self.chunks.try_reserve_exact(missing).ok()?;
        // Freed at the end of this function, when the chunks lie above it.
        let mut hole = Vec::<u8>::new();
        if self.chunks.is_empty() {
            hole.try_reserve_exact(ROOM_BELOW).ok()?;
            // Nobody uses it, and that is no reason to leave it out.
            black_box(&mut hole);
        }
        while self.chunks.len() < chunks {
            let Some(chunk) = Chunk::new() else {
                self.chunks.truncate(KEPT_CHUNKS);
                return None;
            };
            self.chunks.push(chunk);
        }
        Some(())
    }

    /// Wipes the first `blocks` blocks, which is what a call has used, and
    /// gives back what is not to be kept.
    pub(super) fn wipe(&mut self, blocks: usize) {
        for Chunk { words, .. } in self.chunks.iter_mut().take(blocks.div_ceil(CHUNK)) {
            // SAFETY: these are the bytes of one slice, borrowed exclusively,
            // and zeros are valid words.
            unsafe { keyward_argon2_wipe(words.as_mut_ptr(), size_of_val(words.as_slice())) }
        }
        self.chunks.truncate(KEPT_CHUNKS);
    }

    /// Runs `work`, which allocates `bytes` itself. Where they do not fit beside the
    /// chunks that are held, these are given back first. Otherwise what `work` has
    /// freed is held as chunks, before a small and lasting allocation can come to lie
    /// in it.
    pub(super) fn lend<T>(&mut self, bytes: usize, work: impl FnOnce() -> T) -> T {
        let chunks = self.chunks.len() + bytes.div_ceil(CHUNK * Block::SIZE);
        if chunks > MOST_CHUNKS {
            self.chunks = Vec::new();
            return work();
        }
        let result = work();
        // Without memory for it there is nothing to be held.
        let _ = self.hold(chunks.min(KEPT_CHUNKS));
        result
    }

    /// A block to look at.
    #[inline(always)]
    pub(super) fn block(&self, index: usize) -> &Block {
        let chunk = &self.chunks[index / CHUNK];
        let address = chunk
            .words
            .as_ptr()
            .wrapping_add(chunk.begin_of(index % CHUNK));
        // SAFETY: a whole block of words of this chunk, from `begin` on, which is
        // where a block may lie.
        unsafe { &*address.cast() }
    }

    /// A block to write.
    #[inline(always)]
    pub(super) fn block_mut(&mut self, index: usize) -> &mut Block {
        let address = self.address(index);
        // SAFETY: as for `block`, and borrowed exclusively.
        unsafe { &mut *address.cast() }
    }

    /// Where a block lies, for the kernel: always a whole block of this memory.
    #[inline(always)]
    pub(super) fn address(&mut self, index: usize) -> *mut u64 {
        let chunk = &mut self.chunks[index / CHUNK];
        let begin = chunk.begin_of(index % CHUNK);
        chunk.words.as_mut_ptr().wrapping_add(begin)
    }
}
