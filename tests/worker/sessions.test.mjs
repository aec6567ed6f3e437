// Sessions, in real workerd: what races, what is lost on the way, what ends, and what is left in the object. The rules are
// tried on the host (src/account/session, src/account/sessions, tests/login/sessions.rs).

import assert from "node:assert/strict";
import net from "node:net";
import { after, before, describe, test } from "node:test";
import { open } from "../conformance/forge.mjs";
import { requestHead } from "../conformance/wire.mjs";
import { PATIENCE } from "../support/patience.mjs";
import { startWorker } from "./harness.mjs";
import {
  API,
  DAY,
  bearer,
  enter,
  form,
  generation,
  introspect,
  kv,
  me,
  object,
  published,
  refresh,
  refreshed,
  refreshing,
  revoke,
  sql,
  startSessions,
  user,
} from "./sessions/support.mjs";
import { answer, assertQuietLog, login, newSecret, person } from "./support.mjs";

const WORDS = "The refresh token is not good, or no longer: log in again";
const INVALID = { detail: WORDS, error: "invalid_grant", error_description: WORDS };

let worker;

before(async () => {
  worker = await startSessions({ secret: newSecret() });
});
after(() => worker?.stop());

async function assertInvalid(token, more, headers) {
  const { status, body } = await refresh(worker, token, more, headers);
  assert.deepEqual([status, body], [400, INVALID]);
}

const sid = ({ access }) => open(access).claims.sid;
const agent = (name) => [["User-Agent", name]];
const rows = async (username) => (await object(worker, username, "dump")).sessions;

/** The line of the log that begins so, from the place `since` on. */
async function line(message, since) {
  await worker.logged(new RegExp(`"message":"${message}`), { since });
  const lines =
    worker
      .output()
      .slice(since)
      .match(/\{"level":.*\}/g) ?? [];
  return lines.map((text) => JSON.parse(text)).find((one) => one.message.startsWith(message));
}

describe("one refresh token", () => {
  test("fifty times at once gets one and the same successor, and access tokens that work", async () => {
    const name = await user(worker);
    const { refresh: token } = await enter(worker, name);
    const pairs = await Promise.all(Array.from({ length: 50 }, () => refreshed(worker, token)));
    const successors = new Set(pairs.map((pair) => pair.refresh));
    assert.equal(successors.size, 1);
    assert.deepEqual([...successors].map(generation), [1]);
    assert.deepEqual([...new Set(await Promise.all(pairs.map((pair) => me(worker, pair))))], [200]);
    assert.deepEqual(
      (await rows(name)).map((row) => row.generation),
      [1],
    );
    await refreshed(worker, pairs[0].refresh);
  });

  test("in the hands of other clients gets the same successor ten times, and no more", async () => {
    const name = await user(worker);
    const { refresh: token } = await enter(worker, name);
    const first = await refreshed(worker, token, {}, agent("the owner's"));
    for (let number = 1; number <= 10; number += 1) {
      const headers = [["CF-Connecting-IP", `192.0.2.${number}`], ...agent("the owner's")];
      assert.equal((await refreshed(worker, token, {}, headers)).refresh, first.refresh);
    }
    await assertInvalid(token, {}, agent("an eleventh"));
    await assertInvalid(first.refresh, {}, agent("the owner's"));
  });

  test("of yesterday is good for the client that has used it, and nobody else", async () => {
    for (const [seconds, headers, status] of /** @type {[number, string[][], number][]} */ ([
      [3600, agent("the owner's"), 200],
      [3600, agent("another"), 400],
      [DAY + 10, agent("the owner's"), 400],
    ])) {
      const name = await user(worker);
      const { refresh: token } = await enter(worker, name);
      await refreshed(worker, token, {}, agent("the owner's"));
      await sql(worker, name, "UPDATE sessions SET rotated_at = rotated_at - ?", seconds);
      assert.equal((await refresh(worker, token, {}, headers)).status, status, `${seconds} ${headers}`);
    }
  });

  test("that is not of the login's client, or of another key, or cut, is refused, and nothing ends", async () => {
    const name = await user(worker);
    const { refresh: token } = await enter(worker, name, { client_id: "app" });
    for (const wrong of [token, token.slice(0, -1), `${token}A`, token.replace("kwr_", ""), "kwr_", "x"])
      await assertInvalid(wrong, {});
    assert.equal((await refresh(worker, token, { client_id: "app" })).status, 200);
  });
});

