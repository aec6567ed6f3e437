// The package in the tests of those who use it, in Node's environment and in those that stand for a browser.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { build } from "esbuild";
import { MINUTE, limits } from "../../scripts/test/limits.mjs";
import { toolNode } from "./binaries.mjs";
import { check, installed, pack, proven, run } from "./support.mjs";

/** A test runner may have to be downloaded, and runs the suite several times in one test. */
limits.test = 15 * MINUTE;

const quiet = { ...process.env, CI: "true", NO_COLOR: "1" };

before(pack);

const results = async (folder, file) => JSON.parse(await readFile(join(folder, file), "utf8"));

test("Vitest", async (context) => {
  const folder = await installed("vitest");
  await run(toolNode, ["node_modules/vitest/vitest.mjs", "run"], { cwd: folder, env: quiet });
  check(context, await results(folder, "results.json"));
  for (const [environment, window] of /** @type {[string, RegExp][]} */ ([
    ["jsdom", /jsdom/],
    ["happy-dom", /HappyDOM/],
  ])) {
    for (const AS_BROWSER of ["", "1"]) {
      await run(toolNode, ["node_modules/vitest/vitest.mjs", "run", "--environment", environment], {
        cwd: folder,
        env: { ...quiet, AS_BROWSER },
      });
      const found = await results(folder, "results.json");
      check(context, found, AS_BROWSER ? ["suite"] : ["suite", "pool"]);
      assert.match(found.window, window);
    }
  }
  proven("vitest");
});

test("Jest, with require and with import", async (context) => {
  const folder = await installed("jest");
  await build({
    entryPoints: [join(folder, "suite.mjs")],
    outfile: join(folder, "suite.cjs"),
    bundle: true,
    format: "cjs",
  });
  const jest = "node_modules/jest/bin/jest.js";
  await run(toolNode, [jest, "required.spec.js"], { cwd: folder, env: quiet });
  check(context, await results(folder, "required.json"));
  await run(toolNode, ["--experimental-vm-modules", jest, "imported.spec.mjs"], { cwd: folder, env: quiet });
  check(context, await results(folder, "imported.json"));
  await run(toolNode, [jest, "jsdom-required.spec.js"], { cwd: folder, env: quiet });
  check(context, await results(folder, "jsdom-required.json"));
  await run(toolNode, ["--experimental-vm-modules", jest, "jsdom-imported.spec.mjs"], { cwd: folder, env: quiet });
  check(context, await results(folder, "jsdom-imported.json"), ["suite"]);
  proven("jest");
});
