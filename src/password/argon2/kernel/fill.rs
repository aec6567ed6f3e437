//! The passes over the memory: RFC 9106 section 3.2 steps 3 to 6.
//!
//! What runs between two blocks is `#[inline(always)]`, here and in the files
//! beside: the package is built with less inlining than usual (scripts/build),
//! and that took 2 % of a hash.

use argon2::{Block, Version};
use zeroize::Zeroize;

use super::compression::{Compression, Work};
use super::indexing::{Addresses, Matrix, SLICES, Segment};
use super::memory::Memory;
use super::prehash;
use crate::password::argon2::Parameters;

/// Fills the memory, which has all the blocks of the matrix.
///
/// Within a slice no lane looks at what another one writes, so two are filled
/// side by side: their reference blocks are fetched together, and the wait for
/// a large memory is shared by two blocks.
pub(super) fn fill(memory: &mut Memory, parameters: &Parameters, matrix: Matrix, h0: &[u8]) {
    first_blocks(memory, matrix, h0);
    let mut filler = Filler {
        memory,
        parameters,
        matrix,
        compression: Compression::new(),
    };
    for pass in 0..parameters.iterations as usize {
        for slice in 0..SLICES {
            let segment = |lane| Segment { pass, slice, lane };
            for lane in (0..matrix.lanes).step_by(2) {
                if lane + 1 < matrix.lanes {
                    filler.fill([segment(lane), segment(lane + 1)]);
                } else {
                    filler.fill([segment(lane)]);
                }
            }
        }
    }
}

/// B\[i\]\[0\] = H'(H0 || 0 || i) and B\[i\]\[1\] = H'(H0 || 1 || i): steps 3
/// and 4.
fn first_blocks(memory: &mut Memory, matrix: Matrix, h0: &[u8]) {
    let mut bytes = [0; Block::SIZE];
    for lane in 0..matrix.lanes {
        for column in 0..2 {
            let [i, j] = [lane, column].map(|n| (n as u32).to_le_bytes());
            prehash::variable_length(&[h0, &j, &i], &mut bytes);
            let block = memory
                .block_mut(lane * matrix.lane_length + column)
                .as_mut();
            for (word, bytes) in block.iter_mut().zip(bytes.as_chunks().0) {
                *word = u64::from_le_bytes(*bytes);
            }
        }
    }
    bytes.zeroize();
}

/// What all segments are filled with.
struct Filler<'a> {
    memory: &'a mut Memory,
    parameters: &'a Parameters,
    matrix: Matrix,
    compression: Compression,
}

/// A segment on its way.
struct Progress {
    segment: Segment,
    /// The segment's block 0.
    start: usize,
    /// Where references come from if not from the memory.
    addresses: Option<Addresses>,
    /// The block before the next one.
    previous: usize,
    /// The next one's reference block.
    reference: usize,
    work: Work,
}

impl Filler<'_> {
    /// Fills segments of the same slice. Every block is G of the one before it
    /// and a reference block: steps 5 and 6.
    fn fill<const N: usize>(&mut self, segments: [Segment; N]) {
        let first = segments[0].first();
        // Version 0x10 writes over the old block in every pass.
        let over = segments[0].pass > 0 && self.parameters.version == Version::V0x13;
        let mut all = segments.map(|segment| self.begin(segment));
        for index in first..self.matrix.segment_length {
            for progress in &mut all {
                self.first_half(progress, index, over);
            }
            let [one, other] = [&all[0], &all[N - 1]];
            self.compression
                .prefetch(self.memory, [one.reference, other.reference]);
            for Progress { work, previous, .. } in &mut all {
                self.compression.finish(work, self.memory, *previous);
            }
        }
    }

    fn begin(&self, segment: Segment) -> Progress {
        let lane_start = segment.lane * self.matrix.lane_length;
        let start = lane_start + segment.slice * self.matrix.segment_length;
        let first = segment.first();
        let previous = if segment.slice == 0 && first == 0 {
            lane_start + self.matrix.lane_length - 1
        } else {
            start + first - 1
        };
        let mut progress = Progress {
            segment,
            start,
            addresses: segment
                .is_data_independent(self.parameters.algorithm)
                .then(|| Addresses::new(self.parameters, self.matrix, segment, self.compression)),
            previous,
            reference: 0,
            work: Work::default(),
        };
        let first_word = self.memory.block(previous).as_ref()[0];
        progress.refer(self.matrix, first, first_word);
        progress
    }

    /// The first half of a block, and where the next one's reference lies.
    #[inline(always)]
    fn first_half(&mut self, progress: &mut Progress, index: usize, over: bool) {
        let current = progress.start + index;
        let blocks = [progress.previous, progress.reference, current];
        let first_word = self
            .compression
            .begin(&mut progress.work, self.memory, blocks, over);
        progress.previous = current;
        // The block after the last begins another segment: it is found there.
        if index + 1 < self.matrix.segment_length {
            progress.refer(self.matrix, index + 1, first_word);
        }
    }
}

impl Progress {
    /// Finds the reference block of the segment's block `index`, given the
    /// first word of the one before it.
    #[inline(always)]
    fn refer(&mut self, matrix: Matrix, index: usize, first_word: u64) {
        let j = match &mut self.addresses {
            Some(addresses) => addresses.get(index),
            None => first_word,
        };
        self.reference = self.segment.reference(matrix, index, j);
    }
}
