//! What moves memory rather than computes.

use wasm_encoder::{Function, Instruction};

use super::code::{Code, at, get};
use super::compression::BLOCK;

/// Bytes of a cache line.
const CACHE_LINE: u64 = 64;

/// `prefetch(one, other)` reads a word from every cache line of two blocks:
/// afterwards they are in the cache.
///
/// WebAssembly has no instruction for it. A processor waits for a reading that misses the
/// cache as soon as it has nothing left that it may do before; so all lines are
/// asked for at once, those of both blocks in turns, and it waits once.
///
/// The words are added up and given back, for the caller to keep: where an engine
/// checks addresses itself (workerd), a reading cannot trap any more, and one
/// whose result nobody takes is left out.
pub(super) fn prefetch() -> Function {
    let blocks = [0, 1];
    let mut code = Code::new(2);
    let lines = BLOCK / CACHE_LINE;
    for line in 0..lines {
        for block in blocks {
            code.push([get(block), Instruction::I64Load(at(line * CACHE_LINE, 3))]);
        }
    }
    // The last two first: wasm-opt would turn it round otherwise.
    let words = lines * blocks.len() as u64;
    code.push((1..words).map(|_| Instruction::I64Add));
    code.finish()
}

/// `wipe(from, bytes)` fills with zeros.
///
/// It is part of the object, so that no compiler sees that nobody reads the
/// zeros; wasm-opt keeps what writes to memory.
pub(super) fn wipe() -> Function {
    let [from, bytes] = [0, 1];
    let mut code = Code::new(2);
    code.push([
        get(from),
        Instruction::I32Const(0),
        get(bytes),
        Instruction::MemoryFill(0),
    ]);
    code.finish()
}
