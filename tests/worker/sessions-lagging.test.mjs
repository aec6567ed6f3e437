// What ends, and when, over a KV that lags as Cloudflare documents it: each event, and each thing that must stop. It is the
// table of docs/sessions.md, word for word.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { open } from "../conformance/forge.mjs";
import { patientFetch } from "../support/patience.mjs";
import { call } from "./accounts/support.mjs";
import { startWorker } from "./harness.mjs";
import { CLIENTS, OBJECTS, bearer, enter, introspect, refresh, refreshed, revoke } from "./sessions/support.mjs";
import { login, newSecret, person } from "./support.mjs";

const QUICK = person("quick");
/** A hash that is of no password here. */
const ANOTHER = person("legacy").hashed_password.replace("EixZaY", "EixZaZ");

/** @type {{ kv: any, strict: any }} The Worker as it is, and with SESSION_CHECK=strict. */
const workers = { kv: undefined, strict: undefined };

before(async () => {
  for (const check of /** @type {const} */ (["kv", "strict"])) {
    const vars = { CLIENTS, SESSION_CHECK: check, SESSIONS_MAX: "2" };
    const config = { ...OBJECTS, main: inRoot("tests/worker/lagging/worker.js") };
    workers[check] = await startWorker({ secret: newSecret(), vars, config });
  }
});
after(() => Promise.all(Object.values(workers).map((worker) => worker?.stop())));

const admin = (worker, what, body) =>
  patientFetch(`${worker.origin}/admin/${what}`, { method: "POST", body: JSON.stringify(body) });
const minutePasses = (worker) => admin(worker, "later", { seconds: 61 });
const now = () => Math.floor(Date.now() / 1000);
const sid = ({ access }) => open(access).claims.sid;

/** Two locations of Cloudflare where the user is known already, and one that has never heard of anybody. */
const NEAR = [["X-Location", "near"]];
const FAR = [["X-Location", "far"]];
const FRESH = () => [["X-Location", `fresh ${next++}`]];

let next = 0;

/** A user with a session, of which both locations have read all that they read. */
async function situation(worker) {
  next += 1;
  const record = { ...QUICK, username: `user-${next}` };
  await write(worker, record);
  const pair = await enter(worker, record.username, {}, { headers: NEAR });
  const one = { worker, record, pair };
  for (const headers of [NEAR, FAR]) assert.equal(await me(one, headers), 200);
  return one;
}

const write = (worker, record) =>
  admin(worker, "put", { key: `user:${record.username}`, value: JSON.stringify(record) });

/** The record as one of the commands of `npm run user` leaves it. */
const written = (change) => (one) => write(one.worker, { ...one.record, ...change() });

/** A request of an admin's about the user. */
const byAdmin =
  (method, body = undefined) =>
  async ({ worker, record }) => {
    next += 1;
    const boss = { ...QUICK, username: `admin-${next}`, scopes: ["admin"] };
    await write(worker, boss);
    const { access: token } = await enter(worker, boss.username, { scope: "admin" }, { headers: NEAR });
    const { status } = await call(worker, `${method} /users/${record.username}`, body, { token, headers: NEAR });
    assert.ok(status === 200 || status === 204, `${status}`);
  };

const place = ({ record }) => createHash("sha256").update(record.username).digest("hex");
const sql = (one, statement) => admin(one.worker, "sql", { place: place(one), statement });
const another = ({ worker, record }) => enter(worker, record.username, {}, { headers: NEAR });

const SESSION = "one session ended: `DELETE /users/me/sessions/{id}`, `/auth/jwt/logout`, `/revoke`";
const PASSWORD =
  "a new password [over HTTP](accounts-api.md): `/auth/reset-password`, `PATCH /users/me/password`, or by an admin";
const GONE = "disabled or deleted over HTTP, by an admin or the user";
const OVER = "a session is over by its time, or makes room for another";
const BY_USER = { access: "60 s", strict: "at once", refresh: "at once", introspection: "at once" };
const SEEN = "once it is seen";
const BY_OPERATOR = { access: "60 s", strict: SEEN, refresh: SEEN, introspection: SEEN };
const BY_ITSELF = { access: "at its own `exp`", strict: "at once", refresh: "at once", introspection: "at once" };

