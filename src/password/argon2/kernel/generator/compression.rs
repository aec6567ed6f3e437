//! The compression function G: RFC 9106 section 3.5.
//!
//! ```text
//! R = X ⊕ Y                 X the previous block, Y the reference block
//! Q = P over each row of R      a block is 8 × 8 pairs of words
//! Z = P over each column of Q
//! G = Z ⊕ R                 and ⊕ the old block, from the second pass on
//! ```
//!
//! G comes in two halves, because the first word of its result says where the
//! next reference block lies (section 3.4.1.1). `begin` does the rows and
//! enough columns to know that word; the caller computes the position and
//! fetches that block; `finish` works on the other columns.
//!
//! R is not kept: `begin` puts it (⊕ the old block) into the current block, and
//! each column is ⊕ed in as it is done. Q lies in the work block.

use wasm_encoder::{Function, Instruction};

use super::code::{Code, Local, Step, at, get, interleave, set};
use super::scalar::Words;
use super::vector::Vectors;

/// Rows, and columns, of a block.
const LINES: u64 = 8;
/// Bytes from one row to the next, and from one column to the next.
const ROW: u64 = 128;
const COLUMN: u64 = 16;
/// Bytes of a block.
pub(super) const BLOCK: u64 = LINES * ROW;

/// How the P of a block are computed.
#[derive(Clone, Copy)]
pub(super) enum Variant {
    /// Two at a time, one in vectors and one in words.
    Simd,
    /// One at a time, in words.
    Scalar,
}

impl Variant {
    /// How many P are computed together.
    fn together(self) -> u64 {
        match self {
            Self::Simd => 2,
            Self::Scalar => 1,
        }
    }
}

/// `begin(previous, reference, current, work) -> first word of the new block`
///
/// With `over` the old content of the current block is ⊕ed in (version 0x13,
/// from the second pass on); without, it is written over.
pub(super) fn begin(variant: Variant, over: bool) -> Function {
    let [previous, reference, current, work] = [0, 1, 2, 3];
    let mut code = Code::new(4);
    let lines = Lines::new(variant, &mut code);

    let [x, y, r, q] = [previous, reference, current, work].map(|from| code.pointer(from, 0));
    let rows = lines.permutations(
        Place {
            pair: COLUMN,
            line: ROW,
        },
        |cell, word, other| {
            let read = vec![
                get(x),
                cell.load(),
                set(word),
                get(y),
                cell.load(),
                set(other),
            ];
            let mut keep = vec![get(word), get(other), cell.xor(), set(word)];
            keep.extend([get(r), get(word)]);
            if over {
                keep.extend([get(r), cell.load(), cell.xor()]);
            }
            keep.push(cell.store());
            [read, keep]
        },
        |cell, word, _| [Step::new(), vec![get(q), get(word), cell.store()]],
    );
    let together = variant.together();
    code.repeat(LINES / together, together * ROW, &[x, y, r, q], rows);

    code.push(lines.columns(work, current).into_iter().flatten());
    code.push([get(current), Instruction::I64Load(at(0, 3))]);
    code.finish()
}

/// `finish(current, work)`
pub(super) fn finish(variant: Variant) -> Function {
    let [current, work] = [0, 1];
    let mut code = Code::new(2);
    let lines = Lines::new(variant, &mut code);

    let together = variant.together();
    let [q, r] = [work, current].map(|from| code.pointer(from, together * COLUMN));
    let columns = lines.columns(q, r);
    code.repeat(LINES / together - 1, together * COLUMN, &[q, r], columns);
    code.finish()
}

/// How the words of rows or columns lie, in bytes.
#[derive(Clone, Copy)]
struct Place {
    /// From one pair of words to the next.
    pair: u64,
    /// From one line to the next.
    line: u64,
}

/// A place in a block that one local variable takes: a word, or a pair of them.
#[derive(Clone, Copy)]
enum Cell {
    Word(u64),
    Pair(u64),
}

impl Cell {
    fn load(self) -> Instruction<'static> {
        match self {
            Self::Word(offset) => Instruction::I64Load(at(offset, 3)),
            Self::Pair(offset) => Instruction::V128Load(at(offset, 4)),
        }
    }

    fn store(self) -> Instruction<'static> {
        match self {
            Self::Word(offset) => Instruction::I64Store(at(offset, 3)),
            Self::Pair(offset) => Instruction::V128Store(at(offset, 4)),
        }
    }

    fn xor(self) -> Instruction<'static> {
        match self {
            Self::Word(_) => Instruction::I64Xor,
            Self::Pair(_) => Instruction::V128Xor,
        }
    }
}

/// The locals of the P computed together.
struct Lines {
    vectors: Option<Vectors>,
    words: Words,
}

impl Lines {
    fn new(variant: Variant, code: &mut Code) -> Self {
        Self {
            vectors: match variant {
                Variant::Simd => Some(Vectors::new(code)),
                Variant::Scalar => None,
            },
            words: Words::new(code),
        }
    }

    /// P over the columns of Q at `q`, ⊕ed into the block at `r`.
    fn columns(&self, q: Local, r: Local) -> Vec<Step> {
        self.permutations(
            Place {
                pair: ROW,
                line: COLUMN,
            },
            |cell, word, _| [vec![get(q), cell.load(), set(word)], Step::new()],
            |cell, word, other| {
                [
                    vec![get(r), cell.load(), set(other)],
                    vec![get(r), get(word), get(other), cell.xor(), cell.store()],
                ]
            },
        )
    }

    /// P over one line in vectors and over the next in words; or over one line
    /// in words.
    ///
    /// `read` and `write` take the place, the local of its word, and another
    /// local to use; they give two halves, see [`Words::permutation`].
    fn permutations(
        &self,
        place: Place,
        read: impl Fn(Cell, Local, Local) -> [Step; 2],
        write: impl Fn(Cell, Local, Local) -> [Step; 2],
    ) -> Vec<Step> {
        let pair = |index| Cell::Pair(index * place.pair);
        // The line of the words: the second one, where the vectors have the first.
        let line = match &self.vectors {
            Some(_) => place.line,
            None => 0,
        };
        let word = |index| Cell::Word(line + index / 2 * place.pair + index % 2 * 8);
        let words = self.words.permutation(
            |index, local, other| read(word(index), local, other),
            |index, local, other| write(word(index), local, other),
        );
        match &self.vectors {
            None => words,
            Some(vectors) => {
                let vectors = vectors.permutation(
                    |index, local, other| read(pair(index), local, other).concat(),
                    |index, local, other| write(pair(index), local, other).concat(),
                );
                interleave(vectors, words)
            }
        }
    }
}
