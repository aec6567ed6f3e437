//! The permutation P in sixteen 64-bit words: RFC 9106 section 3.6.

use wasm_encoder::{Instruction, ValType};

use super::code::{Code, Local, Step, get, set};

/// The words each GB works on: first the columns of the 4 × 4 matrix, then its
/// diagonals (RFC 9106 figure 18).
const COLUMNS: [[usize; 4]; 4] = [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15]];
const DIAGONALS: [[usize; 4]; 4] = [[0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]];

/// The local variables of one P in words.
pub(super) struct Words {
    v: [Local; 16],
    low: [Local; 2],
    others: [Local; 2],
}

impl Words {
    /// Declares the locals.
    pub(super) fn new(code: &mut Code) -> Self {
        Self {
            v: code.locals(ValType::I64),
            low: code.locals(ValType::I64),
            others: code.locals(ValType::I64),
        }
    }

    /// P over what `load` gives for the words 0 to 15; `store` takes the
    /// results. Each word is loaded just before its first GB and stored right
    /// after its last: sixteen words are more than a processor has registers.
    ///
    /// `load` and `store` give two halves, what reads from memory and what then
    /// computes and writes; between them stands the second half of the word
    /// before. V8 reads a value twice, once for nothing, where an operation
    /// could take it from memory itself, and a writing in between keeps it from
    /// trying.
    pub(super) fn permutation(
        &self,
        load: impl Fn(u64, Local, Local) -> [Step; 2],
        store: impl Fn(u64, Local, Local) -> [Step; 2],
    ) -> Vec<Step> {
        let mut steps = Vec::new();
        for column in COLUMNS {
            self.staggered(&mut steps, column, &load);
            self.gb(&mut steps, column.map(|word| self.v[word]));
        }
        for diagonal in DIAGONALS {
            self.gb(&mut steps, diagonal.map(|word| self.v[word]));
            self.staggered(&mut steps, diagonal, &store);
        }
        steps.retain(|step| !step.is_empty());
        steps
    }

    /// Both halves for each word, each second one after the next first one.
    fn staggered(
        &self,
        steps: &mut Vec<Step>,
        words: [usize; 4],
        halves: impl Fn(u64, Local, Local) -> [Step; 2],
    ) {
        let mut before = Step::new();
        for (word, &other) in words.into_iter().zip(self.others.iter().cycle()) {
            let [first, second] = halves(word as u64, self.v[word], other);
            steps.extend([first, std::mem::replace(&mut before, second)]);
        }
        steps.push(before);
    }

    fn gb(&self, steps: &mut Vec<Step>, [a, b, c, d]: [Local; 4]) {
        self.multiply_add(steps, a, b);
        rotated_xor(steps, d, a, 32);
        self.multiply_add(steps, c, d);
        rotated_xor(steps, b, c, 24);
        self.multiply_add(steps, a, b);
        rotated_xor(steps, d, a, 16);
        self.multiply_add(steps, c, d);
        rotated_xor(steps, b, c, 63);
    }

    /// x = x + y + 2·xL·yL, where L is the low half of a word.
    fn multiply_add(&self, steps: &mut Vec<Step>, x: Local, y: Local) {
        use Instruction::{I32WrapI64, I64Add, I64Const, I64ExtendI32U, I64Mul, I64Shl};
        let [low_x, low_y] = self.low;
        for (word, low) in [(x, low_x), (y, low_y)] {
            steps.push(vec![get(word), I32WrapI64, I64ExtendI32U, set(low)]);
        }
        steps.push(vec![get(low_x), get(low_y), I64Mul, set(low_x)]);
        steps.push(vec![get(x), get(y), I64Add, set(x)]);
        steps.push(vec![
            get(x),
            get(low_x),
            I64Const(1),
            I64Shl,
            I64Add,
            set(x),
        ]);
    }
}

/// x = (x ⊕ y) >>> bits
fn rotated_xor(steps: &mut Vec<Step>, x: Local, y: Local, bits: i64) {
    steps.push(vec![get(x), get(y), Instruction::I64Xor, set(x)]);
    steps.push(vec![
        get(x),
        Instruction::I64Const(bits),
        Instruction::I64Rotr,
        set(x),
    ]);
}