/** Each with its row in the documentation, and when what is tried stops. */
const EVENTS = {
  "a session ended by its id": {
    row: SESSION,
    stops: BY_USER,
    async happens(one) {
      const { access } = await another(one);
      return bearer(one.worker, "DELETE", `/users/me/sessions/${sid(one.pair)}`, access, NEAR);
    },
  },
  "a session ended by logout": {
    row: SESSION,
    stops: BY_USER,
    happens: ({ worker, pair }) => bearer(worker, "POST", "/auth/jwt/logout", pair.access, NEAR),
  },
  "a session ended by revocation": {
    row: SESSION,
    stops: BY_USER,
    happens: ({ worker, pair }) => revoke(worker, pair.refresh),
  },
  everywhere: {
    row: "everywhere: `DELETE /users/me/sessions`",
    stops: BY_USER,
    happens: ({ worker, pair }) => bearer(worker, "DELETE", "/users/me/sessions", pair.access, NEAR),
  },
  reuse: {
    row: "a refresh token was reused",
    stops: BY_USER,
    async happens(one) {
      const stolen = one.pair.refresh;
      for (let time = 0; time < 2; time += 1) one.pair = await refreshed(one.worker, one.pair.refresh, {}, NEAR);
      assert.equal((await refresh(one.worker, stolen, {}, NEAR)).status, 400);
    },
  },
  "a new password by an admin": {
    row: PASSWORD,
    stops: BY_USER,
    happens: byAdmin("PATCH", { password: "another password, which is long" }),
  },
  "a user disabled by an admin": {
    row: GONE,
    stops: BY_USER,
    happens: byAdmin("PATCH", { is_active: false }),
  },
  "a user deleted by an admin": { row: GONE, stops: BY_USER, happens: byAdmin("DELETE") },
  "a new password": {
    row: "a new password: `npm run user -- passwd`",
    stops: BY_OPERATOR,
    happens: written(() => ({ hashed_password: ANOTHER, tokens_valid_after: now() })),
  },
  "a user disabled": {
    row: "the user was disabled: `npm run user -- disable`",
    stops: BY_OPERATOR,
    happens: written(() => ({ disabled: true, tokens_valid_after: now() })),
  },
  "`tokens_valid_after` alone": {
    row: "`tokens_valid_after` written into the record",
    stops: BY_OPERATOR,
    happens: written(() => ({ tokens_valid_after: now() })),
  },
  "another user of the same name": {
    row: "taken out and put in again: `npm run user -- rm`, then `add`",
    stops: BY_OPERATOR,
    async happens(one) {
      await admin(one.worker, "delete", { key: `user:${one.record.username}` });
      await write(one.worker, { ...one.record, created_at: now() });
    },
  },
  "a session over by its time": {
    row: OVER,
    stops: BY_ITSELF,
    happens: (one) => sql(one, `UPDATE sessions SET idle_until = ${now()}`),
  },
  "a session that made room": {
    row: OVER,
    stops: BY_ITSELF,
    async happens(one) {
      await sql(one, "UPDATE sessions SET last_used_at = last_used_at - 10");
      for (let time = 0; time < 2; time += 1) await another(one);
    },
  },
};

const me = async ({ worker, pair }, headers) => (await bearer(worker, "GET", "/users/me", pair.access, headers)).status;

/** What must stop, each with the Worker where it is tried, and whether it still goes on at a location. */
const THINGS = {
  access: { check: "kv", goesOn: async (one, headers) => (await me(one, headers)) === 200 },
  strict: { check: "strict", goesOn: async (one, headers) => (await me(one, headers)) === 200 },
  refresh: {
    check: "kv",
    async goesOn(one, headers) {
      const { status, body } = await refresh(one.worker, one.pair.refresh, {}, headers);
      if (status === 200) one.pair = { access: body.access_token, refresh: body.refresh_token };
      else assert.deepEqual([status, body.error], [400, "invalid_grant"]);
      return status === 200;
    },
  },
  introspection: {
    check: "kv",
    async goesOn({ worker, pair }, headers) {
      const asked = await Promise.all([pair.access, pair.refresh].map((token) => introspect(worker, token, headers)));
      const [access, refresh] = asked.map(({ active }) => active);
      assert.equal(access, refresh);
      return access;
    },
  },
};

/** What can be told of a thing that stops so: at once, when a location has asked that knows, and a minute later. */
const COURSE = {
  "at once": [false, false, false],
  "60 s": [true, true, false],
  [SEEN]: [true, false, false],
  "at its own `exp`": [true, true, true],
};

