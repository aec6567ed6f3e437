// What the store and the counters keep to (src/store/contract), tried against Workers KV and a Durable Object in workerd.
// `cargo test` tries the same against those in memory. The Worker of this test has an export that the one that is shipped has not.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createTestHarness } from "wrangler";
import { buildContract } from "./build.mjs";

let server;
const clauses = { kv: [], counters: [], sessions: [] };

before(async () => {
  const work = await buildContract();
  const config = {
    name: "contract",
    main: join(work, "worker.js"),
    compatibility_date: "2026-10-20",
    compatibility_flags: ["no_nodejs_compat"],
    kv_namespaces: [{ binding: "AUTH", id: "contract" }],
    durable_objects: {
      bindings: [
        { name: "ACCOUNTS", class_name: "Account" },
        { name: "THROTTLE", class_name: "Throttle" },
      ],
    },
    migrations: [{ tag: "v1", new_sqlite_classes: ["Account", "Throttle"] }],
  };
  server = createTestHarness({ root: work, workers: [{ config }] });
  await server.listen();
  clauses.kv = await (await server.fetch("/")).json();
  clauses.counters = await (await server.fetch("/counters")).json();
  clauses.sessions = await (await server.fetch("/sessions")).json();
});

after(() => server?.close());

// As many as there are in src/store/contract.rs and the files under src/store/contract.
for (const [what, key, count] of /** @type {[string, "kv" | "counters" | "sessions", number][]} */ ([
  ["Workers KV keeps the contract of the store", "kv", 18],
  ["the database of an object keeps the contract of the counters", "counters", 11],
  ["the database of an object keeps the contract of the sessions", "sessions", 15],
])) {
  describe(what, () => {
    test("every clause was tried", () => assert.equal(clauses[key].length, count));

    for (let index = 0; index < count; index += 1) {
      test(`clause ${index + 1}`, (context) => {
        const { name, problem } = clauses[key][index];
        context.diagnostic(name.replaceAll("_", " "));
        assert.equal(problem, null, name);
      });
    }
  });
}
