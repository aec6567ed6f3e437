// The Durable Object of an account, in workerd, asked through its binding.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createTestHarness } from "wrangler";
import { buildWorker } from "../../scripts/build/worker.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { startWorker } from "./harness.mjs";
import { newSecret } from "./support.mjs";

/** (module (func (export "trap") unreachable)) */
const TRAP = "0061736d0100000001040160000003020100070801047472617000000a05010300000b";

/** The built Worker; POST /object/<name> calls a method of that object, and has more methods for that. */
const PROBE = `
import keyward, { Account as Built } from ${JSON.stringify(inRoot("build/index.js"))};
import trapping from "./trap.wasm";

const { trap } = new WebAssembly.Instance(trapping).exports;

export class Account extends Built {
  /** The wasm traps amid a call, when it has made its tables and comes to this statement. */
  trap(statement, text) {
    const sql = Object.getPrototypeOf(this.ctx.storage.sql);
    const { exec } = sql;
    sql.exec = function (...args) {
      return args[0].startsWith(statement) ? trap() : exec.apply(this, args);
    };
    try {
      return super.call(text);
    } finally {
      sql.exec = exec;
    }
  }
  forget() {
    return this.ctx.storage.deleteAll();
  }
}

export default {
  async fetch(request, env, ctx) {
    const [, place, name] = new URL(request.url).pathname.split("/");
    if (place !== "object") return keyward.fetch(request, env, ctx);
    const [method, ...args] = await request.json();
    try {
      return Response.json({ value: await env.ACCOUNTS.getByName(decodeURIComponent(name))[method](...args) });
    } catch (error) {
      return Response.json({ error: String(error) });
    }
  },
};
`;

const OBJECTS = {
  durable_objects: { bindings: [{ name: "ACCOUNTS", class_name: "Account" }] },
  migrations: [{ tag: "v1", new_sqlite_classes: ["Account"] }],
};

const HEALTH = JSON.stringify("health");

let folder;
let main;
let server;
let worker;

before(async () => {
  await buildWorker();
  folder = mkdtempSync(join(tmpdir(), "keyward-objects-"));
  writeFileSync(join(folder, "trap.wasm"), Buffer.from(TRAP, "hex"));
  main = join(folder, "probe.js");
  writeFileSync(main, PROBE);
  const config = {
    name: "objects",
    main,
    compatibility_date: "2026-10-20",
    compatibility_flags: ["no_nodejs_compat"],
    kv_namespaces: [{ binding: "AUTH", id: "objects" }],
    vars: { SECRET_KEY: newSecret() },
    ...OBJECTS,
  };
  server = createTestHarness({ root: folder, workers: [{ config }] });
  await server.listen();
  worker = server.getWorker();
});

