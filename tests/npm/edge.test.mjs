// Vercel's Edge runtime, in the sandbox that `next dev` and `vercel dev` run it in: a realm of its own, in which no code may be
// made out of texts or bytes; and Node without WebAssembly.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, test } from "node:test";
import { machineNode } from "../../scripts/setup/node.mjs";
import { checkOnTheSpot, installed, pack, run } from "./support.mjs";

const PROGRAM = `
import * as keyward from "keyward";
import * as pool from "keyward/pool";
import { runAll } from "./suite.mjs";
globalThis.results = runAll(keyward, pool, { threads: false }).then(JSON.stringify);`;
const SLIM = `
import * as keyward from "keyward/token/slim";
keyward.init(globalThis.given);
globalThis.results = JSON.stringify(keyward.decode(keyward.issue({ a: 1 }, "a secret of more than thirty-two bytes"), "a secret of more than thirty-two bytes"));`;

let folder;

before(async () => {
  await pack();
  folder = await installed("edge", { "edge.js": PROGRAM, "slim.js": SLIM });
});

/** The program as one script, and the wasm that it imports as modules compiled outside, by their global names. */
async function bundled(name) {
  const { build } = await import("esbuild");
  const modules = {};
  const asModule = {
    name: "wasm as a compiled module",
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({
        path: join(resolveDir, path.replace(/\?module$/, "")),
        namespace: "wasm",
      }));
      onLoad({ filter: /.*/, namespace: "wasm" }, ({ path }) => {
        const global = `wasm_${Object.keys(modules).length}`;
        modules[global] = new WebAssembly.Module(readFileSync(path));
        return { contents: `export default globalThis.${global};` };
      });
    },
  };
  const { outputFiles } = await build({
    entryPoints: [join(folder, name)],
    bundle: true,
    write: false,
    format: "iife",
    conditions: ["edge-light"],
    plugins: [asModule],
    logLevel: "error",
  });
  return { code: outputFiles[0].text, modules };
}

async function evaluated(code, given) {
  const { EdgeVM } = createRequire(join(folder, "package.json"))("@edge-runtime/vm");
  const vm = new EdgeVM({
    codeGeneration: { strings: false, wasm: false },
    extend: (context) => Object.assign(context, given),
  });
  vm.evaluate(code);
  return await vm.context.results;
}

test("with the condition `edge-light` the installed package keeps its contract", async (context) => {
  const { code, modules } = await bundled("edge.js");
  assert.equal(Object.keys(modules).length, 2, "one wasm for each half");
  checkOnTheSpot(context, await evaluated(code, modules));
});

test("`init` takes a module of another realm", async () => {
  const given = new WebAssembly.Module(readFileSync(join(folder, "node_modules/keyward/token/keyward.wasm")));
  const { code } = await bundled("slim.js");
  assert.equal(await evaluated(code, { given }), '{"a":1}');
});

test("without WebAssembly the import says what is missing", async () => {
  const program = 'await import("keyward").then(() => console.log("imported"), ({ message }) => console.log(message));';
  const said = await run(machineNode(), ["--jitless", "--input-type=module", "--eval", program], { cwd: folder });
  assert.match(said, /^keyward is WebAssembly, which this runtime has not got/);
});
