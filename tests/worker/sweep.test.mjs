// The alarm of a shard takes out what is old, in workerd, with a clock that can be moved.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createTestHarness } from "wrangler";
import { buildWorker } from "../../scripts/build/worker.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { temporaryFolder } from "../support/folder.mjs";
import { newSecret } from "./support.mjs";

const DAY = 24 * 3600;

/** The built Worker, whose objects say more: the alarm that is set, all rows, and what the alarm does at another time. */
const PROBE = `
import keyward, { Account, Throttle as Built } from ${JSON.stringify(inRoot("build/index.js"))};
export { Account };
export class Throttle extends Built {
  async probe(seconds) {
    if (seconds !== null) {
      const { now } = Date;
      Date.now = () => now() + 1000 * seconds;
      try {
        await this.ctx.storage.deleteAlarm();
        await this.alarm();
      } finally {
        Date.now = now;
      }
    }
    const count = (table) => this.ctx.storage.sql.exec(\`SELECT COUNT(*) AS n FROM \${table}\`).one().n;
    const tables = ["counts", "trusted", "network_failures", "uses", "fresh"];
    const rows = Object.fromEntries(tables.map((table) => [table, count(table)]));
    return { rows, alarm: await this.ctx.storage.getAlarm() };
  }
}
export default {
  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    if (pathname !== "/probe") return keyward.fetch(request, env, ctx);
    const { seconds } = await request.json();
    const all = [];
    for (let number = 0; number < 256; number += 1) {
      const stub = env.THROTTLE.getByName(number.toString(16).padStart(2, "0"));
      const found = await stub.probe(seconds).catch((error) => {
        // An object that was never asked has no tables.
        if (!/no such table/.test(error.message)) throw error;
      });
      if (found) all.push(found);
    }
    return Response.json(all);
  },
};
`;

const folder = temporaryFolder();
let server;

before(async () => {
  await buildWorker();
  writeFileSync(join(folder, "probe.js"), PROBE);
  const config = {
    name: "sweep",
    main: join(folder, "probe.js"),
    compatibility_date: "2026-10-20",
    compatibility_flags: ["no_nodejs_compat", "enable_request_signal"],
    kv_namespaces: [{ binding: "AUTH", id: "sweep" }],
    durable_objects: { bindings: [{ name: "THROTTLE", class_name: "Throttle" }] },
    migrations: [{ tag: "v1", new_sqlite_classes: ["Throttle"] }],
    vars: { SECRET_KEY: newSecret(), LOGIN_FAILURE_MS: "0", LOGIN_DECOY_MS: "0" },
  };
  server = createTestHarness({ root: folder, workers: [{ config }] });
  await server.listen();
});

after(() => server?.close());

const login = (address, username, password) =>
  server.fetch("/token", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", "cf-connecting-ip": address },
    body: new URLSearchParams({ username, password }).toString(),
  });

/**
 * The rows of all objects, how many of them have an alarm, and how many have rows and none; with `seconds` after the alarm at
 * that time from now.
 */
async function objects(seconds = null) {
  const response = await server.fetch("/probe", { method: "POST", body: JSON.stringify({ seconds }) });
  const all = await response.json();
  const sum = (table) => all.reduce((sum, { rows }) => sum + rows[table], 0);
  return {
    counts: sum("counts"),
    trusted: sum("trusted"),
    failures: sum("network_failures"),
    alarms: all.filter(({ alarm }) => alarm !== null).length,
    objects: all.length,
    forgotten: all.filter(({ rows, alarm }) => alarm === null && Object.values(rows).some((count) => count > 0)).length,
  };
}

test("every object with rows has an alarm, and what is old is gone after it", async () => {
  for (let index = 0; index < 5; index += 1) {
    assert.equal((await login(`192.0.2.${index}`, `name-${index}`, "wrong")).status, 401);
  }
  const first = await objects();
  assert.deepEqual([first.counts, first.failures], [5, 5]);
  assert.ok(first.objects >= 2, `${first.objects} objects`);
  assert.equal(first.alarms, first.objects);

  const early = await objects(60);
  assert.deepEqual([early.counts, early.failures, early.alarms], [5, 5, first.objects]);

  const later = await objects(2 * 3600);
  assert.deepEqual([later.counts, later.failures, later.forgotten], [5, 0, 0]);

  const { objects: _, ...month } = await objects(31 * DAY);
  assert.deepEqual(month, { counts: 0, trusted: 0, failures: 0, alarms: 0, forgotten: 0 });
});

test("an object that was swept empty has an alarm again with its next row", async () => {
  assert.equal((await login("192.0.2.99", "name-0", "wrong")).status, 401);
  const { counts, failures, forgotten } = await objects();
  assert.deepEqual({ counts, failures, forgotten }, { counts: 1, failures: 1, forgotten: 0 });
});
