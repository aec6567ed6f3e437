//! The hashes around the memory: H0 (RFC 9106 section 3.2 step 1) and the
//! variable-length H' (section 3.3).

use blake2::digest::block_api::{UpdateCore, VariableOutputCore};
use blake2::digest::block_buffer::LazyBuffer;
use blake2::{Blake2b512, Blake2bVarCore, Digest};
use zeroize::{Zeroize, Zeroizing};

use crate::password::argon2::{Inputs, Parameters};

/// Bytes of a full BLAKE2b hash, and of the part of it that H' puts out.
const FULL: usize = 64;
const HALF: usize = FULL / 2;

/// H0, the hash of everything Argon2 depends on.
pub(super) fn initial(
    parameters: &Parameters,
    inputs: &Inputs<'_>,
    tag_length: usize,
) -> Zeroizing<[u8; FULL]> {
    let mut hash = Blake2b512::new();
    for number in [
        parameters.parallelism,
        length(tag_length),
        parameters.memory,
        parameters.iterations,
        parameters.version as u32,
        parameters.algorithm as u32,
    ] {
        hash.update(number.to_le_bytes());
    }
    for bytes in [inputs.password, inputs.salt, inputs.secret, inputs.data] {
        hash.update(length(bytes.len()).to_le_bytes());
        hash.update(bytes);
    }
    Zeroizing::new(hash.finalize().into())
}

/// H'(inputs), as long as `out`.
pub(super) fn variable_length(inputs: &[&[u8]], out: &mut [u8]) {
    let prefix = length(out.len()).to_le_bytes();
    if out.len() <= FULL {
        short(&prefix, inputs, out);
        return;
    }
    let mut hash = Blake2b512::new();
    hash.update(prefix);
    for input in inputs {
        hash.update(input);
    }
    let mut v: [u8; FULL] = hash.finalize().into();
    let mut rest = out;
    // V1, V2, …: the first half of each, and the whole of the last, which has
    // the length of what is left.
    while rest.len() > FULL {
        let (part, after) = rest.split_at_mut(HALF);
        part.copy_from_slice(&v[..HALF]);
        rest = after;
        if rest.len() > FULL {
            v = Blake2b512::digest(v).into();
        }
    }
    short(&v, &[], rest);
    v.zeroize();
}

/// BLAKE2b with an output of 1 to 64 bytes.
fn short(first: &[u8], more: &[&[u8]], out: &mut [u8]) {
    // The constructor refuses lengths outside of 1 to 64 only.
    let Ok(mut hash) = Blake2bVarCore::new(out.len()) else {
        return;
    };
    let mut buffer = LazyBuffer::new(&[]);
    for input in std::iter::once(&first).chain(more) {
        buffer.digest_blocks(input, |blocks| hash.update_blocks(blocks));
    }
    let mut full = Default::default();
    hash.finalize_variable_core(&mut buffer, &mut full);
    out.copy_from_slice(&full[..out.len()]);
    full.zeroize();
}

/// Lengths are hashed as 32-bit numbers; on wasm32 there are no others.
fn length(bytes: usize) -> u32 {
    bytes as u32
}
