// What the built module shows to the runtime: the handler fetch and the classes of Durable Objects, each with the methods
// that the Worker and the runtime call, and nothing else of what the wasm exports. A module of our own, in workerd, imports it and looks.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { buildWorker } from "../../scripts/build/worker.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { startWrangler } from "../../scripts/lib/wrangler.mjs";
import { stopGroup } from "../../scripts/lib/run.mjs";
import { patientFetch, within } from "../support/patience.mjs";

const look = (built) => `
import { DurableObject } from "cloudflare:workers";
import * as built from ${JSON.stringify(built)};

const { default: worker, ...classes } = built;
const methods = (prototype) =>
  prototype === DurableObject.prototype ? [] : [...Object.getOwnPropertyNames(prototype), ...methods(Object.getPrototypeOf(prototype))];
const found = {
  classes: Object.fromEntries(Object.entries(classes).map(([name, { prototype }]) => [name, methods(prototype)])),
  handlers: Object.keys(worker),
  prototype: worker.__proto__ === Object.prototype,
};

export default { fetch: () => Response.json(found) };
`;

let found;
let folder;
let child;

before(async () => {
  await buildWorker();
  folder = await mkdtemp(join(tmpdir(), "keyward-exports-"));
  await writeFile(join(folder, "look.js"), look(inRoot("build/index.js")));
  await writeFile(
    join(folder, "wrangler.json"),
    JSON.stringify({ name: "look", main: "look.js", compatibility_date: "2026-10-20" }),
  );
  const args = ["--config", join(folder, "wrangler.json"), "--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0"];
  child = startWrangler(args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { NO_COLOR: "1", FORCE_COLOR: "0", WRANGLER_LOG_PATH: join(folder, "logs") },
  });
  const origin = await within(listening(child), "wrangler dev");
  found = await (await patientFetch(origin)).json();
});

after(async () => {
  if (child) await stopGroup(child);
  if (folder) await rm(folder, { recursive: true, force: true });
});

describe("the built Worker", () => {
  test("exports its entry point, the classes of its objects, and nothing else", () => {
    assert.deepEqual(found.classes, {
      Account: ["constructor", "call", "alarm"],
      Throttle: ["constructor", "call", "fetch", "alarm"],
    });
  });

  test("has one handler, fetch", () => {
    assert.deepEqual(found.handlers, ["fetch"]);
    assert.equal(found.prototype, true);
  });
});

/** Resolves to the address; rejects when wrangler ends first. */
function listening(child) {
  let output = "";
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
        const origin = /Ready on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
        if (origin) resolve(origin);
      });
    }
    child.ended.then((code) => reject(new Error(`wrangler dev ended (exit code ${code}):\n${output}`)));
  });
}
