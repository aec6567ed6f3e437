// The package as users of Node get it: packed, installed into an empty folder, imported and required.
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { capture } from "../../scripts/lib/run.mjs";
import { machineNode, packagedNode } from "../../scripts/setup/node.mjs";
import { check, clean, pack, project, run } from "./support.mjs";

const PRINT = "runSuite(keyward).then((result) => console.log(JSON.stringify(result)));";
const PROGRAMS = {
  "main.mjs": `import * as keyward from "keyward";\nimport { runSuite } from "./suite.mjs";\n${PRINT}`,
  "main.cjs": `const keyward = require("keyward");\nimport("./suite.mjs").then(({ runSuite }) => ${PRINT.slice(0, -1)});`,
  "thread.mjs": 'import { Worker } from "node:worker_threads";\nnew Worker(new URL("./main.mjs", import.meta.url));',
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
  folder = await project("node", PROGRAMS);
});

after(clean);

/** The machine's Node and the packaged one: version to executable. */
const nodes = new Map([machineNode(), packagedNode()].filter(Boolean).map((node) => [capture(node, ["--version"]), node]));

for (const [version, node] of nodes) {
  describe(`on Node ${version}, the installed package keeps its contract`, () => {
    test("imported", async (context) => check(context, await run(node, ["main.mjs"], { cwd: folder })));

    test("required", async (context) => check(context, await run(node, ["main.cjs"], { cwd: folder })));

    test("required where ES modules cannot be", async (context) => {
      // What Node before 20.19 does: neither the condition nor the ability is there.
      const old = ["--no-experimental-require-module", "main.cjs"];
      check(context, await run(node, old, { cwd: folder }));
    });

    test("with the wasm handed over", async (context) => {
      check(context, await run(node, ["slim.mjs"], { cwd: folder }));
      check(context, await run(node, ["slim.cjs"], { cwd: folder }));
    });

    test("in a worker thread", async (context) => {
      check(context, await run(node, ["thread.mjs"], { cwd: folder }));
    });

    test("ready on import, without a call or an await, and without a word", async () => {
      const program = 'import { hash } from "keyward"; console.log(typeof hash("x", { memory: 64, iterations: 1 }))';
      assert.equal(await run(node, ["--input-type=module", "--eval", program], { cwd: folder }), "string\n");
      const required = 'console.log(typeof require("keyward").hash("x", { memory: 64, iterations: 1 }))';
      assert.equal(await run(node, ["--eval", required], { cwd: folder }), "string\n");
    });

    test("one instance for import and require", async () => {
      const program = `import * as imported from "keyward"; import { createRequire } from "node:module";
        const required = createRequire(import.meta.url)("keyward");
        console.log(imported.Key === required.Key && imported.KeywardError === required.KeywardError);`;
      assert.equal(await run(node, ["--input-type=module", "--eval", program], { cwd: folder }), "true\n");
    });
  });
}

test("Node 22 or newer is among them", () => {
  const majors = [...nodes.keys()].map((version) => Number(version.slice(1).split(".")[0]));
  assert.ok(majors.some((major) => major >= 22), majors.join(", "));
});

test("the package needs nothing but itself", async () => {
  assert.deepEqual((await readdir(join(folder, "node_modules"))).filter((name) => !name.startsWith(".")), ["keyward"]);
});

test("the package has its licence, its types and its README, and no source or build file", async () => {
  const files = (await readdir(join(folder, "node_modules/keyward"), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const names = files.map(({ name }) => name);
  for (const name of ["LICENSE", "README.md", "index.d.ts", "index.d.cts", "keyward.wasm"]) assert.ok(names.includes(name), name);
  for (const name of names) assert.match(name, /\.(js|cjs|d\.ts|d\.cts|wasm|json|md)$|^LICENSE/, name);
});
