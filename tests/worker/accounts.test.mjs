// Accounts, in real workerd: what races, what ends at once, what is left in KV, and how much of it anybody may ask for. What
// the answers look like is held against fastapi-users in tests/conformance.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  GOOD,
  address,
  admin,
  call,
  enter,
  logIn,
  mailed,
  mails,
  network,
  put,
  register,
  said,
} from "./accounts/support.mjs";
import { API, introspect, kv, me, refresh, sql, startSessions } from "./sessions/support.mjs";
import { assertQuietLog, newSecret } from "./support.mjs";

const NEW = "another password, which is long";
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let worker;

before(async () => {
  worker = await startSessions({ secret: newSecret(), vars: { REGISTRATION: "open", REGISTRATION_SCOPES: "me" } });
});
after(() => worker?.stop());

const stored = async (key) => kv(worker, { key });
const record = async (username) => JSON.parse(await stored(`user:${username}`));
const refused = (code) => [400, { detail: code }];
const now = () => Math.floor(Date.now() / 1000);

/** Neither token of it is good for anything. */
async function assertOver(pair) {
  const { status, body } = await refresh(worker, pair.refresh);
  assert.deepEqual([status, body.error], [400, "invalid_grant"]);
  for (const token of [pair.access, pair.refresh]) assert.deepEqual(await introspect(worker, token), { active: false });
  assert.equal(await me(worker, pair), 401);
}

/** The session is as young as it was that long ago. */
const age = (username, seconds) => sql(worker, username, "UPDATE sessions SET created_at = created_at - ?", seconds);

