// A pool whose wasm cannot be had at first: no thread stays, and the next call tries again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { machineNode } from "../../scripts/setup/node.mjs";
import { PATIENCE } from "../support/patience.mjs";
import { run } from "./support.mjs";

const from = (path) => JSON.stringify(pathToFileURL(inRoot("pkg", path)).href);

/**
 * What fails: to read the bytes, or to compile them.
 *
 * @type {Record<string, [string, RegExp]>}
 */
const FAILURES = {
  "cannot be read": ['() => { throw new Error("no bytes today"); }', /^no bytes today$/],
  "cannot be compiled": ["() => new Uint8Array(8)", /WebAssembly|wasm/i],
};

/** `wasm` gives the bytes; `ended` says how many threads there were, when all have ended. */
const program = (failing, steps) => `
import process from "node:process";
import { deflated } from ${from("generated/schemes/inlined.js")};
import { wasm as whole } from ${from("internal/wasm-node.js")};
import { nodePool } from ${from("pool/node-pool.js")};
const CHEAP = { memory: 8, iterations: 1 };
const exits = [];
process.on("worker", (worker) => exits.push(new Promise((ended) => worker.once("exit", ended))));
// Node tells of a new thread a little later.
const ended = () => new Promise(setImmediate).then(() => Promise.all(exits)).then(({ length }) => length);
let wasm = ${failing};
const { Pool } = nodePool(() => wasm());
const said = (call) => call.then(() => "good", (error) => error.message);
${steps}
`;

/** Runs it to its end, to which it comes only where no thread is left. */
const output = async (...parts) =>
  JSON.parse(
    await run(machineNode(), ["--input-type=module", "--eval", program(...parts)], {
      timeout: PATIENCE,
    }),
  );

for (const [how, [failing, message]] of Object.entries(FAILURES)) {
  test(`a wasm that ${how} leaves no thread behind, and the next call tries again`, async () => {
    const { errors, threads, good } = await output(
      failing,
      `
const pool = new Pool({ size: 1 });
const errors = [await said(pool.hash("x", CHEAP)), await said(pool.hash("x", CHEAP))];
const threads = await ended();
wasm = () => whole(deflated);
const good = await pool.verify("x", await pool.hash("x", CHEAP));
console.log(JSON.stringify({ errors, threads, good }));
await pool.close();
`,
    );
    assert.equal(errors.length, 2);
    for (const error of errors) assert.match(error, message);
    assert.deepEqual([threads, good], [2, true]);
  });

  test(`calls that wait for a wasm that ${how} are all refused, and the pool closes`, async () => {
    const { errors, threads } = await output(
      failing,
      `
const pool = new Pool({ size: 2 });
const calls = Array.from({ length: 5 }, () => said(pool.hash("x", CHEAP)));
await pool.close();
const errors = await Promise.all(calls);
console.log(JSON.stringify({ errors, threads: await ended() }));
`,
    );
    assert.equal(errors.length, 5);
    for (const error of errors) assert.match(error, message);
    assert.equal(threads, 5);
  });
}