describe("an answer that never came", () => {
  test("because the client was gone by then: the same token gets the same successor", async () => {
    const name = await user(worker);
    const { refresh: token } = await enter(worker, name);
    await object(worker, name, "hold");
    const { hostname, port } = new URL(worker.origin);
    const socket = net.connect({ host: hostname, port: Number(port) }).on("error", () => {});
    const request = refreshing(token);
    socket.write(requestHead(worker.origin, request));
    socket.write(request.body);
    const deadline = Date.now() + PATIENCE;
    while ((await rows(name))[0].generation === 0) assert.ok(Date.now() < deadline, "the request did not come");
    socket.resetAndDestroy();
    await object(worker, name, "release");
    const again = await refreshed(worker, token);
    assert.equal(generation(again.refresh), 1);
    assert.equal(generation((await refreshed(worker, again.refresh)).refresh), 2);
  });

  test("because something failed after the write: that is taken back, and the token is as good as before", async () => {
    const name = await user(worker);
    const { refresh: token } = await enter(worker, name);
    const before = await object(worker, name, "dump");
    await object(worker, name, "fail");
    const failed = await refresh(worker, token);
    assert.deepEqual([failed.status, failed.body], [503, { detail: "the account did not answer" }]);
    assert.deepEqual(await object(worker, name, "dump"), before);
    assert.equal(generation((await refreshed(worker, token)).refresh), 1);
  });

  test("to a login, because something failed after the write: there is no session", async () => {
    const name = await user(worker);
    await object(worker, name, "fail");
    assert.equal((await login(worker, name, "secret")).status, 503);
    assert.equal((await object(worker, name, "dump")).sessions, undefined);
    await enter(worker, name);
    assert.equal((await rows(name)).length, 1);
  });
});

