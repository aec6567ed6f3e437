// What the browser's entry point uncompresses the wasm with.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { constants, deflateRawSync } from "node:zlib";
import { inflate } from "../../pkg-template/internal/inflate.js";

const SAMPLES = {
  nothing: Buffer.alloc(0),
  "one byte": Buffer.from([7]),
  zeros: Buffer.alloc(100_000),
  noise: randomBytes(100_000),
  text: Buffer.from("the quick brown fox jumps over the lazy dog. ".repeat(2000)),
  "a bit of everything": Buffer.concat([
    randomBytes(70_000),
    Buffer.alloc(400),
    Buffer.from("abcabcabc".repeat(50)),
    randomBytes(10),
    Buffer.from(Array.from({ length: 40_000 }, (_, at) => (at * at) >> 7)),
  ]),
};

for (const [name, bytes] of Object.entries(SAMPLES)) {
  test(`${name}, stored, under fixed and under dynamic codes, comes back as it was`, () => {
    for (const level of [0, 1, 6, 9]) {
      for (const strategy of [
        constants.Z_DEFAULT_STRATEGY,
        constants.Z_FIXED,
        constants.Z_HUFFMAN_ONLY,
        constants.Z_RLE,
      ]) {
        const output = inflate(deflateRawSync(bytes, { level, strategy }), bytes.length);
        assert.ok(bytes.equals(output), `level ${level}, strategy ${strategy}`);
      }
    }
  });
}