for (const [event, { stops, happens }] of Object.entries(EVENTS)) {
  describe(`after ${event}`, () => {
    for (const [thing, { check, goesOn }] of Object.entries(THINGS)) {
      test(`${thing} stops: ${stops[thing]}`, async () => {
        const [atOnce, seen, later] = COURSE[stops[thing]];
        const worker = workers[check];
        const [one, other] = [await situation(worker), await situation(worker)];
        const goes = async (each) => [await goesOn(each, NEAR), await goesOn(each, FAR)];
        for (const each of [one, other]) {
          assert.deepEqual(await goes(each), [true, true], "before");
          await happens(each);
          assert.deepEqual(await goes(each), [atOnce, atOnce], "at once");
        }
        // Where nobody has asked before, all that was written is read.
        assert.equal(await goesOn(one, FRESH()), later);
        assert.deepEqual(await goes(one), [seen, seen], "when another location has asked");
        await minutePasses(worker);
        for (const each of [one, other]) assert.deepEqual(await goes(each), [later, later], "a minute later");
      });
    }
  });
}

describe("a location that lags follows one that has seen the new record", () => {
  /** How the object hears of it. @type {Record<string, ["kv" | "strict", (one: any) => Promise<any>]>} */
  const sightings = {
    "a login": ["kv", ({ worker, record }) => login(worker, record.username, "secret", {}, { headers: FRESH() })],
    "a refresh": ["kv", ({ worker, pair }) => refresh(worker, pair.refresh, {}, FRESH())],
    "introspection of a refresh token": ["kv", ({ worker, pair }) => introspect(worker, pair.refresh, FRESH())],
    "introspection of an access token": ["kv", ({ worker, pair }) => introspect(worker, pair.access, FRESH())],
    "a request, where those ask the object": ["strict", (one) => me(one, FRESH())],
  };
  for (const event of ["a user disabled", "`tokens_valid_after` alone", "another user of the same name"]) {
    for (const [what, [check, sight]] of Object.entries(sightings)) {
      // No object is asked about a login that is refused.
      if (event === "a user disabled" && what === "a login") continue;
      test(`by ${what}, after ${event}`, async () => {
        const one = await situation(workers[check]);
        // Logins are decided where the objects are, which is the first to see the new record.
        await minutePasses(one.worker);
        for (const headers of [NEAR, FAR]) assert.equal(await me(one, headers), 200);
        await EVENTS[event].happens(one);
        assert.equal(await THINGS.introspection.goesOn(one, NEAR), true);
        await sight(one);
        for (const headers of [NEAR, FAR]) {
          assert.equal(await THINGS.introspection.goesOn(one, headers), false);
          assert.equal(await THINGS.refresh.goesOn(one, headers), false);
          assert.equal(await me(one, headers), check === "strict" ? 401 : 200);
        }
      });
    }
  }

  test("and takes the old password no more", async () => {
    const one = await situation(workers.kv);
    await EVENTS["a new password"].happens(one);
    const enters = async () => (await login(one.worker, one.record.username, "secret", {}, { headers: NEAR })).status;
    assert.equal(await enters(), 200);
    assert.equal(await THINGS.refresh.goesOn(one, FRESH()), false);
    assert.equal(await enters(), 401);
  });

  test("and leaves a session alone that was opened with the new record elsewhere", async () => {
    const one = await situation(workers.kv);
    await minutePasses(one.worker);
    for (const headers of [NEAR, FAR]) assert.equal(await me(one, headers), 200);
    await write(one.worker, { ...one.record, tokens_valid_after: now() - 1 });
    const anew = { ...one, pair: await enter(one.worker, one.record.username, {}, { headers: FRESH() }) };
    for (const headers of [NEAR, FAR, FRESH()]) {
      assert.equal(await THINGS.refresh.goesOn(anew, headers), true);
      assert.equal(await THINGS.introspection.goesOn(anew, headers), true);
    }
  });
});

test("the documentation says the same of each", () => {
  const text = readFileSync(inRoot("docs/sessions.md"), "utf8");
  const [, table] = /\n\| event \|.*\n\| ---.*\n((?:\|.*\n)+)/.exec(text) ?? [];
  assert.ok(table, "there is no table of events");
  const rows = table
    .trim()
    .split("\n")
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );
  const documented = Object.fromEntries(
    rows.map(([event, access, strict, refresh, introspection]) => [event, { access, strict, refresh, introspection }]),
  );
  assert.deepEqual(documented, Object.fromEntries(Object.values(EVENTS).map(({ row, stops }) => [row, stops])));
});