describe("a session ends", () => {
  /** Its refresh token, its access token and both for who asks, at once: the KV of this machine does not lag. */
  async function assertOver(pair) {
    await assertInvalid(pair.refresh);
    assert.equal(await me(worker, pair), 401);
    for (const token of [pair.access, pair.refresh])
      assert.deepEqual(await introspect(worker, token), { active: false });
  }

  test("by reuse, for whoever has it, with a line in the log that names no token", async () => {
    const since = worker.output().length;
    const name = await user(worker);
    const first = await enter(worker, name);
    const second = await refreshed(worker, first.refresh);
    const third = await refreshed(worker, second.refresh);
    assert.equal((await introspect(worker, third.refresh)).active, true);
    // Asking about a token that is used up ends nothing.
    assert.deepEqual(await introspect(worker, first.refresh), { active: false });
    assert.equal(await me(worker, third), 200);
    await assertInvalid(first.refresh);
    for (const pair of [first, second, third]) await assertOver(pair);
    const { level, user: reference } = await line("refresh token reuse: ", since);
    assert.equal(level, "warning");
    assert.match(reference, /^[0-9a-f]{16}$/);
  });

  test("by logout, by its id, and by revocation of either token, and no other ends with it", async () => {
    const name = await user(worker);
    const kept = await enter(worker, name);
    for (const [what, end] of Object.entries({
      logout: (pair) => bearer(worker, "POST", "/auth/jwt/logout", pair.access),
      id: (pair) => bearer(worker, "DELETE", `/users/me/sessions/${sid(pair)}`, kept.access),
      "revocation of the refresh token": (pair) => revoke(worker, pair.refresh),
      "revocation of the access token": (pair) => revoke(worker, pair.access),
    })) {
      const pair = await enter(worker, name);
      const { status, body } = await end(pair);
      assert.deepEqual([status, body], [what.startsWith("rev") ? 200 : 204, ""], what);
      await assertOver(pair);
    }
    assert.equal(await me(worker, kept), 200);
    assert.equal((await introspect(worker, kept.access)).active, true);
    await refreshed(worker, kept.refresh);
  });

  test("with all others by `everywhere`, and a login in the same second begins anew", async () => {
    const name = await user(worker);
    const pairs = [await enter(worker, name), await enter(worker, name)];
    assert.equal((await bearer(worker, "DELETE", "/users/me/sessions", pairs[0].access)).status, 204);
    const anew = await enter(worker, name);
    for (const pair of pairs) await assertOver(pair);
    assert.equal(await me(worker, anew), 200);
    assert.equal(await me(worker, await refreshed(worker, anew.refresh)), 200);
  });

  test("by its time, with nothing for others to hear", async () => {
    for (const column of ["idle_until", "expires_at"]) {
      const name = await user(worker);
      const pair = await enter(worker, name);
      await sql(worker, name, `UPDATE sessions SET ${column} = ?`, Math.floor(Date.now() / 1000));
      assert.deepEqual((await bearer(worker, "GET", "/users/me/sessions", pair.access)).body, []);
      assert.deepEqual(await introspect(worker, pair.access), { active: false });
      await assertInvalid(pair.refresh);
      assert.deepEqual(await rows(name), []);
      assert.equal(await kv(worker, { key: `ended:${name}` }), null);
    }
  });

  test("twenty at once: KV has heard of all of them in the end", async () => {
    const name = await user(worker);
    const kept = await enter(worker, name);
    const pairs = [];
    for (let number = 0; number < 20; number += 1) pairs.push(await enter(worker, name));
    const answers = await Promise.all(pairs.map((pair) => bearer(worker, "POST", "/auth/jwt/logout", pair.access)));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [204]);
    assert.deepEqual(Object.keys((await published(worker, name)).sessions).sort(), pairs.map(sid).sort());
    assert.equal(await me(worker, kept), 200);
  });

  test("while KV takes no write for a second, and is told then", async () => {
    const name = await user(worker);
    const pair = await enter(worker, name);
    await kv(worker, { fail: 1 });
    assert.equal((await bearer(worker, "POST", "/auth/jwt/logout", pair.access)).status, 204);
    assert.equal(await me(worker, pair), 401);
  });

  test("while KV takes no write at all: 503, the session has ended, and the next logout tells of it", async () => {
    const name = await user(worker);
    const pair = await enter(worker, name);
    const end = () => bearer(worker, "POST", "/auth/jwt/logout", pair.access);
    await kv(worker, { fail: 3 });
    assert.equal((await end()).status, 503);
    await assertInvalid(pair.refresh);
    assert.equal(await me(worker, pair), 200);
    assert.equal((await end()).status, 204);
    assert.equal(await me(worker, pair), 401);
  });
});

test("the user sees the sessions that there are", async () => {
  const name = await user(worker);
  const phone = await enter(worker, name, { scope: "me", client_id: "phone" });
  await sql(worker, name, "UPDATE sessions SET created_at = created_at - 60, last_used_at = last_used_at - 60");
  const page = await enter(worker, name);
  const { body } = await bearer(worker, "GET", "/users/me/sessions", page.access);
  const now = body[0].created_at;
  assert.ok(Math.abs(now - Date.now() / 1000) < 60);
  const [first, second] = body;
  const { expires_at, ...rest } = second;
  assert.deepEqual(first, {
    ...{ id: sid(page), created_at: now, last_used_at: now, expires_at: now + 14 * DAY },
    ...{ scope: null, client_id: null, current: true },
  });
  assert.ok(expires_at - first.expires_at <= 0 && first.expires_at - expires_at < 60);
  assert.deepEqual([rest.id, rest.scope, rest.client_id, rest.current], [sid(phone), "me", "phone", false]);
  assert.equal(rest.created_at, rest.last_used_at);
});

