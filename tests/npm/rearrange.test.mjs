// What brings the bytes of a wasm into the order in which they compress best, and back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { STREAMS, rearrange } from "../../pkg-template/internal/rearrange.js";

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const custom = [0, 3, 1, 0x78, 0xff];
/** One function without locals, and one with two kinds of them. */
const code = (...instructions) => {
  const plain = [0, ...instructions.flat(), 0x0b];
  const withLocals = [2, 1, 0x7f, 0x80, 1, 0x7e, 0x0b];
  const bodies = [plain, withLocals].flatMap((body) => [...leb(body.length), ...body]);
  return [10, ...leb(bodies.length + 1), 2, ...bodies];
};
const leb = (value) => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >> 7)]);

/** An instruction with an operand of each kind that stays, by the sections of the specification's chapter on the binary format. */
const STAYING = {
  "a block": [0x02, 0x40],
  "a loop of a type": [0x03, 0x80, 1],
  "a branch": [0x0c, 0x81, 1],
  "a table of branches": [0x0e, 2, 0, 1, 0x80, 1],
  "a call": [0x10, 0xff, 1],
  "an indirect call": [0x11, 5, 0],
  "a typed selection": [0x1c, 1, 0x7f],
  "a global": [0x23, 0x84, 1],
  "an access to a table": [0x25, 1],
  "the memory's size": [0x3f, 0],
  "a constant of 64 bits": [0x42, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0],
  floats: [0x43, 0x80, 0x80, 0x80, 0x80, 0x44, 0x20, 0x20, 0x41, 0x41, 0x20, 0x20, 0x41, 0x41],
  references: [0xd0, 0x6f, 0xd1, 0xd2, 3],
  "a saturating conversion": [0xfc, 2],
  "copies, fills and tables": [
    0xfc, 8, 1, 0, 0xfc, 9, 1, 0xfc, 10, 0, 0, 0xfc, 11, 0, 0xfc, 12, 0, 1, 0xfc, 14, 0, 0, 0xfc, 16, 1,
  ],
  "a vector": [0xfd, 12, ...Array(16).fill(0x20)],
  "a shuffle": [0xfd, 13, ...Array(16).fill(0x41)],
  "a lane": [0xfd, 27, 3],
  "arithmetic with vectors": [0xfd, 0xae, 1],
  "what has no operands": [0x00, 0x01, 0x0f, 0x1a, 0x45, 0x6a, 0xc4],
};
/** With operands that go: of locals, constants, offsets. */
const LOCALS = [0x20, 0x80, 1, 0x21, 5, 0x22, 6];
const CONSTANTS = [0x41, 0x7f, 0x41, 0x80, 0x80, 4];
const PLACES = [
  0x28, 2, 0x90, 1, 0x3e, 0, 8, 0xfd, 0, 4, 16, 0xfd, 11, 4, 17, 0xfd, 92, 2, 18, 0xfd, 84, 0, 19, 7, 0xfd, 91, 3, 20,
  1,
];

function apart(bytes) {
  const starts = Array.from({ length: STREAMS }, (_, stream) => stream * bytes.length);
  const output = new Uint8Array(STREAMS * bytes.length);
  const ends = Int32Array.from(starts);
  rearrange(Uint8Array.from(bytes), new Int32Array(1), output, ends, bytes.length);
  return starts.map((start, stream) => [...output.subarray(start, ends[stream])]);
}

function together(streams) {
  const input = Uint8Array.from(streams.flat());
  const starts = streams.map((_, stream) => streams.slice(0, stream).flat().length);
  const output = new Uint8Array(input.length);
  rearrange(input, Int32Array.from(starts), output, new Int32Array(1), input.length);
  return [...output];
}

for (const [name, instruction] of Object.entries(STAYING)) {
  test(`${name} stays whole`, () => {
    // Two of them, and one that would be another if the end of the first were not found.
    const bytes = [...HEADER, ...custom, ...code(instruction, [0x20, 9], instruction), ...custom];
    const [, instructions, locals, constants, offsets] = apart(bytes);
    assert.deepEqual(instructions, [...instruction, 0x20, ...instruction, 0x0b, 0x0b]);
    assert.deepEqual([locals, constants, offsets], [[9], [], []]);
    assert.deepEqual(together(apart(bytes)), bytes);
  });
}

test("numbers of locals, constants and offsets lie apart, and come back", () => {
  const bytes = [...HEADER, ...code(LOCALS, CONSTANTS, PLACES)];
  const [rest, instructions, locals, constants, offsets] = apart(bytes);
  assert.deepEqual(locals, [0x80, 1, 5, 6]);
  assert.deepEqual(constants, [0x7f, 0x80, 0x80, 4]);
  assert.deepEqual(offsets, [0x90, 1, 8, 16, 17, 18, 19, 20]);
  assert.deepEqual(instructions.slice(0, 5), [0x20, 0x21, 0x22, 0x41, 0x41]);
  assert.deepEqual(rest.slice(0, HEADER.length), HEADER);
  assert.deepEqual(together(apart(bytes)), bytes);
});
