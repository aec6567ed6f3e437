// Undoes LZMA, because a page has no synchronous function for any compression, and an inlined wasm that is compressed is smaller
// on the wire than one that only the server compresses: with this one by a fifth more than with DEFLATE. The names are those of
// the format's specification (lzma-specification.txt of the LZMA SDK), which the sections below follow.

/** What the compressor was told (`lc`, `pb`): bits of the last byte, and of the position, that the next one depends on. */
const LITERAL_CONTEXT_BITS = 3;
const POSITION_BITS = 2;

/** The length coder's probabilities: two choices, 8 short and 8 middle lengths for each position, 256 long ones. */
const MIDDLE = 2 + (8 << POSITION_BITS);
const LONG = MIDDLE + (8 << POSITION_BITS);
const LENGTHS = LONG + 256;

/** Where the probabilities of each kind begin. A state has 16 places where the position counts, 12 states there are. */
const IS_MATCH = 0;
const IS_REP_0_LONG = IS_MATCH + (12 << POSITION_BITS);
const IS_REP = IS_REP_0_LONG + (12 << POSITION_BITS);
const IS_REP_G0 = IS_REP + 12;
const IS_REP_G1 = IS_REP_G0 + 12;
const IS_REP_G2 = IS_REP_G1 + 12;
const LENGTH = IS_REP_G2 + 12;
const REP_LENGTH = LENGTH + LENGTHS;
const SLOT = REP_LENGTH + LENGTHS;
const DISTANCE = SLOT + 4 * 64;
const ALIGN = DISTANCE + 128;
const LITERAL = ALIGN + 16;
const ALL = LITERAL + (0x300 << LITERAL_CONTEXT_BITS);

/**
 * The bytes of a well-formed stream without a header, `size` of them.
 *
 * @param {Uint8Array} input
 * @param {number} size
 */
export function unlzma(input, size) {
  const output = new Uint8Array(size);
  const probabilities = new Uint16Array(ALL).fill(1 << 10);
  /** The range and the code: in an array, where a number of 32 bits is no object. */
  const coder = new Uint32Array([-1, new DataView(input.buffer, input.byteOffset).getUint32(1)]);
  let from = 5;
  let to = 0;
  let state = 0;
  let [rep0, rep1, rep2, rep3] = [0, 0, 0, 0];

  /**
   * Walks down a tree of bits from the node `symbol` until it is at `end` or beyond, and says how far beyond. The tree of a
   * single bit is one node, the place of which is `at + 1`.
   *
   * @param {number} at
   * @param {number} end
   */
  const walk = (at, end, symbol = 1) => {
    let range = coder[0];
    let code = coder[1];
    do {
      const probability = probabilities[at + symbol];
      const bound = Math.imul(range >>> 11, probability) >>> 0;
      if (code < bound) {
        range = bound;
        probabilities[at + symbol] += (2048 - probability) >> 5;
        symbol <<= 1;
      } else {
        range = (range - bound) >>> 0;
        code = (code - bound) >>> 0;
        probabilities[at + symbol] -= probability >> 5;
        symbol = (symbol << 1) | 1;
      }
      if (range < 1 << 24) {
        range = (range << 8) >>> 0;
        code = ((code << 8) | input[from++]) >>> 0;
      }
    } while (symbol < end);
    coder[0] = range;
    coder[1] = code;
    return symbol - end;
  };

  /** @param {number} at */
  const bit = (at) => walk(at - 1, 2);

  /**
   * Bits that come with the lowest first.
   *
   * @param {number} at
   * @param {number} count
   */
  const reversed = (at, count) => {
    const bits = walk(at, 1 << count);
    let value = 0;
    for (let index = 0; index < count; index += 1) value |= ((bits >> index) & 1) << (count - 1 - index);
    return value;
  };

  /**
   * Bits that are as often 0 as 1.
   *
   * @param {number} count
   */
  const direct = (count) => {
    let value = 0;
    for (let left = count; left > 0; left -= 1) {
      coder[0] >>>= 1;
      const one = coder[1] >= coder[0];
      if (one) coder[1] -= coder[0];
      value = (value << 1) | Number(one);
      if (coder[0] < 1 << 24) {
        coder[0] <<= 8;
        coder[1] = (coder[1] << 8) | input[from++];
      }
    }
    return value;
  };

  const literal = () => {
    const at = LITERAL + 0x300 * ((output[to - 1] ?? 0) >> (8 - LITERAL_CONTEXT_BITS));
    let symbol = 1;
    // After a match the byte is mostly another one than that which would have come next in it.
    let matched = state < 7 ? -1 : output[to - rep0 - 1];
    while (matched >= 0 && symbol < 256) {
      const expected = (matched >> 7) & 1;
      const end = symbol << 1;
      symbol = end + walk(at + ((1 + expected) << 8), end, symbol);
      matched = (symbol & 1) === expected ? (matched << 1) & 0xff : -1;
    }
    output[to++] = symbol < 256 ? walk(at, 256, symbol) : symbol;
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  };

  /**
   * @param {number} at
   * @param {number} position
   */
  const length = (at, position) => {
    if (!bit(at)) return walk(at + 2 + (position << 3), 8);
    if (!bit(at + 1)) return 8 + walk(at + MIDDLE + (position << 3), 8);
    return 16 + walk(at + LONG, 256);
  };

  /** @param {number} slot */
  const distance = (slot) => {
    if (slot < 4) return slot;
    const count = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) << count;
    if (slot < 14) return base + reversed(DISTANCE + base - slot, count);
    const high = direct(count - 4);
    return base + (high << 4) + reversed(ALIGN, 4);
  };

  /** A distance that occurred lately becomes the last one. */
  const repeat = () => {
    if (!bit(IS_REP_G1 + state)) [rep0, rep1] = [rep1, rep0];
    else if (!bit(IS_REP_G2 + state)) [rep0, rep1, rep2] = [rep2, rep0, rep1];
    else [rep0, rep1, rep2, rep3] = [rep3, rep0, rep1, rep2];
  };

  /** @param {number} count */
  const copy = (count) => {
    for (let left = count; left > 0; left -= 1, to += 1) output[to] = output[to - rep0 - 1];
  };

  /** @param {number} position */
  const again = (position) => {
    copy(length(REP_LENGTH, position) + 2);
    state = state < 7 ? 8 : 11;
  };

  while (to < size) {
    const position = to & ((1 << POSITION_BITS) - 1);
    if (!bit(IS_MATCH + (state << POSITION_BITS) + position)) literal();
    else if (!bit(IS_REP + state)) {
      const count = length(LENGTH, position);
      [rep1, rep2, rep3] = [rep0, rep1, rep2];
      rep0 = distance(walk(SLOT + 64 * Math.min(count, 3), 64));
      copy(count + 2);
      state = state < 7 ? 7 : 10;
    } else if (bit(IS_REP_G0 + state)) {
      repeat();
      again(position);
    } else if (bit(IS_REP_0_LONG + (state << POSITION_BITS) + position)) {
      again(position);
    } else {
      copy(1);
      state = state < 7 ? 9 : 11;
    }
  }
  return output;
}