test("a service asks about tokens, by HTTP Basic and in the form", async () => {
  const name = await user(worker);
  const pair = await enter(worker, name, { scope: "me", client_id: "app" });
  const { iat, exp } = open(pair.access).claims;
  const same = { active: true, scope: "me", username: name, sub: name, sid: sid(pair), iat };
  assert.deepEqual(await introspect(worker, pair.access), { ...same, token_type: "bearer", exp });
  const { exp: over, iat: made, ...told } = await introspect(worker, pair.refresh);
  const { iat: _, ...rest } = same;
  assert.deepEqual(told, { ...rest, token_type: "refresh_token", client_id: "app" });
  assert.equal(over - made, 14 * DAY);
  const credentials = { client_id: API.id, client_secret: API.secret };
  const asked = (fields) => answer(worker, form("/introspect", { token: pair.access, ...fields }));
  assert.equal((await asked(credentials)).body.active, true);
  for (const wrong of [{}, { ...credentials, client_secret: "x" }, { ...credentials, client_id: "x" }]) {
    const { status, body, header } = await asked(wrong);
    assert.deepEqual(
      [status, body.error, header("www-authenticate")],
      [401, "invalid_client", 'Basic realm="keyward"'],
    );
  }
});

describe("with SESSION_CHECK=strict", () => {
  let strict;

  before(async () => {
    strict = await startSessions({ secret: newSecret(), vars: { SESSION_CHECK: "strict", SESSIONS_MAX: "2" } });
  });
  after(() => strict?.stop());

  test("the object says what has ended, whatever KV says", async () => {
    const name = await user(strict);
    const [one, other] = [await enter(strict, name), await enter(strict, name)];
    assert.equal((await bearer(strict, "POST", "/auth/jwt/logout", one.access)).status, 204);
    await kv(strict, { key: `ended:${name}`, remove: true });
    assert.equal(await me(strict, one), 401);
    assert.equal(await me(strict, other), 200);
    assert.equal((await bearer(strict, "DELETE", "/users/me/sessions", other.access)).status, 204);
    await kv(strict, { key: `ended:${name}`, value: "{" });
    assert.equal(await me(strict, other), 401);
    assert.equal(await me(strict, await enter(strict, name)), 200);
  });

  test("a session that made room has no access token either", async () => {
    const name = await user(strict);
    const pairs = [await enter(strict, name), await enter(strict, name), await enter(strict, name)];
    const statuses = await Promise.all(pairs.map((pair) => me(strict, pair)));
    assert.equal(statuses.filter((status) => status === 200).length, 2);
    assert.equal(statuses[2], 200);
  });
});

