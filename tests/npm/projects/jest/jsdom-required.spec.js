/** @jest-environment ./jsdom.cjs */
const { writeFileSync } = require("node:fs");
const util = require("node:util");
const keyward = require("keyward");
const { hash, verify } = require("keyward/password");
const pool = require("keyward/pool");
const { decode, issue } = require("keyward/token");
const { atOnce } = require("./at-once.cjs");
const { runAll } = require("./suite.cjs");

test("at once, with nothing but what jsdom has", async () => {
  expect(globalThis.TextDecoder).toBeUndefined();
  atOnce(expect, keyward);
  atOnce(expect, { hash, verify, decode, issue });
  expect(verify("pässwörd", await pool.hash("pässwörd"))).toBe(true);
});

test("the suite", async () => {
  // It makes bytes of text, and the package does without.
  globalThis.TextEncoder = util.TextEncoder;
  const results = await runAll(keyward, pool);
  writeFileSync("jsdom-required.json", JSON.stringify(results));
  expect(results.suite.passed).toBeGreaterThan(0);
}, 300_000);
