// What the browser's entry points uncompress the wasm with.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { compress } from "lzma1";
import { unlzma } from "../../pkg-template/internal/unlzma.js";

const noise = randomBytes(70_000);
const SAMPLES = {
  nothing: Buffer.alloc(0),
  "one byte": Buffer.from([7]),
  zeros: Buffer.alloc(100_000),
  noise,
  text: Buffer.from("the quick brown fox jumps over the lazy dog. ".repeat(2000)),
  "four distances in turn": Buffer.concat(
    Array.from({ length: 3000 }, (_, at) => noise.subarray((at % 5) * 999).subarray(0, 3 + (at % 7))),
  ),
  "a bit of everything": Buffer.concat([
    noise,
    Buffer.alloc(400),
    Buffer.from("abcabcabc".repeat(50)),
    noise.subarray(0, 300),
    Buffer.from(Array.from({ length: 40_000 }, (_, at) => (at * at) >> 7)),
    noise.subarray(60_000),
  ]),
};

for (const [name, bytes] of Object.entries(SAMPLES)) {
  test(`${name}, at the least, a middle and the highest level, comes back as it was`, () => {
    for (const level of /** @type {const} */ ([1, 5, 9])) {
      // The header's 13 bytes say what is always the same, and the size.
      const output = unlzma(compress(bytes, level).subarray(13), bytes.length);
      assert.ok(bytes.equals(output), `level ${level}`);
    }
  });
}

test("a stream of another program comes back as it was", () => {
  const expected = Buffer.from(Array.from({ length: 600 }, (_, at) => (at % 97 < 60 ? at % 97 : (at * at) >> 3)));
  // xz --format=raw --lzma1=preset=9e,lc=3,lp=0,pb=2
  const stream = Buffer.from(
    "AAAAUlAKhPmbsoAhqWnWJ+A+BlpfBI1T1AS6OVcFCcFVJN6duHFZMWChn/lvSXPyyOqMuhqLKWkhgUFfkJO9gzfsYCNVxbFRwjpaYxh5Z981VXIORDjoKoqZYGQA35RCE7/lzC06zRL2oYG4oXisRFKT28bAiTn3eURHvtUvfqufCseUu7n9Y049CrnzgInT/Kb0dif/u3cC28Q95+bQmj7z0XbO/2CMrz7oZH4etyioUfGJxmYnksYwMU276R5mFxmklJMJq0lM/a/rYkr5lF65j//l7pFEoiiCebiXlDFBYDNHF39QsSUo2iVYfY/wj3bfZS8YWvra1HmilgaFb+SHyRu9hc7FpCqReEHqCqTsIUHpNkjpKT7bPpenVkFGte3dnoK6oRUs/zGSQm///+26AAA=",
    "base64",
  );
  assert.ok(expected.equals(unlzma(stream, expected.length)));
});
