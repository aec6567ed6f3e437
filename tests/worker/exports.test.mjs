// What the built module shows to the runtime: the handler fetch and the classes of Durable Objects, each with the methods
// that the Worker and the runtime call, and nothing else of what the wasm exports. A module of our own, in workerd, imports it and looks.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { temporaryFolder } from "../support/folder.mjs";
import { patientFetch } from "../support/patience.mjs";
import { withWorker } from "./harness.mjs";

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

before(async () => {
  const main = join(temporaryFolder(), "look.js");
  writeFileSync(main, look(inRoot("build/index.js")));
  found = await withWorker({ config: { main } }, async ({ origin }) => (await patientFetch(origin)).json());
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
