// Does a finished wasm file have the Argon2 kernel as it was generated?
//
// The kernel's speed is in the order of its instructions, and everything between the generator and the package (the linker,
// wasm-bindgen, wasm-opt) may rearrange them. The functions of the object file that build.rs wrote are looked for in the
// finished file: the same operations on the same operands in the same order. How locals are numbered is free.
import { readFileSync } from "node:fs";

/**
 * The functions of the object file, as `SYMBOLS` of the generator lists them. The last, `wipe`, is one instruction, which
 * wasm-opt may put where it is called; that it wipes is a test's business (tests/npm/kernel.test.mjs).
 */
const VARIANTS = { simd: [0, 1, 2], scalar: [3, 4, 5] };
const SHARED = [6];

/** Why a wasm file does not have these variants of the kernel in the object file, or null when it does. */
export function kernelProblem(file, object, variants = Object.keys(VARIANTS)) {
  const kernel = bodies(readFileSync(object));
  const found = new Set(bodies(readFileSync(file)).map(computation));
  for (const index of [...variants.flatMap((variant) => VARIANTS[variant]), ...SHARED]) {
    const wanted = computation(kernel[index]);
    if (wanted === null) return `function ${index} of Argon2's kernel has an instruction that its check does not know`;
    if (!found.has(wanted))
      return `${file} does not have function ${index} of Argon2's kernel as it was generated: a pass of wasm-opt has changed it`;
  }
  return null;
}

/** A cursor over bytes: LEB128 numbers and raw bytes. */
class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  byte() {
    return this.bytes[this.at++];
  }
  take(count) {
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }
  /** LEB128 of up to 64 bits, as the text of its value. */
  leb(signed) {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = BigInt(this.byte());
      value |= (byte & 0x7fn) << shift;
      if (!(byte & 0x80n)) return signed ? BigInt.asIntN(Number(shift) + 7, value) : value;
    }
  }
  unsigned() {
    return Number(this.leb(false));
  }
}

const CODE_SECTION = 10;

/** The bodies of a module's functions: locals and instructions, without the length in front. */
function bodies(wasm) {
  const reader = new Reader(wasm, 8);
  while (reader.at < wasm.length) {
    const id = reader.byte();
    const content = new Reader(reader.take(reader.unsigned()));
    if (id === CODE_SECTION) return Array.from({ length: content.unsigned() }, () => content.take(content.unsigned()));
  }
  return [];
}

// Of the many instructions of wasm, those that a kernel is made of; `takes` and `gives` count operands.
/**
 * @param {string} name
 * @param {number} takes
 * @param {(reader: Reader) => unknown} [immediate]
 */
const operation = (name, takes, gives = 1, immediate = () => "") => ({ name, takes, gives, immediate });
/** An operation of two operands whose order says nothing. */
const symmetric = (name) => ({ ...operation(name, 2), symmetric: true });
const address = (reader) => `${reader.unsigned()}+${reader.unsigned()}`;
const INSTRUCTIONS = new Map([
  [0x1a, operation("drop", 1, 0)],
  [0x29, operation("i64.load", 1, 1, address)],
  [0x37, operation("i64.store", 2, 0, address)],
  [0x41, operation("i32.const", 0, 1, (reader) => reader.leb(true))],
  [0x42, operation("i64.const", 0, 1, (reader) => reader.leb(true))],
  [0x47, symmetric("i32.ne")],
  [0x6a, symmetric("i32.add")],
  [0x7c, symmetric("i64.add")],
  [0x7e, symmetric("i64.mul")],
  [0x85, symmetric("i64.xor")],
  [0x86, operation("i64.shl", 2)],
  [0x8a, operation("i64.rotr", 2)],
  [0xa7, operation("i32.wrap_i64", 1)],
  [0xad, operation("i64.extend_i32_u", 1)],
]);
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const VECTOR_INSTRUCTIONS = new Map([
  [0x00, operation("v128.load", 1, 1, address)],
  [0x0b, operation("v128.store", 2, 0, address)],
  [0x0c, operation("v128.const", 0, 1, (reader) => hex(reader.take(16)))],
  [0x0d, operation("i8x16.shuffle", 2, 1, (reader) => hex(reader.take(16)))],
  [0x0e, operation("i8x16.swizzle", 2)],
  [0x50, symmetric("v128.or")],
  [0x51, symmetric("v128.xor")],
  [0xcd, operation("i64x2.shr_u", 2)],
  [0xce, symmetric("i64x2.add")],
  [0xde, symmetric("i64x2.extmul_low_i32x4_u")],
  [0xdf, symmetric("i64x2.extmul_high_i32x4_u")],
]);
const BULK_INSTRUCTIONS = new Map([[0x0b, operation("memory.fill", 3, 0, (reader) => reader.unsigned())]]);
const LOOP = 0x03;
const END = 0x0b;
const BR_IF = 0x0d;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const LOCAL_TEE = 0x22;
/** Instructions of two bytes, by the first. */
const PREFIXED = new Map([
  [0xfc, BULK_INSTRUCTIONS],
  [0xfd, VECTOR_INSTRUCTIONS],
]);

