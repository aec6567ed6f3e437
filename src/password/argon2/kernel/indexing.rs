//! Which block is referenced: RFC 9106 section 3.4.

use argon2::{Algorithm, Block};

use super::compression::Compression;
use crate::password::argon2::Parameters;

/// Slices of a lane; lanes meet after each: section 3.4, SL.
pub(super) const SLICES: usize = 4;

/// Addresses in one block of them: section 3.4.1.2.
const ADDRESSES: usize = 128;

/// The measures of the memory matrix.
#[derive(Clone, Copy)]
pub(super) struct Matrix {
    /// p
    pub(super) lanes: usize,
    /// q, the columns
    pub(super) lane_length: usize,
    /// q / SL
    pub(super) segment_length: usize,
}

impl Matrix {
    pub(super) fn new(parameters: &Parameters) -> Self {
        let lanes = parameters.parallelism as usize;
        let segment_length = parameters.memory as usize / (SLICES * lanes);
        Self {
            lanes,
            lane_length: SLICES * segment_length,
            segment_length,
        }
    }

    /// m', the blocks there are: section 3.2 step 2.
    pub(super) fn blocks(self) -> usize {
        self.lanes * self.lane_length
    }
}

/// A segment, the part of a lane in one slice, in one pass.
#[derive(Clone, Copy)]
pub(super) struct Segment {
    pub(super) pass: usize,
    pub(super) slice: usize,
    pub(super) lane: usize,
}

impl Segment {
    /// The first block that is filled here: the first two of each lane are made
    /// from H0.
    pub(super) fn first(self) -> usize {
        if self.pass == 0 && self.slice == 0 {
            2
        } else {
            0
        }
    }

    /// Whether references here do not depend on the password: section 3.4.1.
    pub(super) fn is_data_independent(self, algorithm: Algorithm) -> bool {
        match algorithm {
            Algorithm::Argon2i => true,
            Algorithm::Argon2d => false,
            Algorithm::Argon2id => self.pass == 0 && self.slice < SLICES / 2,
        }
    }

    /// Maps J1 and J2, the halves of `j`, to the block that the segment's block
    /// `index` refers to: section 3.4.2.
    #[inline(always)]
    pub(super) fn reference(self, matrix: Matrix, index: usize, j: u64) -> usize {
        let Matrix {
            lanes,
            lane_length,
            segment_length,
        } = matrix;
        let (j1, j2) = (j & u64::from(u32::MAX), j >> 32);
        // Division takes long, and this stands between two blocks.
        let lane = if lanes == 1 || (self.pass == 0 && self.slice == 0) {
            self.lane
        } else {
            j2 as usize % lanes
        };
        // W: the blocks of the lane's last SL - 1 finished segments, in the
        // first pass those there are; in the own lane also what this segment
        // has, without the previous block. When this is a segment's first
        // block, other lanes leave out their last.
        let segments = if self.pass == 0 {
            self.slice
        } else {
            SLICES - 1
        };
        let finished = segments * segment_length;
        let area = if lane == self.lane {
            finished + index - 1
        } else {
            finished - usize::from(index == 0)
        };
        // J1 is squared so that later blocks are more likely.
        let x = (j1 * j1) >> 32;
        let y = (area as u64 * x) >> 32;
        let z = area - 1 - y as usize;
        // W begins after this segment, in the first pass at the lane's start.
        let start = if self.pass == 0 {
            0
        } else {
            (self.slice + 1) * segment_length
        };
        let column = start + z;
        let wrapped = if column < lane_length {
            column
        } else {
            column - lane_length
        };
        lane * lane_length + wrapped
    }
}

/// Generates J1 and J2 without looking at the memory: section 3.4.1.2.
pub(super) struct Addresses {
    input: Block,
    addresses: Block,
    compression: Compression,
}

impl Addresses {
    pub(super) fn new(
        parameters: &Parameters,
        matrix: Matrix,
        segment: Segment,
        compression: Compression,
    ) -> Self {
        let mut block = Block::new();
        block.as_mut()[..6].copy_from_slice(&[
            segment.pass as u64,
            segment.lane as u64,
            segment.slice as u64,
            matrix.blocks() as u64,
            u64::from(parameters.iterations),
            parameters.algorithm as u64,
        ]);
        let mut addresses = Self {
            input: block,
            addresses: Block::new(),
            compression,
        };
        // `get` makes a new block at each multiple of 128; a segment that
        // begins after its 0 needs the first one made.
        if segment.first() != 0 {
            addresses.next();
        }
        addresses
    }

    /// J1 and J2 for the segment's block `index`; asked in order.
    #[inline(always)]
    pub(super) fn get(&mut self, index: usize) -> u64 {
        if index.is_multiple_of(ADDRESSES) {
            self.next();
        }
        self.addresses.as_ref()[index % ADDRESSES]
    }

    /// The next 128: G(0, G(0, input)), counted in the input's seventh word.
    fn next(&mut self) {
        let zero = Block::new();
        let mut inner = Block::new();
        self.input.as_mut()[6] += 1;
        self.compression.whole(&zero, &self.input, &mut inner);
        self.compression.whole(&zero, &inner, &mut self.addresses);
    }
}