after(async () => {
  await server?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Calls a method of an object; rejects where it failed. By a request, because a stub of the harness would keep the object. */
async function invoke(name, ...call) {
  const response = await server.fetch(`/object/${encodeURIComponent(name)}`, post(call));
  const { value, error } = await response.json();
  if (error !== undefined) throw new Error(error);
  return value;
}

const post = (call) => ({ method: "POST", body: JSON.stringify(call) });
const ask = (name, call = HEALTH) => invoke(name, "call", call);
const health = async (name) => JSON.parse(await ask(name));

/** SQL in the object's database, from outside. */
async function sql(name, statement, ...values) {
  const storage = await worker.getDurableObjectStorage("ACCOUNTS", { name });
  return storage.exec(statement, ...values);
}

/** Dates the object back, so that another object of the same name would show. */
async function opened(name, at) {
  await health(name);
  await sql(name, "UPDATE account SET opened_at = ?", at);
}

describe("an account's object", () => {
  test("says that it and its database work", async () => {
    const before = Math.floor(Date.now() / 1000);
    const { opened_at, ...rest } = await health("new");
    assert.deepEqual(rest, { ok: true, schema: 1 });
    assert.ok(opened_at >= before && opened_at <= Date.now() / 1000, opened_at);
  });

  test("keeps its data when it is evicted", async () => {
    await opened("evicted", 1_700_000_000);
    await worker.evictDurableObject("ACCOUNTS", { name: "evicted" });
    assert.deepEqual(await health("evicted"), { ok: true, schema: 1, opened_at: 1_700_000_000 });
  });

  test("shares nothing with that of another account", async () => {
    await opened("one", 1_700_000_000);
    assert.notEqual((await health("other")).opened_at, 1_700_000_000);
  });

  test("is as new after its storage was deleted, while it lives on", async () => {
    await opened("deleted", 1_700_000_000);
    await invoke("deleted", "forget");
    const { ok, opened_at } = await health("deleted");
    assert.equal(ok, true);
    assert.notEqual(opened_at, 1_700_000_000);
  });

  test("refuses what it does not know, and writes nothing", async () => {
    for (const call of ["", "{", '"no such call"', "null"]) await assert.rejects(ask("refused", call), /the call: /);
    assert.deepEqual(await sql("refused", "SELECT name FROM sqlite_master WHERE name IN ('schema', 'account')"), []);
  });
});

describe("the tables of an account's object", () => {
  test("of an older version are brought up to date, and lose nothing", async () => {
    await sql("older", "CREATE TABLE schema (version INTEGER NOT NULL)");
    await sql("older", "INSERT INTO schema VALUES (0)");
    await sql("older", "CREATE TABLE kept (value TEXT)");
    await sql("older", "INSERT INTO kept VALUES ('as it was')");
    assert.equal((await health("older")).schema, 1);
    assert.deepEqual(await sql("older", "SELECT version FROM schema"), [{ version: 1 }]);
    assert.deepEqual(await sql("older", "SELECT value FROM kept"), [{ value: "as it was" }]);
  });

  test("of a newer version are left alone, and the error says what to do", async () => {
    await opened("newer", 1_700_000_000);
    await sql("newer", "UPDATE schema SET version = 7");
    await assert.rejects(ask("newer"), /version 7.* up to version 1: deploy the newer Worker again/);
    assert.deepEqual(await sql("newer", "SELECT version, opened_at FROM schema, account"), [
      { version: 7, opened_at: 1_700_000_000 },
    ]);
  });

  test("that cannot be changed as a migration wants stay as they were", async () => {
    await sql("crossed", "CREATE TABLE account (unexpected TEXT)");
    await assert.rejects(ask("crossed"), /account already exists/);
    assert.deepEqual(await sql("crossed", "SELECT name FROM sqlite_master WHERE name = 'schema'"), []);
    assert.equal((await health("uncrossed")).ok, true);
  });
});

describe("a trap in an object", () => {
  for (const statement of ["SELECT version", "SELECT opened_at", "INSERT INTO account"]) {
    test(`at ${statement}: takes its transaction back, and the object lives on`, async () => {
      const name = `trapped at ${statement}`;
      await assert.rejects(invoke(name, "trap", statement, HEALTH), /unreachable/);
      assert.deepEqual(await sql(name, "SELECT name FROM sqlite_master WHERE name IN ('schema', 'account')"), []);
      assert.equal((await health(name)).ok, true);
    });
  }

  test("keeps what was there before, and the Worker answers its next request", async () => {
    await opened("trapped later", 1_700_000_000);
    await assert.rejects(invoke("trapped later", "trap", "SELECT opened_at", HEALTH), /unreachable/);
    const response = await server.fetch("/users/me/");
    assert.equal(response.status, 401);
    assert.deepEqual(await response.json(), { detail: "Not authenticated" });
    assert.deepEqual(await health("trapped later"), { ok: true, schema: 1, opened_at: 1_700_000_000 });
  });
});

test("an account's object keeps its data when the Worker is stopped and started again", async () => {
  const persist = mkdtempSync(join(folder, "state-"));
  const answers = [];
  for (let start = 0; start < 2; start += 1) {
    const started = await startWorker({ secret: newSecret(), persist, config: { main, ...OBJECTS } });
    try {
      const response = await fetch(`${started.origin}/object/someone`, post(["call", HEALTH]));
      answers.push(JSON.parse((await response.json()).value));
    } finally {
      await started.stop();
    }
    await new Promise((resolve) => setTimeout(resolve, 1100));
  }
  assert.deepEqual(answers[0], answers[1]);
  assert.equal(answers[0].ok, true);
});
