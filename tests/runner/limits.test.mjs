// A test that hangs costs its limit and no more: it fails by its name, and the files after it run.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { before, test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { nodeTest } from "../../scripts/test/node.mjs";
import { temporaryFolder } from "../support/folder.mjs";

const limits = pathToFileURL(inRoot("scripts/test/limits.mjs"));
const HEAD = `
import { after, before, describe, test } from "node:test";
import { limits } from ${JSON.stringify(limits)};
Object.assign(limits, { test: 1000, hooks: 2000, end: 1000 });
const forever = () => new Promise(() => setInterval(() => {}, 1000));
`;
const FILES = {
  "a-test": 'test("good", () => {}); test("hangs", forever); test("never runs", () => {});',
  "b-subtest": 'describe("all", () => test("outer", async (context) => { await context.test("inner", forever); }));',
  "c-hook": 'test("first", () => {}); describe("second", () => { before(forever); test("never runs", () => {}); });',
  "d-end": 'after(forever); test("good", () => {});',
  "e-handle": 'setInterval(() => {}, 1000); test("good", () => {});',
  "f-good":
    'limits.end = 10_000; test("good", () => {}); test("bad", () => { throw new Error("bad"); }); test.skip("left out", () => {}); describe.skip("left out as a whole", () => { test("never runs", () => {}); });',
};

const folder = temporaryFolder();

before(() => {
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, `${name}.test.mjs`), HEAD + text);
});

test("what hangs is ended, named and counted once, and the files after it run", async () => {
  const { NODE_TEST_CONTEXT, ...env } = process.env;
  const files = Object.keys(FILES).map((name) => join(folder, `${name}.test.mjs`));
  const { passed, failed, skipped, problems, failures } = await nodeTest(process.execPath, files, {
    env,
    show: "none",
  });
  assert.deepEqual(
    problems.map((problem) => problem.replace(/^.*\/(.*)\.test\.mjs: (.*) \(open: .*\)$/, "$1: $2")),
    [
      'a-test: "hangs" did not end within 1 s',
      'b-subtest: "inner" did not end within 1 s',
      'c-hook: what comes after "first" did not end within 2 s',
      "d-end: what comes after the last test did not end within 1 s",
      "e-handle: what comes after the last test did not end within 1 s",
    ],
  );
  assert.deepEqual({ passed, failed, skipped }, { passed: 5, failed: 6, skipped: 2 });
  assert.equal(failures.length, 1, "what hangs is said among the problems");
  assert.match(failures[0], /f-good\.test\.mjs: "bad": Error: bad\n {4}at /);
});