/**
 * What a body computes: its operations in their order, each naming the operations that its operands come from. Reading and
 * writing local variables leaves no trace, so that two bodies that differ in the numbering of their locals, or in what is kept
 * in one and what on the operand stack, come out the same; two that differ in an operation, an operand, or the order do not.
 * `null` for a body with an instruction that no kernel has.
 */
function computation(body) {
  const reader = new Reader(body);
  for (let groups = reader.unsigned(); groups > 0; groups -= 1) {
    reader.unsigned();
    reader.byte();
  }
  const state = { reader, written: [], locals: new Map(), stack: [], loops: [] };
  const define = (text) => `%${state.written.push(text) - 1}`;
  const read = (local) => state.locals.get(local) ?? `local ${local}`;
  while (reader.at < body.length) {
    const code = reader.byte();
    if (code === LOOP) {
      reader.byte();
      enter(state, define);
    } else if (code === END) {
      if (state.loops.length > 0) leave(state);
      else if (reader.at === body.length) define(`return ${state.stack.join(" ")}`);
      else return null;
    } else if (code === BR_IF) {
      if (state.loops.length === 0 || reader.unsigned() !== 0) return null;
      define(`repeat if ${state.stack.pop()}`);
    } else if (code === LOCAL_GET) {
      state.stack.push(read(reader.unsigned()));
    } else if (code === LOCAL_SET) {
      state.locals.set(reader.unsigned(), state.stack.pop());
    } else if (code === LOCAL_TEE) {
      state.locals.set(reader.unsigned(), state.stack.at(-1));
    } else {
      const found = (PREFIXED.get(code) ?? INSTRUCTIONS).get(PREFIXED.has(code) ? reader.unsigned() : code);
      if (!found) return null;
      const immediate = found.immediate(reader);
      const operands = found.takes === 0 ? [] : state.stack.splice(-found.takes);
      if (found.symmetric) operands.sort();
      const value = `${found.name} ${immediate} (${operands.join(" ")})`;
      // A constant has no place in the order: it is written where it is used.
      if (found.takes === 0) state.stack.push(value);
      else if (found.gives === 1) state.stack.push(define(value));
      else define(value);
    }
  }
  return state.written.join("\n");
}

/** A loop begins: what a local holds may come from before it or from its last round. */
function enter(state, define) {
  define("loop");
  const entries = [];
  const before = state.locals;
  const inside = new Map();
  // The first reading of a local inside decides; one that is never written inside is told apart at the end.
  state.locals = {
    get(local) {
      if (!inside.has(local)) {
        const name = `round ${state.loops.length}.${entries.length}`;
        entries.push({ local, name, from: before.get(local) ?? `local ${local}` });
        inside.set(local, name);
      }
      return inside.get(local);
    },
    set: (local, value) => inside.set(local, value),
  };
  state.loops.push({ begin: state.written.length, entries, before, inside });
}

/** A loop ends: says for each entry where it comes from, and puts unchanged ones back to what they were before. */
function leave(state) {
  const { begin, entries, before, inside } = state.loops.pop();
  let text = state.written.splice(begin).join("\n");
  const kept = [];
  for (const { local, name, from } of entries) {
    const after = inside.get(local);
    const same = after === name;
    const label = same ? from : `entry ${state.loops.length}.${kept.push({ from, after }) - 1}`;
    text = text.replaceAll(`${name} `, `${label} `).replaceAll(`${name})`, `${label})`);
    if (same) inside.set(local, from);
  }
  state.written.push(...text.split("\n"), ...kept.map(({ from, after }) => `entry from ${from} then ${after}`), "end");
  const merged = new Map(before instanceof Map ? before : []);
  for (const [local, value] of inside) merged.set(local, value);
  state.locals = merged;
}
