// Undoes DEFLATE (RFC 1951), because a page has no synchronous function for it, and an inlined wasm that is compressed is
// smaller on the wire than one that only the server compresses. A tenth of the size of the libraries that do more.

/** RFC 1951 section 3.2.5: the lengths that the symbols from 257 on begin at. */
const LENGTHS = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
/** Section 3.2.7: the order in which the lengths of the code length codes come. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const END = 256;

/** @typedef {{ counts: Uint16Array, symbols: Uint16Array }} Tree A canonical Huffman code. */

/**
 * The bytes of a well-formed stream, `size` of them.
 *
 * @param {Uint8Array} input
 * @param {number} size
 */
export function inflate(input, size) {
  const output = new Uint8Array(size);
  let from = 0;
  let to = 0;
  let bits = 0;
  let count = 0;

  /** @param {number} wanted */
  const take = (wanted) => {
    while (count < wanted) {
      bits |= input[from++] << count;
      count += 8;
    }
    const value = bits & ((1 << wanted) - 1);
    bits >>>= wanted;
    count -= wanted;
    return value;
  };

  /**
   * Walks down the canonical Huffman tree (section 3.2.2) bit by bit.
   *
   * @param {Tree} tree
   */
  const symbol = ({ counts, symbols }) => {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; ; length += 1) {
      code |= take(1);
      const here = counts[length];
      if (code - first < here) return symbols[index + code - first];
      index += here;
      first = (first + here) << 1;
      code <<= 1;
    }
  };

  /**
   * @param {number} distance
   * @param {number} length
   */
  const copy = (distance, length) => {
    for (let left = length; left > 0; left -= 1, to += 1) output[to] = output[to - distance];
  };

  /** Section 3.2.4. */
  const stored = () => {
    bits = count = 0;
    const length = input[from] | (input[from + 1] << 8);
    from += 4;
    output.set(input.subarray(from, from + length), to);
    from += length;
    to += length;
  };

  /** Section 3.2.6. */
  const fixed = () => [
    tree(Array.from({ length: 288 }, (_, value) => (value < 144 ? 8 : value < 256 ? 9 : value < 280 ? 7 : 8))),
    tree(Array(30).fill(5)),
  ];

  /** Section 3.2.7. */
  const dynamic = () => {
    const literals = take(5) + 257;
    const all = literals + take(5) + 1;
    const codeLengths = Array(19).fill(0);
    for (let left = take(4) + 4, at = 0; at < left; at += 1) codeLengths[ORDER[at]] = take(3);
    const codes = tree(codeLengths);
    /** @type {number[]} */
    const lengths = [];
    while (lengths.length < all) {
      const value = symbol(codes);
      if (value < 16) lengths.push(value);
      else if (value === 16) lengths.push(...Array(take(2) + 3).fill(lengths.at(-1)));
      else lengths.push(...Array(value === 17 ? take(3) + 3 : take(7) + 11).fill(0));
    }
    return [tree(lengths.slice(0, literals)), tree(lengths.slice(literals))];
  };

  /** @param {Tree[]} trees */
  const compressed = ([literals, distances]) => {
    for (let value = symbol(literals); value !== END; value = symbol(literals)) {
      if (value < END) output[to++] = value;
      else {
        const at = value - END - 1;
        const length = LENGTHS[at] + take(at < 8 || at === 28 ? 0 : (at - 4) >> 2);
        const far = symbol(distances);
        const extra = far < 4 ? 0 : (far >> 1) - 1;
        copy((far < 4 ? far : (2 + (far & 1)) << extra) + 1 + take(extra), length);
      }
    }
  };

  for (let last = 0; !last; ) {
    last = take(1);
    const kind = take(2);
    if (kind === 0) stored();
    else compressed(kind === 1 ? fixed() : dynamic());
  }
  return output;
}

/**
 * How many codes each length has, and the symbols in the order of their codes.
 *
 * @param {number[]} lengths
 * @returns {Tree}
 */
function tree(lengths) {
  const counts = new Uint16Array(16);
  for (const length of lengths) if (length) counts[length] += 1;
  const next = new Uint16Array(16);
  for (let length = 1; length < 15; length += 1) next[length + 1] = next[length] + counts[length];
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, value) => {
    if (length) symbols[next[length]++] = value;
  });
  return { counts, symbols };
}
