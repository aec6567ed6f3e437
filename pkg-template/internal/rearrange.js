// The bytes of a wasm in another order, for the compression: what varies most between its instructions (numbers of locals,
// constants, offsets in memory) lies apart from them, each kind by itself. LZMA finds more in that by a tenth.
// https://webassembly.github.io/spec/core/binary/instructions.html

/** The streams. Operands that are none of these three stay with their instructions, and the rest is what is no instruction. */
const [REST, CODE, LOCAL, CONSTANT, OFFSET] = [0, 1, 2, 3, 4];
export const STREAMS = 5;

const CODE_SECTION = 10;

/**
 * Moves the `size` bytes of a wasm, one after the other, each to or from the stream that it belongs to. `reads` and `writes` say
 * where `input` and `output` have their next byte: for a wasm one position, for streams as many as there are.
 *
 * @param {Uint8Array} input
 * @param {Int32Array} reads
 * @param {Uint8Array} output
 * @param {Int32Array} writes
 * @param {number} size
 */
export function rearrange(input, reads, output, writes, size) {
  const isFrom = reads.length > 1;
  const isTo = writes.length > 1;
  let moved = 0;

  /** @param {number} stream */
  const byte = (stream) => {
    moved += 1;
    const value = input[reads[isFrom ? stream : 0]++];
    output[writes[isTo ? stream : 0]++] = value;
    return value;
  };

  /**
   * @param {number} stream
   * @param {number} count
   */
  const bytes = (stream, count) => {
    for (let left = count; left > 0; left -= 1) byte(stream);
  };

  /**
   * A number in LEB128. The value is right where it has 32 bits without a sign.
   *
   * @param {number} stream
   */
  const number = (stream) => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const next = byte(stream);
      value |= (next & 0x7f) << shift;
      if (next < 0x80) return value;
    }
  };

  /**
   * @param {number} stream
   * @param {number} count
   */
  const numbers = (stream, count) => {
    for (let left = count; left > 0; left -= 1) number(stream);
  };

  /** An alignment and an offset. */
  const place = () => {
    number(CODE);
    number(OFFSET);
  };

  /** @param {number} code */
  const bulkOperands = (code) => numbers(CODE, code < 8 ? 0 : [8, 10, 12, 14].includes(code) ? 2 : 1);

  /** @param {number} code */
  const vectorOperands = (code) => {
    if (code < 12 || (code > 83 && code < 94)) place();
    if (code === 12 || code === 13) bytes(CODE, 16);
    else if ((code > 20 && code < 35) || (code > 83 && code < 92)) byte(CODE);
  };

  /** @param {number} code */
  const operands = (code) => {
    if (code >= 0x20 && code <= 0x22) number(LOCAL);
    else if (code === 0x41) number(CONSTANT);
    else if (code >= 0x28 && code <= 0x3e) place();
    else if (code === 0x0e) numbers(CODE, number(CODE) + 1);
    else if (code === 0x43 || code === 0x44) bytes(CODE, code === 0x43 ? 4 : 8);
    else if (code === 0xfc) bulkOperands(number(CODE));
    else if (code === 0xfd) vectorOperands(number(CODE));
    else numbers(CODE, OPERANDS[code] ?? 0);
  };

  bytes(REST, 8);
  while (moved < size) {
    const id = byte(REST);
    const length = number(REST);
    if (id !== CODE_SECTION) bytes(REST, length);
    else
      for (let functions = number(REST); functions > 0; functions -= 1) {
        const body = number(REST);
        const end = moved + body;
        for (let kinds = number(REST); kinds > 0; kinds -= 1) numbers(REST, 2);
        while (moved < end) operands(byte(CODE));
      }
  }
}

/**
 * How many numbers come after an instruction: blocks, branches, calls, typed selections, globals, tables, the memory's size,
 * constants of 64 bits, references.
 *
 * @type {Record<number, number>}
 */
const OPERANDS = {
  2: 1,
  3: 1,
  4: 1,
  12: 1,
  13: 1,
  16: 1,
  17: 2,
  28: 2,
  35: 1,
  36: 1,
  37: 1,
  38: 1,
  63: 1,
  64: 1,
  66: 1,
  208: 1,
  210: 1,
};
