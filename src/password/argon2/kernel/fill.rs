//! The passes over the memory: RFC 9106 section 3.2 steps 3 to 6.

use argon2::{Block, Version};
use zeroize::Zeroize;

use super::compression::Compression;
use super::indexing::{Addresses, Matrix, SLICES, Segment};
use super::memory::Memory;
use super::prehash;
use crate::password::argon2::Parameters;

/// Fills the memory, which has all the blocks of the matrix.
pub(super) fn fill(memory: &mut Memory, parameters: &Parameters, matrix: Matrix, h0: &[u8]) {
    first_blocks(memory, matrix, h0);
    let mut compression = Compression::new();
    for pass in 0..parameters.iterations as usize {
        for slice in 0..SLICES {
            for lane in 0..matrix.lanes {
                let segment = Segment { pass, slice, lane };
                fill_segment(memory, &mut compression, parameters, matrix, segment);
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

/// Every block is G of the one before it and a reference block: steps 5 and 6.
fn fill_segment(
    memory: &mut Memory,
    compression: &mut Compression,
    parameters: &Parameters,
    matrix: Matrix,
    segment: Segment,
) {
    let mut addresses = segment
        .is_data_independent(parameters.algorithm)
        .then(|| Addresses::new(parameters, matrix, segment));
    let mut reference = |index: usize, first_word: u64| {
        let j = match &mut addresses {
            Some(addresses) => addresses.get(index),
            None => first_word,
        };
        segment.reference(matrix, index, j)
    };

    let first = segment.first();
    let lane_start = segment.lane * matrix.lane_length;
    let segment_start = lane_start + segment.slice * matrix.segment_length;
    let mut previous = if segment.slice == 0 && first == 0 {
        lane_start + matrix.lane_length - 1
    } else {
        segment_start + first - 1
    };
    // Version 0x10 writes over the old block in every pass.
    let over = segment.pass > 0 && parameters.version == Version::V0x13;

    let mut referenced = reference(first, memory.block(previous).as_ref()[0]);
    for index in first..matrix.segment_length {
        let current = segment_start + index;
        let first_word = compression.begin(memory, [previous, referenced, current], over);
        // The block after the last begins another segment; nothing to fetch.
        referenced = if index + 1 < matrix.segment_length {
            reference(index + 1, first_word)
        } else {
            current
        };
        compression.finish(memory, current, referenced);
        previous = current;
    }
}
