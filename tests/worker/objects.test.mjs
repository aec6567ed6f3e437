// The Durable Object of an account, in workerd, asked through its binding.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createTestHarness } from "wrangler";
import { buildWorker } from "../../scripts/build/worker.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { temporaryFolder } from "../support/folder.mjs";
import { withWorker } from "./harness.mjs";
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
  due() {
    return this.ctx.storage.getAlarm();
  }
  ring() {
    return super.alarm();
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

const DAY = 24 * 60 * 60;

/** A call about sessions, as src/account/sessions.rs has it. */
const about = (call) =>
  JSON.stringify({
    username: "someone",
    rules: { idle: 14 * DAY, longest: 90 * DAY, most: 50, token_lifetime: 1800, token_longest: DAY },
    call,
  });
const LIST = about("list");
const OPEN = about({
  open: {
    session: "AAAAAAAAAAAAAAAAAAAAAA",
    scope: null,
    client: { id: null, user_agent: null, network: null },
    record: { valid_after: 0, password: "00".repeat(16) },
  },
});

const folder = temporaryFolder();
let main;
let server;
let worker;

before(async () => {
  await buildWorker();
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

after(() => server?.close());

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

/** Opens a session. */
const opened = async (name) => assert.ok("opened" in JSON.parse(await ask(name, OPEN)));

/** How many sessions the object has. */
const sessions = async (name) => JSON.parse(await ask(name, LIST)).sessions.length;

const TABLES = "SELECT name FROM sqlite_master WHERE name IN ('schema', 'sessions')";

describe("an account's object", () => {
  test("says that it and its database work", async () => {
    assert.deepEqual(await health("new"), { ok: true, schema: 3 });
  });

  test("keeps its data when it is evicted", async () => {
    await opened("evicted");
    await worker.evictDurableObject("ACCOUNTS", { name: "evicted" });
    assert.equal(await sessions("evicted"), 1);
  });

  test("shares nothing with that of another account", async () => {
    await opened("one");
    assert.equal(await sessions("other"), 0);
  });

  test("is as new after its storage was deleted, while it lives on", async () => {
    await opened("deleted");
    await invoke("deleted", "forget");
    assert.equal(await sessions("deleted"), 0);
    await opened("deleted");
    assert.equal(await sessions("deleted"), 1);
  });

  test("deletes itself when nothing is left, though it was only asked", async () => {
    const check = { session: null, issued_at: 1, record: { valid_after: 5, password: "00".repeat(16) } };
    assert.deepEqual(JSON.parse(await ask("asked", about({ check }))), { good: false });
    assert.ok((await invoke("asked", "due")) <= Date.now() + 3_600_000);
    await invoke("asked", "ring");
    assert.deepEqual(await sql("asked", TABLES), []);
    assert.equal(await invoke("asked", "due"), null);
  });

  test("keeps its sessions when the alarm comes, and looks again when the next one is over", async () => {
    await opened("alarmed");
    await invoke("alarmed", "ring");
    assert.equal(await sessions("alarmed"), 1);
    assert.ok((await invoke("alarmed", "due")) > Date.now() + 13 * DAY * 1000);
  });

  test("refuses what it does not know, and writes nothing", async () => {
    for (const call of ["", "{", '"no such call"', "null", about("no such call")])
      await assert.rejects(ask("refused", call), /the call: /);
    assert.deepEqual(await sql("refused", TABLES), []);
  });
});

describe("the tables of an account's object", () => {
  test("of an older version are brought up to date, and lose nothing", async () => {
    await sql("older", "CREATE TABLE schema (version INTEGER NOT NULL)");
    await sql("older", "INSERT INTO schema VALUES (1)");
    await sql("older", "CREATE TABLE account (opened_at INTEGER NOT NULL)");
    await sql("older", "INSERT INTO account VALUES (1700000000)");
    await sql("older", "CREATE TABLE kept (value TEXT)");
    await sql("older", "INSERT INTO kept VALUES ('as it was')");
    assert.equal((await health("older")).schema, 3);
    assert.deepEqual(await sql("older", "SELECT version FROM schema"), [{ version: 3 }]);
    assert.deepEqual(await sql("older", "SELECT value FROM kept"), [{ value: "as it was" }]);
    await opened("older");
    assert.equal(await sessions("older"), 1);
  });

  test("of a newer version are left alone, and the error says what to do", async () => {
    await opened("newer");
    await sql("newer", "UPDATE schema SET version = 7");
    await assert.rejects(ask("newer", LIST), /version 7.* up to version 3: deploy the newer Worker again/);
    assert.deepEqual(await sql("newer", "SELECT version FROM schema"), [{ version: 7 }]);
    await sql("newer", "UPDATE schema SET version = 3");
    assert.equal(await sessions("newer"), 1);
  });

  test("that cannot be changed as a migration wants stay as they were", async () => {
    await sql("crossed", "CREATE TABLE sessions (unexpected TEXT)");
    await assert.rejects(ask("crossed"), /sessions already exists/);
    assert.deepEqual(await sql("crossed", "SELECT name FROM sqlite_master WHERE name = 'schema'"), []);
    assert.equal((await health("uncrossed")).ok, true);
  });
});

describe("a trap in an object", () => {
  for (const statement of ["SELECT version", "SELECT valid_after", "INSERT OR REPLACE INTO sessions"]) {
    test(`at ${statement}: takes its transaction back, and the object lives on`, async () => {
      const name = `trapped at ${statement}`;
      await assert.rejects(invoke(name, "trap", statement, OPEN), /unreachable/);
      assert.deepEqual(await sql(name, TABLES), []);
      assert.equal(await sessions(name), 0);
      await opened(name);
      assert.equal(await sessions(name), 1);
    });
  }

  test("keeps what was there before, and the Worker answers its next request", async () => {
    await opened("trapped later");
    await assert.rejects(invoke("trapped later", "trap", "SELECT id", LIST), /unreachable/);
    const response = await server.fetch("/users/me/");
    assert.equal(response.status, 401);
    assert.deepEqual(await response.json(), { detail: "Not authenticated" });
    assert.equal(await sessions("trapped later"), 1);
  });
});

test("an account's object keeps its data when the Worker is stopped and started again", async () => {
  const persist = temporaryFolder();
  const answers = [];
  for (let start = 0; start < 2; start += 1) {
    await withWorker({ secret: newSecret(), persist, config: { main, ...OBJECTS } }, async (started) => {
      const call = async (text) => {
        const response = await fetch(`${started.origin}/object/someone`, post(["call", text]));
        return JSON.parse((await response.json()).value);
      };
      if (start === 0) await call(OPEN);
      answers.push(await call(LIST));
    });
    await new Promise((resolve) => setTimeout(resolve, 1100));
  }
  assert.deepEqual(answers[0], answers[1]);
  assert.equal(answers[0].sessions.length, 1);
});
