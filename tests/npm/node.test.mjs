// The package as users of Node get it: packed, installed into an empty folder, imported and required.
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { machineNode } from "../../scripts/setup/node.mjs";
import { NO_BINARY, runtimeBinary } from "./binaries.mjs";
import { lockedVersion, runtimes } from "./runtimes.mjs";
import { RESTING, check, installed, pack, proven, put, run } from "./support.mjs";

const PRINT = "runSuite(keyward).then((suite) => console.log(JSON.stringify({ suite })));";
const PROGRAMS = {
  "resting.mjs": RESTING,
  "thread.mjs": 'import { Worker } from "node:worker_threads";\nnew Worker(new URL("./server.mjs", import.meta.url));',
  "slim.mjs": `import { readFileSync } from "node:fs";
import * as keyward from "keyward/slim";
import { runSuite } from "./suite.mjs";
keyward.init(readFileSync(new URL(import.meta.resolve("keyward/keyward.wasm"))));
${PRINT}`,
  "slim.cjs": `const { readFileSync } = require("node:fs");
const keyward = require("keyward/slim");
keyward.init(new WebAssembly.Module(readFileSync(require.resolve("keyward/keyward.wasm"))));
import("./suite.mjs").then(({ runSuite }) => ${PRINT.slice(0, -1)});`,
};

let folder;

before(async () => {
  await pack();
  folder = await installed("node", PROGRAMS);
});

for (const id of ["node20", "node22", "node26"]) {
  const binary = runtimeBinary(id);
  describe(`on ${runtimes[id].name} ${lockedVersion(id)}, the installed package keeps its contract`, {
    skip: !binary && NO_BINARY,
  }, () => {
    before(async () => assert.equal(await run(binary, ["--version"]), `v${lockedVersion(id)}\n`));

    after(() => proven(id));

    test("imported", async (context) => check(context, await run(binary, ["server.mjs"], { cwd: folder })));

    test("required", async (context) => check(context, await run(binary, ["server.cjs"], { cwd: folder })));

    test("in a worker thread", async (context) => check(context, await run(binary, ["thread.mjs"], { cwd: folder })));

    test("ready on import, without a call or an await, and without a word", async () => {
      const program = 'import { hash } from "keyward"; console.log(typeof hash("x", { memory: 64, iterations: 1 }))';
      assert.equal(await run(binary, ["--input-type=module", "--eval", program], { cwd: folder }), "string\n");
      const required = 'console.log(typeof require("keyward").hash("x", { memory: 64, iterations: 1 }))';
      assert.equal(await run(binary, ["--eval", required], { cwd: folder }), "string\n");
    });

    test("a thread of a pool that rests ends, and the next call has another", async () => {
      assert.equal(await run(binary, ["resting.mjs"], { cwd: folder }), "2\n");
    });

    test("one instance for import and require", async () => {
      const program = `import * as imported from "keyward"; import { createRequire } from "node:module";
        const required = createRequire(import.meta.url)("keyward");
        console.log(imported.Key === required.Key && imported.KeywardError === required.KeywardError);`;
      assert.equal(await run(binary, ["--input-type=module", "--eval", program], { cwd: folder }), "true\n");
    });
  });
}

describe("on the machine's own Node", () => {
  const node = machineNode();

  test("required where ES modules cannot be", async (context) => {
    // What Node before 20.19 does: neither the condition nor the ability is there.
    const old = ["--no-experimental-require-module", "server.cjs"];
    check(context, await run(node, old, { cwd: folder }));
  });

  test("with the wasm handed over", async (context) => {
    check(context, await run(node, ["slim.mjs"], { cwd: folder }), ["suite"]);
    check(context, await run(node, ["slim.cjs"], { cwd: folder }), ["suite"]);
  });
});

describe("a pool in Node", () => {
  const node = machineNode();
  const program = (code) =>
    run(node, ["--input-type=module", "--eval", `import { hash, Pool } from "keyward/pool"; ${code}`], { cwd: folder });

  test("does not keep a process that has nothing else to do", async () => {
    // If it did, the process would end by the time limit of `run`.
    assert.equal(await program('console.log(typeof (await hash("x")))'), "string\n");
    assert.equal(await program("new Pool(); console.log(1)"), "1\n");
  });

  test("keeps it while something is computed", async () => {
    assert.equal(
      await program('await hash("x"); hash("x").then((encoded) => console.log(typeof encoded))'),
      "string\n",
    );
  });

  test("starts no thread before it is needed, and none that runs the process's own hooks", async () => {
    await put(folder, {
      "hook.mjs":
        'import { isMainThread } from "node:worker_threads"; if (!isMainThread) console.log("hook in a thread");',
    });
    const code = 'import { hash } from "keyward/pool"; console.log(typeof (await hash("x")))';
    const output = await run(node, ["--import", "./hook.mjs", "--input-type=module", "--eval", code], { cwd: folder });
    assert.equal(output, "string\n");
  });

  test("an error has the caller's stack", async () => {
    const output = await program(
      'async function caller() { await hash("x", { memory: 1 }); } await caller().catch(({ stack }) => console.log(stack))',
    );
    assert.match(output, /caller/);
  });
});

test("the package needs nothing but itself", async () => {
  const alone = await installed("alone");
  assert.deepEqual(
    (await readdir(join(alone, "node_modules"))).filter((name) => !name.startsWith(".")),
    ["keyward"],
  );
});

test("the package has its licence, its types and its README, and no source or build file", async () => {
  const files = (await readdir(join(folder, "node_modules/keyward"), { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile(),
  );
  const names = files.map(({ name }) => name);
  for (const name of ["LICENSE", "README.md", "index.d.ts", "index.d.cts", "keyward.wasm"])
    assert.ok(names.includes(name), name);
  for (const name of names) assert.match(name, /\.(js|cjs|d\.ts|d\.cts|wasm|json|md)$|^LICENSE/, name);
});