describe("what is left in the object", () => {
  test("is no token, no name and no hash; nor is any of them in the log", async () => {
    const name = await user(worker);
    const headers = [["CF-Connecting-IP", "198.51.100.77"], ...agent("a very special browser")];
    const first = await enter(worker, name, { scope: "me" }, { headers });
    const second = await refreshed(worker, first.refresh, {}, headers);
    const ended = await enter(worker, name);
    await bearer(worker, "POST", "/auth/jwt/logout", ended.access);
    const dump = await object(worker, name, "dump");
    assert.deepEqual(Object.keys(dump).sort(), ["ends", "replaced", "schema", "seen", "sessions", "writes"]);
    assert.deepEqual([dump.sessions.length, dump.ends.length], [1, 1]);
    const said = [JSON.stringify(dump), await kv(worker, { key: `ended:${name}` })].join();
    const bytes = (text) => Buffer.from(text).toString("hex");
    const code = (token) => Buffer.from(token.slice(4), "base64url").subarray(-16).toString("hex");
    const secret = [name, person("quick").hashed_password, "a very special browser", "198.51.100"];
    for (const text of secret) for (const found of [text, bytes(text)]) assert.ok(!said.includes(found), text);
    for (const { access, refresh: token } of [first, second, ended])
      for (const text of [access, token, code(token)]) assert.ok(!said.includes(text));
    const log = worker.output();
    for (const text of [name, "kwr_", ...secret.slice(1, 3)]) assert.ok(!log.includes(text), text);
    assert.doesNotMatch(log, /eyJ[\w-]+\./);
  });

  test("is nothing, when the alarm finds that all of it is over", async () => {
    const name = await user(worker);
    await enter(worker, name);
    const [{ idle_until: first }] = await rows(name);
    assert.equal(await object(worker, name, "next"), first);
    const { access, refresh: token } = await enter(worker, name);
    await bearer(worker, "POST", "/auth/jwt/logout", access);
    await assertInvalid(token);
    assert.equal(await object(worker, name, "alarm", 13 * DAY), first);
    const left = await object(worker, name, "dump");
    assert.deepEqual([left.sessions.length, left.ends], [1, []]);
    assert.equal(await object(worker, name, "alarm", 14 * DAY + 60), null);
    assert.deepEqual(await object(worker, name, "dump"), {});
    await enter(worker, name);
    assert.equal((await rows(name)).length, 1);
    assert.ok((await object(worker, name, "next")) >= first);
  });

  test("by version 1 of the tables is brought up to date", async () => {
    const name = await user(worker);
    for (const statement of [
      "CREATE TABLE schema (version INTEGER NOT NULL)",
      "INSERT INTO schema VALUES (1)",
      "CREATE TABLE account (opened_at INTEGER NOT NULL)",
      "INSERT INTO account VALUES (1700000000)",
    ])
      await sql(worker, name, statement);
    const { refresh: token } = await enter(worker, name);
    const dump = await object(worker, name, "dump");
    assert.deepEqual(Object.keys(dump).sort(), ["ends", "replaced", "schema", "seen", "sessions", "writes"]);
    assert.deepEqual([dump.schema, dump.sessions.length], [[{ version: 3 }], 1]);
    await refreshed(worker, token);
  });

  test("and cannot be read costs its own session alone, with a line in the log", async () => {
    for (const change of ["generation = 'x'", "password = x'00'", "network = 7"]) {
      const name = await user(worker);
      const [broken, whole] = [await enter(worker, name), await enter(worker, name)];
      const id = Buffer.from(sid(broken), "base64url").toString("hex");
      await sql(worker, name, `UPDATE sessions SET ${change} WHERE lower(hex(id)) = ?`, id);
      const since = worker.output().length;
      await assertInvalid(broken.refresh);
      assert.equal((await line("the row of a session", since)).level, "error");
      assert.deepEqual(await introspect(worker, broken.access), { active: false });
      const next = await refreshed(worker, whole.refresh);
      assert.equal(await me(worker, next), 200);
      const listed = (await bearer(worker, "GET", "/users/me/sessions", next.access)).body;
      assert.deepEqual(
        listed.map((session) => session.id),
        [sid(whole)],
      );
      await enter(worker, name);
      assert.equal((await bearer(worker, "DELETE", "/users/me/sessions", next.access)).status, 204);
      assert.deepEqual(await rows(name), []);
    }
  });
});

describe("without ACCOUNTS", () => {
  let without;

  before(async () => {
    const users = [person("quick")];
    without = await startWorker({ secret: newSecret(), users, config: { kv_namespaces: [{ binding: "AUTH" }] } });
  });
  after(() => without?.stop());

  test("there are access tokens alone, and the routes of sessions are nowhere", async () => {
    const { body } = await login(without, "quick", "secret");
    assert.deepEqual(Object.keys(body).sort(), ["access_token", "expires_in", "token_type"]);
    assert.equal(open(body.access_token).claims.sid, undefined);
    const refused = await refresh(without, "kwr_x");
    assert.deepEqual([refused.status, refused.body.error], [400, "unsupported_grant_type"]);
    for (const [method, target] of [
      ["GET", "/users/me/sessions"],
      ["DELETE", "/users/me/sessions"],
      ["DELETE", "/users/me/sessions/AAAAAAAAAAAAAAAAAAAAAA"],
      ["POST", "/auth/jwt/logout"],
      ["POST", "/revoke"],
      ["POST", "/introspect"],
    ]) {
      const { status, body: detail } = await bearer(without, method, target, body.access_token);
      assert.deepEqual([status, detail], [404, { detail: "Not Found" }], `${method} ${target}`);
    }
    const metadata = (await answer(without, { target: "/.well-known/oauth-authorization-server" })).body;
    assert.deepEqual(metadata.grant_types_supported, ["password"]);
    assert.deepEqual([metadata.revocation_endpoint, metadata.introspection_endpoint], [undefined, undefined]);
    await without.logged(/there is no binding ACCOUNTS: there are no sessions/);
    assertQuietLog(without);
  });
});
