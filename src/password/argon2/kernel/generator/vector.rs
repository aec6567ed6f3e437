//! The permutation P in vectors: RFC 9106 section 3.6.
//!
//! P takes sixteen 64-bit words v0 … v15 as a 4 × 4 matrix, two words to a
//! vector, so that a row of the matrix is a pair of vectors:
//!
//! ```text
//! a = (v0  v1)  (v2  v3)
//! b = (v4  v5)  (v6  v7)
//! c = (v8  v9)  (v10 v11)
//! d = (v12 v13) (v14 v15)
//! ```
//!
//! Four GB on the columns are then one GB on the pairs; for the diagonals, row
//! b is turned left by one word, c by two, d by three, and back afterwards.

use wasm_encoder::{Instruction, ValType};

use super::code::{Code, Local, Step, get, set};

/// A row of the matrix: two vectors.
type Row = [Local; 2];

/// The local variables of one P in vectors.
pub(super) struct Vectors {
    rows: [Row; 4],
    scratch: [Local; 4],
    /// Byte masks that rotate both words of a vector right by 24 and 16.
    rotate_24: Local,
    rotate_16: Local,
}

impl Vectors {
    /// Declares the locals and loads the masks into theirs.
    pub(super) fn new(code: &mut Code) -> Self {
        let vectors = Self {
            rows: std::array::from_fn(|_| code.locals(ValType::V128)),
            scratch: code.locals(ValType::V128),
            rotate_24: code.local(ValType::V128),
            rotate_16: code.local(ValType::V128),
        };
        for (mask, bits) in [(vectors.rotate_24, 24), (vectors.rotate_16, 16)] {
            let mask_bytes = i128::from_le_bytes(rotation_mask(bits));
            code.push([Instruction::V128Const(mask_bytes), set(mask)]);
        }
        vectors
    }

    /// P over what `load` gives for the pairs of words 0 to 7; `store` takes
    /// the results. Both may use the second local they are given.
    pub(super) fn permutation(
        &self,
        load: impl Fn(u64, Local, Local) -> Step,
        store: impl Fn(u64, Local, Local) -> Step,
    ) -> Vec<Step> {
        let mut steps = Vec::new();
        for (pair, &vector) in (0..).zip(self.rows.as_flattened()) {
            steps.push(load(pair, vector, self.scratch[0]));
        }
        let [a, b, c, d] = self.rows;
        self.gb(&mut steps, [a, b, c, d]);
        // Row c turned by two words is its two vectors in the other order.
        self.turn_left(&mut steps, b);
        let c = [c[1], c[0]];
        self.turn_right(&mut steps, d);
        self.gb(&mut steps, [a, b, c, d]);
        self.turn_right(&mut steps, b);
        self.turn_left(&mut steps, d);
        for (pair, &vector) in (0..).zip(self.rows.as_flattened()) {
            steps.push(store(pair, vector, self.scratch[0]));
        }
        steps
    }

    /// Four GB(a, b, c, d) at a time.
    fn gb(&self, steps: &mut Vec<Step>, [a, b, c, d]: [Row; 4]) {
        let [_, low, ..] = self.scratch;
        // a = a + b + 2·aL·bL
        steps.push(low_halves(b, low));
        self.multiply_add(steps, a, b);
        // d = (d ⊕ a) >>> 32. The rotation moves the high halves down, so the
        // factors of the next product are taken from above, before it: one
        // operation less in the longest chain.
        xor(steps, d, a);
        steps.push(high_halves(d, low));
        for &x in &d {
            steps.push(vec![get(x), get(x), lanes([1, 0, 3, 2]), set(x)]);
        }
        // c = c + d + 2·cL·dL; b = (b ⊕ c) >>> 24
        self.multiply_add(steps, c, d);
        xor(steps, b, c);
        swizzle(steps, b, self.rotate_24);
        // a = a + b + 2·aL·bL; d = (d ⊕ a) >>> 16
        steps.push(low_halves(b, low));
        self.multiply_add(steps, a, b);
        xor(steps, d, a);
        swizzle(steps, d, self.rotate_16);
        // c = c + d + 2·cL·dL; b = (b ⊕ c) >>> 63
        steps.push(low_halves(d, low));
        self.multiply_add(steps, c, d);
        xor(steps, b, c);
        self.rotate_63(steps, b);
    }

