//! Function bodies as lists of steps.

use wasm_encoder::{BlockType, Function, Instruction, MemArg, MemArgTarget, ValType};

/// One operation of the algorithm: instructions that take their operands from
/// locals or memory and leave their result there, so that steps of independent
/// computations can be put in any order.
pub(super) type Step = Vec<Instruction<'static>>;

/// The index of a parameter or local variable.
pub(super) type Local = u32;

/// A function under construction.
pub(super) struct Code {
    parameters: u32,
    locals: Vec<ValType>,
    body: Step,
}

impl Code {
    /// A function of so many parameters; they are the first locals.
    pub(super) fn new(parameters: u32) -> Self {
        Self {
            parameters,
            locals: Vec::new(),
            body: Step::new(),
        }
    }

    /// A new local variable.
    pub(super) fn local(&mut self, of: ValType) -> Local {
        self.locals.push(of);
        self.parameters + self.locals.len() as u32 - 1
    }

    /// Several new local variables.
    pub(super) fn locals<const N: usize>(&mut self, of: ValType) -> [Local; N] {
        std::array::from_fn(|_| self.local(of))
    }

    /// Appends one step.
    pub(super) fn push(&mut self, step: impl IntoIterator<Item = Instruction<'static>>) {
        self.body.extend(step);
    }

    /// A new local holding `from + offset`: a pointer to move.
    pub(super) fn pointer(&mut self, from: Local, offset: u64) -> Local {
        let pointer = self.local(ValType::I32);
        self.push([get(from)]);
        if offset != 0 {
            self.push([Instruction::I32Const(offset as i32), Instruction::I32Add]);
        }
        self.push([set(pointer)]);
        pointer
    }

    /// Repeats the steps `times` times, moving every pointer by `stride` bytes
    /// after each. A loop rather than its unrolling: the copies would not fit
    /// the processor's cache of decoded instructions and cost a fifth.
    pub(super) fn repeat(&mut self, times: u64, stride: u64, pointers: &[Local], steps: Vec<Step>) {
        let end = self.pointer(pointers[0], times * stride);
        self.push([Instruction::Loop(BlockType::Empty)]);
        self.push(steps.into_iter().flatten());
        for &pointer in pointers {
            self.push([
                get(pointer),
                Instruction::I32Const(stride as i32),
                Instruction::I32Add,
                set(pointer),
            ]);
        }
        self.push([
            get(pointers[0]),
            get(end),
            Instruction::I32Ne,
            Instruction::BrIf(0),
            Instruction::End,
        ]);
    }

    /// The finished function.
    pub(super) fn finish(mut self) -> Function {
        self.push([Instruction::End]);
        let mut function = Function::new_with_locals_types(self.locals);
        for instruction in &self.body {
            function.instruction(instruction);
        }
        function
    }
}

/// Puts two independent lists of steps into one, evenly: at every point the
/// same share of each is done. An engine keeps this order, and so both kinds of
/// execution units have work all the time.
pub(super) fn interleave(left: Vec<Step>, right: Vec<Step>) -> Vec<Step> {
    let (lefts, rights) = (left.len(), right.len());
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    let mut merged = Vec::with_capacity(lefts + rights);
    let (mut l, mut r) = (0, 0);
    while l < lefts || r < rights {
        // Whose next step's middle comes first: (l + ½)/lefts or (r + ½)/rights.
        let from_left = r == rights || (l < lefts && (2 * l + 1) * rights <= (2 * r + 1) * lefts);
        if from_left {
            merged.extend(left.next());
            l += 1;
        } else {
            merged.extend(right.next());
            r += 1;
        }
    }
    merged
}

/// `local.get`
pub(super) fn get(local: Local) -> Instruction<'static> {
    Instruction::LocalGet(local)
}

/// `local.set`
pub(super) fn set(local: Local) -> Instruction<'static> {
    Instruction::LocalSet(local)
}

/// The address `pointer + offset`, for an access of 2^`align` bytes.
pub(super) fn at(offset: u64, align: u32) -> MemArg {
    MemArg {
        offset,
        align,
        target: MemArgTarget::Memory(0),
        ordering: None,
    }
}
