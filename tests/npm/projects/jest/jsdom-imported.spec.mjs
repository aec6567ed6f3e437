/** @jest-environment ./jsdom.cjs */
import { writeFileSync } from "node:fs";
import util from "node:util";
import * as keyward from "keyward";
import { hash, verify } from "keyward/password";
import { Pool } from "keyward/pool";
import { decode, issue } from "keyward/token";
import { atOnce } from "./at-once.cjs";
import { runSuite } from "./suite.mjs";

test("at once, with nothing but what jsdom has", async () => {
  expect(globalThis.TextDecoder).toBeUndefined();
  atOnce(expect, keyward);
  atOnce(expect, { hash, verify, decode, issue });
  // An imported package is the browser's, and jsdom has no Web Workers.
  await expect(new Pool().hash("x")).rejects.toThrow("there are no Web Workers here");
});

test("the suite", async () => {
  globalThis.TextEncoder = util.TextEncoder;
  const results = { suite: await runSuite(keyward) };
  writeFileSync("jsdom-imported.json", JSON.stringify(results));
  expect(results.suite.passed).toBeGreaterThan(0);
}, 300_000);