    /// x = x + y + 2·xL·yL, where L is the low half of a word; the low halves
    /// of y are in scratch 1 already.
    ///
    /// There is no instruction that multiplies the low halves where they lie.
    /// `extmul_low` and `extmul_high` multiply neighbours, so the low halves of
    /// two vectors are gathered into one: two gathers serve two products.
    fn multiply_add(&self, steps: &mut Vec<Step>, x: Row, y: Row) {
        use Instruction::{I64x2Add, I64x2ExtMulHighI32x4U, I64x2ExtMulLowI32x4U};
        let [low_x, low_y, first, second] = self.scratch;
        steps.push(low_halves(x, low_x));
        steps.push(vec![
            get(low_x),
            get(low_y),
            I64x2ExtMulLowI32x4U,
            set(first),
        ]);
        steps.push(vec![
            get(low_x),
            get(low_y),
            I64x2ExtMulHighI32x4U,
            set(second),
        ]);
        for i in 0..2 {
            steps.push(vec![get(x[i]), get(y[i]), I64x2Add, set(x[i])]);
        }
        for product in [first, second] {
            steps.push(vec![get(product), get(product), I64x2Add, set(product)]);
        }
        for (i, product) in [first, second].into_iter().enumerate() {
            steps.push(vec![get(x[i]), get(product), I64x2Add, set(x[i])]);
        }
    }

    /// x = x >>> 63, which is a rotation left by one: x + x, and the top bit.
    fn rotate_63(&self, steps: &mut Vec<Step>, x: Row) {
        use Instruction::{I32Const, I64x2Add, I64x2ShrU, V128Or};
        let [.., first, second] = self.scratch;
        for (x, top) in x.into_iter().zip([first, second]) {
            steps.push(vec![get(x), I32Const(63), I64x2ShrU, set(top)]);
            steps.push(vec![get(x), get(x), I64x2Add, set(x)]);
            steps.push(vec![get(x), get(top), V128Or, set(x)]);
        }
    }

    /// (x0 x1) (x2 x3) becomes (x1 x2) (x3 x0).
    fn turn_left(&self, steps: &mut Vec<Step>, [x, y]: Row) {
        let [moved, ..] = self.scratch;
        steps.push(vec![get(x), get(y), middle_words(), set(moved)]);
        steps.push(vec![get(y), get(x), middle_words(), set(y)]);
        steps.push(vec![get(moved), set(x)]);
    }

    /// (x0 x1) (x2 x3) becomes (x3 x0) (x1 x2).
    fn turn_right(&self, steps: &mut Vec<Step>, [x, y]: Row) {
        let [moved, ..] = self.scratch;
        steps.push(vec![get(y), get(x), middle_words(), set(moved)]);
        steps.push(vec![get(x), get(y), middle_words(), set(y)]);
        steps.push(vec![get(moved), set(x)]);
    }
}

/// x = x ⊕ y
fn xor(steps: &mut Vec<Step>, x: Row, y: Row) {
    for i in 0..2 {
        steps.push(vec![get(x[i]), get(y[i]), Instruction::V128Xor, set(x[i])]);
    }
}

/// The low halves of the four words of a row, side by side.
fn low_halves([x, y]: Row, to: Local) -> Step {
    vec![get(x), get(y), lanes([0, 2, 4, 6]), set(to)]
}

/// The high halves of the four words of a row, side by side.
fn high_halves([x, y]: Row, to: Local) -> Step {
    vec![get(x), get(y), lanes([1, 3, 5, 7]), set(to)]
}

/// The second word of the first vector and the first of the second.
fn middle_words() -> Instruction<'static> {
    lanes([2, 3, 4, 5])
}

/// Rotates by whole bytes. `swizzle` with a mask kept in a local is one
/// instruction everywhere; a constant `shuffle` loads its mask again each time.
fn swizzle(steps: &mut Vec<Step>, x: Row, mask: Local) {
    for x in x {
        steps.push(vec![get(x), get(mask), Instruction::I8x16Swizzle, set(x)]);
    }
}

/// The byte order that rotates both 64-bit words right by a number of bits.
fn rotation_mask(bits: usize) -> [u8; 16] {
    std::array::from_fn(|byte| (byte / 8 * 8 + (byte + bits / 8) % 8) as u8)
}

/// A shuffle of 32-bit lanes: 0 to 3 of the first vector, 4 to 7 of the second.
fn lanes(order: [u8; 4]) -> Instruction<'static> {
    Instruction::I8x16Shuffle(std::array::from_fn(|byte| {
        4 * order[byte / 4] + byte as u8 % 4
    }))
}