describe("a registration", () => {
  test("is one of two at once, twenty times", async () => {
    for (let time = 0; time < 20; time += 1) {
      const email = address("racer");
      const body = { email, password: GOOD };
      const answers = await Promise.all([
        call(worker, "POST /auth/register", body),
        call(worker, "POST /auth/register", { ...body, email: email.toUpperCase().replace("EXAMPLE", "example") }),
      ]);
      const [won, lost] = answers.sort((a, b) => a.status - b.status);
      assert.deepEqual([won.status, ...said(lost)], [201, ...refused("REGISTER_USER_ALREADY_EXISTS")]);
      assert.equal((await record(email)).id, won.body.id);
      assert.deepEqual([await stored(`email:${email}`), await stored(`id:${won.body.id}`)], [email, email]);
    }
  });

  test("is followed by a login at once, by any spelling of the address, and by either route", async () => {
    const email = address("Somebody.New");
    const { id } = await register(worker, email);
    for (const name of [email, email.toLowerCase(), email.toUpperCase()]) {
      const { access } = await enter(worker, name);
      const { body } = await call(worker, "GET /users/me", undefined, { token: access });
      assert.deepEqual([body.id, body.username, body.is_verified], [id, email.toLowerCase(), false]);
    }
    assert.equal((await logIn(worker, email, GOOD, {}, network(), "/auth/jwt/login")).status, 200);
    assert.equal((await logIn(worker, email, "wrong")).status, 401);
  });

  test("leaves a record, and the address and the id that lead to it", async () => {
    const email = address();
    const user = await register(worker, email, { full_name: "Sömebody" });
    assert.match(user.id, UUID);
    const { hashed_password, created_at, ...rest } = await record(email);
    assert.match(hashed_password, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    assert.ok(Math.abs(created_at - now()) < 60);
    const { username, full_name, id } = rest;
    assert.deepEqual({ username, full_name, id }, { username: email, full_name: "Sömebody", id: user.id });
    assert.deepEqual([rest.email, rest.is_verified ?? false, rest.scopes], [email, false, ["me"]]);
    assert.ok(!JSON.stringify(rest).includes(GOOD));
  });

  test("of what is no good says why, in words", async () => {
    const email = address("some.name");
    const reasons = [];
    for (const password of ["fourteen chars", email, "passwordpassword", "p".repeat(4097)]) {
      const { status, body } = await call(worker, "POST /auth/register", { email, password });
      assert.deepEqual([status, body.detail.code], [400, "REGISTER_INVALID_PASSWORD"], password);
      assert.match(body.detail.reason, /^[A-Z].* .*\w/);
      assert.ok(!body.detail.reason.includes(password));
      reasons.push(body.detail.reason);
    }
    assert.match(reasons[0], /15/);
    assert.match(reasons.at(-1), /4096/);
    assert.equal(await stored(`user:${email}`), null);
  });
});

describe("a password that was forgotten", () => {
  const ask = async (email) =>
    assert.deepEqual(said(await call(worker, "POST /auth/forgot-password", { email })), [202, null]);
  /** The token of the mail, which is the user's only one or so many. */
  const forget = async (email, count = 1) => {
    await ask(email);
    return mailed(worker, "reset", email, count);
  };
  const reset = (token, password = NEW) => call(worker, "POST /auth/reset-password", { token, password });
  const BAD = refused("RESET_PASSWORD_BAD_TOKEN");

  test("ends all sessions and all access tokens, when there is a new one", async () => {
    const { email } = await register(worker);
    const pairs = [await enter(worker, email), await enter(worker, email)];
    const token = await forget(email);
    assert.match(token, /^kwm_[\w-]+$/);
    for (const pair of pairs) assert.equal(await me(worker, pair), 200);
    assert.deepEqual(said(await reset(token)), [200, null]);
    for (const pair of pairs) await assertOver(pair);
    assert.equal((await logIn(worker, email)).status, 401);
    const anew = await enter(worker, email, NEW);
    assert.equal(await me(worker, anew), 200);
  });

  test("is replaced once with one token, also by two at once", async () => {
    const { email } = await register(worker);
    const token = await forget(email);
    const answers = await Promise.all([reset(token, NEW), reset(token, `${NEW}!`)]);
    assert.deepEqual(answers.map(said).sort(), [[200, null], BAD]);
    assert.deepEqual(said(await reset(token)), BAD);
  });

  test("is not replaced with a token from before another new password", async () => {
    const { email } = await put(worker);
    const first = await forget(email);
    // A token says its second.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const second = await forget(email, 2);
    assert.notEqual(first, second);
    assert.deepEqual(said(await reset(second)), [200, null]);
    assert.deepEqual(said(await reset(first)), BAD);
    const third = await forget(email, 3);
    const { access } = await enter(worker, email, NEW);
    const change = { current_password: NEW, new_password: GOOD };
    assert.equal((await call(worker, "PATCH /users/me/password", change, { token: access })).status, 204);
    assert.deepEqual(said(await reset(third)), BAD);
  });

  test("is not replaced with a token that is cut, long, of another kind, or of nobody", async () => {
    const { email } = await register(worker);
    await call(worker, "POST /auth/request-verify-token", { email });
    const verify = await mailed(worker, "verify", email);
    const token = await forget(email);
    for (const wrong of [token.slice(0, -1), `${token}A`, token.slice(4), "kwm_", "kwr_AQ", verify, ` ${token}`])
      assert.deepEqual(said(await reset(wrong)), BAD);
    assert.deepEqual(said(await call(worker, "POST /auth/verify", { token })), refused("VERIFY_USER_BAD_TOKEN"));
    // A refusal for the password leaves the token as it was.
    assert.equal((await reset(token, "short")).body.detail.code, "RESET_PASSWORD_INVALID_PASSWORD");
    assert.deepEqual(said(await reset(token)), [200, null]);
  });

  test("of a user who is disabled or gone is not mailed about", async () => {
    const { username } = await put(worker, { disabled: true });
    const nobody = address();
    for (const email of [username, nobody]) await ask(email);
    await forget((await register(worker)).email);
    for (const email of [username, nobody]) assert.deepEqual(await mails(worker, email), []);
  });

  test("ends the block of failed logins", async () => {
    const { email } = await register(worker);
    for (let time = 0; time < 10; time += 1) assert.equal((await logIn(worker, email, "wrong")).status, 401);
    assert.equal((await logIn(worker, email)).status, 429);
    assert.deepEqual(said(await reset(await forget(email))), [200, null]);
    assert.equal((await logIn(worker, email, NEW)).status, 200);
  });
});

describe("an address", () => {
  test("is verified with the token that was mailed to it, and no other address with that one", async () => {
    const { email } = await register(worker);
    await call(worker, "POST /auth/request-verify-token", { email });
    const token = await mailed(worker, "verify", email);
    const { access } = await enter(worker, email);
    const other = address();
    const changed = await call(worker, "PATCH /users/me", { email: other }, { token: access });
    assert.deepEqual([changed.status, changed.body.email, changed.body.is_verified], [200, other, false]);
    assert.deepEqual(said(await call(worker, "POST /auth/verify", { token })), refused("VERIFY_USER_BAD_TOKEN"));
    await call(worker, "POST /auth/request-verify-token", { email: other });
    const { status, body } = await call(worker, "POST /auth/verify", { token: await mailed(worker, "verify", other) });
    assert.deepEqual([status, body.email, body.is_verified], [200, other, true]);
  });

  test("that was changed leads to the user, and the old one to nobody", async () => {
    const [old, other] = [address(), address()];
    const { id, username } = await register(worker, old);
    const { access } = await enter(worker, old);
    assert.equal((await call(worker, "PATCH /users/me", { email: other }, { token: access })).status, 200);
    assert.deepEqual([await stored(`email:${old}`), await stored(`email:${other}`)], [null, username]);
    const { access: again } = await enter(worker, other);
    assert.equal((await call(worker, "GET /users/me", undefined, { token: again })).body.id, id);
  });

  test("that one user wants twice at once, as with two clicks, is theirs afterwards, ten times", async () => {
    for (let time = 0; time < 10; time += 1) {
      const email = address("clicker");
      await register(worker, email);
      const { access: token } = await enter(worker, email);
      const wanted = address("twice");
      const move = () => call(worker, "PATCH /users/me", { email: wanted }, { token });
      const answers = await Promise.all([move(), move()]);
      assert.ok(answers.some(({ status }) => status === 200));
      for (const { status } of answers) assert.ok([200, 503].includes(status), `${status}`);
      assert.equal((await record(email)).email, wanted);
      assert.equal(await stored(`email:${wanted}`), email);
      assert.equal(await stored(`email:${email}`), null);
    }
  });

  test("is taken by one of two who want it at once", async () => {
    for (let time = 0; time < 5; time += 1) {
      const wanted = address("wanted");
      const tokens = [];
      for (const { email } of [await register(worker), await register(worker)])
        tokens.push((await enter(worker, email)).access);
      const answers = await Promise.all(
        tokens.map((token) => call(worker, "PATCH /users/me", { email: wanted }, { token })),
      );
      const [won, lost] = answers.sort((a, b) => a.status - b.status);
      assert.deepEqual([won.status, ...said(lost)], [200, ...refused("UPDATE_USER_EMAIL_ALREADY_EXISTS")]);
      assert.equal(await stored(`email:${wanted}`), won.body.username);
    }
  });
});

describe("a new password", () => {
  const change = (token, current_password, new_password, headers = network()) =>
    call(worker, "PATCH /users/me/password", { current_password, new_password }, { token, headers });

  test("with the current one ends every other session, and this one goes on", async () => {
    const { email } = await register(worker);
    const [kept, other] = [await enter(worker, email), await enter(worker, email)];
    assert.deepEqual(said(await change(kept.access, GOOD, NEW)), [204, ""]);
    await assertOver(other);
    assert.equal(await me(worker, kept), 401);
    const { status, body } = await refresh(worker, kept.refresh);
    assert.equal(status, 200);
    assert.equal(await me(worker, { access: body.access_token }), 200);
    assert.equal((await logIn(worker, email)).status, 401);
    await enter(worker, email, NEW);
  });

  test("with a wrong current one is none, and that is counted as a failed login", async () => {
    const { email } = await register(worker);
    const { access } = await enter(worker, email);
    for (let time = 0; time < 10; time += 1)
      assert.deepEqual(said(await change(access, "wrong", NEW)), refused("UPDATE_USER_WRONG_PASSWORD"));
    const blocked = await change(access, GOOD, NEW);
    assert.equal(blocked.status, 429);
    assert.ok(Number(blocked.header("retry-after")) > 0);
    assert.equal((await logIn(worker, email)).status, 429);
  });

  test("that breaks the rule is refused with the reason", async () => {
    const { email } = await register(worker);
    const { access } = await enter(worker, email);
    const { status, body } = await change(access, GOOD, "short");
    assert.deepEqual([status, body.detail.code], [400, "UPDATE_USER_INVALID_PASSWORD"]);
    assert.match(body.detail.reason, /15/);
    assert.equal(await me(worker, { access }), 200);
  });

  test("without the current one, a new address and a deletion need a session that was opened a moment ago", async () => {
    const { email } = await register(worker);
    const { access, refresh: token } = await enter(worker, email);
    await age(email, 590);
    const kept = (await refresh(worker, token)).body.access_token;
    await age(email, 20);
    const OLD = [403, { detail: "UPDATE_USER_SESSION_TOO_OLD" }];
    for (const token of [access, kept]) {
      assert.deepEqual(said(await call(worker, "PATCH /users/me", { password: NEW }, { token })), OLD);
      assert.deepEqual(said(await call(worker, "PATCH /users/me", { email: address() }, { token })), OLD);
      assert.deepEqual(said(await call(worker, "DELETE /users/me", undefined, { token })), OLD);
      assert.equal((await call(worker, "PATCH /users/me", { full_name: "Old" }, { token })).status, 200);
    }
    const young = await enter(worker, email);
    const other = await enter(worker, email);
    assert.equal((await call(worker, "PATCH /users/me", { password: NEW }, { token: young.access })).status, 200);
    await assertOver(other);
    await enter(worker, email, NEW);
  });
});

describe("a user who deletes himself", () => {
  test("is gone with all sessions and all keys, and who comes after has nothing of his", async () => {
    const email = address();
    const { id } = await register(worker, email);
    const [pair, other] = [await enter(worker, email), await enter(worker, email)];
    assert.deepEqual(said(await call(worker, "DELETE /users/me", undefined, { token: pair.access })), [204, ""]);
    for (const key of [`user:${email}`, `email:${email}`, `id:${id}`, `hash:${email}`])
      assert.equal(await stored(key), null, key);
    assert.equal((await logIn(worker, email)).status, 401);
    for (const each of [pair, other]) await assertOver(each);
    const next = await register(worker, email);
    assert.notEqual(next.id, id);
    for (const each of [pair, other]) await assertOver(each);
    await enter(worker, email);
  });
});

describe("an admin", () => {
  const as = (token) => (request, body) => call(worker, request, body, { token });

  test("has the scope in the token and in the record", async () => {
    const boss = await put(worker, { scopes: ["admin", "me"] });
    const { access } = await enter(worker, boss.username, "secret", { scope: "admin" });
    const { access: plain } = await enter(worker, boss.username, "secret", { scope: "me" });
    const { access: stranger } = await enter(worker, (await register(worker)).email);
    assert.equal((await as(access)("GET /users")).status, 200);
    for (const request of ["GET /users", "POST /users", `GET /users/${boss.id}`, `DELETE /users/${boss.id}`]) {
      for (const token of [plain, stranger])
        assert.deepEqual(said(await as(token)(request)), [403, { detail: "Forbidden" }]);
      const { status, header } = await call(worker, request);
      assert.deepEqual([status, header("www-authenticate")?.split(" ")[0]], [401, "Bearer"]);
    }
    await kv(worker, { key: `user:${boss.username}`, value: JSON.stringify({ ...boss, scopes: ["me"] }) });
    assert.equal((await as(access)("GET /users")).status, 403);
  });

  test("sees all users, page by page, each of them once", async () => {
    const ask = as(await admin(worker));
    const made = [];
    for (let number = 0; number < 5; number += 1) made.push((await register(worker)).id);
    const seen = [];
    let path = "/users?limit=3";
    do {
      const { status, body } = await ask(`GET ${path}`);
      assert.equal(status, 200);
      assert.ok(body.users.length <= 3);
      seen.push(...body.users.map(({ id }) => id));
      path = body.next && `/users?limit=3&after=${encodeURIComponent(body.next)}`;
    } while (path);
    assert.equal(new Set(seen).size, seen.length);
    for (const id of made) assert.ok(seen.includes(id));
    for (const wrong of ["0", "101", "x", "-1", "1.5"])
      assert.equal((await ask(`GET /users?limit=${wrong}`)).status, 422);
  });

  test("makes users, with a password and without", async () => {
    const ask = as(await admin(worker));
    const email = address();
    const name = `named-${Date.now()}`;
    const made = await ask("POST /users", { email, username: name, password: GOOD, is_verified: true, scopes: ["me"] });
    assert.deepEqual([made.status, made.body.username, made.body.is_verified], [201, name, true]);
    for (const login of [name, email]) await enter(worker, login, GOOD, { scope: "me" });
    for (const id of [made.body.id, name]) assert.deepEqual((await ask(`GET /users/${id}`)).body.id, made.body.id);
    const without = await ask("POST /users", { email: address() });
    assert.equal(without.status, 201);
    assert.equal((await logIn(worker, without.body.email, "")).status, 422);
    assert.equal((await logIn(worker, without.body.email, "!")).status, 401);
    assert.equal((await ask("POST /users", { email })).status, 400);
    assert.equal((await ask("POST /users", { email: address(), username: name })).status, 400);
    assert.equal((await ask("POST /users", { email: address(), password: "short" })).status, 400);
    assert.equal((await ask("POST /users", { email: "nobody" })).status, 422);
  });

  /** @type {[string, { is_active?: boolean, password?: string }][]} */
  const changes = [
    ["a user disabled", { is_active: false }],
    ["a new password", { password: NEW }],
  ];
  for (const [what, change] of changes) {
    test(`ends everything at once with ${what}`, async () => {
      const ask = as(await admin(worker));
      const { id, email } = await register(worker);
      const pairs = [await enter(worker, email), await enter(worker, email)];
      assert.equal((await ask(`PATCH /users/${id}`, change)).status, 200);
      for (const pair of pairs) {
        const { status, body } = await refresh(worker, pair.refresh);
        assert.deepEqual([status, body.error], [400, "invalid_grant"]);
        for (const token of [pair.access, pair.refresh])
          assert.deepEqual(await introspect(worker, token), { active: false });
        assert.ok([400, 401].includes(await me(worker, pair)));
      }
      assert.equal((await logIn(worker, email)).status, change.password ? 401 : 400);
      if (change.password) {
        await enter(worker, email, NEW);
        return;
      }
      assert.equal((await ask(`PATCH /users/${id}`, { is_active: true })).status, 200);
      for (const pair of pairs) await assertOver(pair);
      await enter(worker, email);
    });
  }

  test("sees a user's sessions and ends them", async () => {
    const ask = as(await admin(worker));
    const { id, email } = await register(worker);
    const pairs = [await enter(worker, email), await enter(worker, email)];
    const { status, body } = await ask(`GET /users/${id}/sessions`);
    assert.deepEqual([status, body.length], [200, 2]);
    assert.deepEqual(said(await ask(`DELETE /users/${id}/sessions`)), [204, ""]);
    for (const pair of pairs) await assertOver(pair);
    assert.deepEqual((await ask(`GET /users/${id}/sessions`)).body, []);
    await enter(worker, email);
  });

  test("takes a user out, with all keys", async () => {
    const ask = as(await admin(worker));
    const { id, email } = await register(worker);
    const pair = await enter(worker, email);
    assert.deepEqual(said(await ask(`DELETE /users/${id}`)), [204, ""]);
    for (const key of [`user:${email}`, `email:${email}`, `id:${id}`, `hash:${email}`])
      assert.equal(await stored(key), null, key);
    await assertOver(pair);
    assert.equal((await logIn(worker, email)).status, 401);
    assert.deepEqual(said(await ask(`DELETE /users/${id}`)), [404, { detail: "Not Found" }]);
  });

  test("leaves a line in the log for each, that says who and what and names nobody", async () => {
    const since = worker.output().length;
    const ask = as(await admin(worker));
    const { body } = await ask("POST /users", { email: address("audited"), password: GOOD });
    await ask(`PATCH /users/${body.id}`, { is_active: false });
    await ask(`DELETE /users/${body.id}`);
    await worker.logged(/audit: created[^]*audit: changed is_active[^]*audit: deleted/, { since });
    const lines = worker
      .output()
      .slice(since)
      .match(/\{"level":.*"audit: .*\}/g)
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      lines.map(({ message }) => message.replace(/[0-9a-f]{16}$/, "…")),
      ["created", "changed is_active", "deleted"].map((what) => `audit: ${what}, by …`),
    );
    for (const line of lines) assert.match(line.user, /^[0-9a-f]{16}$/);
    assert.doesNotMatch(worker.output().slice(since), /audited|@example\.com/);
  });
});

describe("so much may be asked for", () => {
  test("three registrations an hour for one address", async () => {
    const email = address();
    const answers = [];
    for (let time = 0; time < 5; time += 1)
      answers.push(await call(worker, "POST /auth/register", { email, password: GOOD }));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [201, 400, 400, 429, 429],
    );
    const seconds = Number(answers.at(-1).header("retry-after"));
    assert.ok(seconds > 0 && seconds <= 3600, `${seconds}`);
    await register(worker);
  });

  test("twenty registrations an hour from one network", async () => {
    const headers = network();
    const attempt = () => call(worker, "POST /auth/register", { email: address(), password: "short" }, { headers });
    const answers = [];
    for (let time = 0; time < 22; time += 1) answers.push((await attempt()).status);
    assert.deepEqual(answers, [...Array(20).fill(400), 429, 429]);
    await register(worker);
  });

  for (const [path, type] of [
    ["/auth/forgot-password", "reset"],
    ["/auth/request-verify-token", "verify"],
  ]) {
    test(`three mails an hour by ${path} for one address, and nobody is told`, async () => {
      const { email } = await put(worker);
      for (let time = 0; time < 5; time += 1)
        assert.deepEqual(said(await call(worker, `POST ${path}`, { email: time % 2 ? email : email.toUpperCase() })), [
          202,
          null,
        ]);
      await mailed(worker, type, email, 3);
      const sent = await mails(worker, email);
      assert.deepEqual(
        sent.map((mail) => mail.type),
        Array(3).fill(type),
      );
    });
  }
});

test("what is mailed on this machine is kept for this machine", async () => {
  const { email } = await register(worker);
  await call(worker, "POST /auth/forgot-password", { email });
  await mailed(worker, "reset", email);
  const [mail] = await mails(worker, email);
  const { token, at, subject, text, html, link, ...rest } = mail;
  assert.deepEqual(rest, { type: "reset", to: email });
  assert.equal(link, `${worker.origin}/#reset=${token}`);
  assert.ok(subject && text.includes(link) && html.includes(link) && Math.abs(at - now()) < 60);
  await worker.logged(new RegExp(token));
  for (const host of ["keyward.example", "127.0.0.1.example", "localhost.example:8787"]) {
    const { status, body } = await call(worker, "GET /auth/outbox", undefined, { headers: [["Host", host]] });
    assert.deepEqual([status, body], [404, { detail: "Not Found" }], host);
  }
});

test("the log holds no password, no token and no address", async () => {
  const { body } = await call(worker, "GET /auth/outbox");
  const tokens = body.map(({ token }) => token);
  assert.ok(tokens.length > 0);
  // What a machine of one's own prints is the mail itself, and nothing else has it.
  assertQuietLog(worker, [GOOD, NEW, API.secret, "kwr_"]);
});
