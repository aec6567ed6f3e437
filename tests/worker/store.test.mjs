// What lies in KV: it outlives the process, it may be broken, it gets better.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { temporaryFolder } from "../support/folder.mjs";
import { startWorker, withWorker } from "./harness.mjs";
import { assertQuietLog, get, login, mint, newSecret, passwordOf, people, person } from "./support.mjs";

const quick = person("quick");

describe("the store", () => {
  test("keeps its users, and the key its tokens, when the Worker starts again", async () => {
    const [secret, persist] = [newSecret(), temporaryFolder()];
    const { body } = await withWorker({ secret, persist, users: people }, async (first) => {
      await login(first, "legacy", "secret");
      return login(first, "johndoe", "secret");
    });
    await withWorker({ secret, persist }, async (second) => {
      assert.equal((await get(second, body.access_token)).status, 200);
      for (const [username, password] of Object.entries(passwordOf)) {
        const expected = username === "alice" ? 400 : 200;
        assert.equal((await login(second, username, password)).status, expected, username);
        assert.equal((await login(second, username, `${password}x`)).status, 401, username);
      }
      assertQuietLog(second, [secret]);
    });
  });

  test("may have a byte order mark before a record", async () => {
    const secret = newSecret();
    await withWorker({ secret, records: { "user:quick": `\uFEFF${JSON.stringify(quick)}` } }, async (worker) => {
      assert.equal((await login(worker, "quick", "secret")).status, 200);
      assert.equal((await get(worker, mint(secret, "quick"))).status, 200);
    });
  });
});

describe("a login over an old hash", () => {
  const secret = newSecret();
  const old = {
    ...person("legacy"),
    scopes: ["me"],
    claims: { user_id: 7 },
    note: "a field of somebody else",
    nested: { a: [1, { b: null }] },
  };
  let worker;
  before(async () => {
    worker = await startWorker({ secret, users: [old] });
  });
  after(() => worker?.stop());

  test("keeps a new hash beside the record, which stays to the letter", async () => {
    assert.equal((await login(worker, "legacy", "wrong")).status, 401);
    assert.deepEqual(JSON.parse(await worker.read("user:legacy")), old, "a wrong password writes nothing");
    assert.equal((await login(worker, "legacy", "secret")).status, 200);
    assert.deepEqual(JSON.parse(await worker.read("user:legacy")), old);
    const { replaces, hashed_password: renewed } = JSON.parse(await worker.read("hash:legacy"));
    assert.equal(replaces, createHash("sha256").update(old.hashed_password).digest("hex"));
    assert.match(renewed, /^\$argon2id\$v=19\$/);
    assert.equal((await login(worker, "legacy", "secret")).status, 200);
    assert.equal((await login(worker, "legacy", "wrong")).status, 401);
    assert.equal(JSON.parse(await worker.read("hash:legacy")).hashed_password, renewed, "a new hash is left alone");
    assertQuietLog(worker, [secret, renewed, old.hashed_password]);
  });
});

describe("a record that cannot be read is nobody's to a login, 503 to a token, and a line in the log", () => {
  const secret = newSecret();
  const without = (name) => {
    const { [name]: _, ...rest } = quick;
    return rest;
  };
  const json = {
    "is an array": [quick],
    "is a string": "quick",
    "is null": null,
    "is a number": 7,
    "is an empty object": {},
    "has no hash": without("hashed_password"),
    "has a number as hash": { ...quick, hashed_password: 12 },
    "has no name": without("username"),
    "has a number as name": { ...quick, username: 1 },
    "has a text as disabled": { ...quick, disabled: "no" },
    "has a number as email": { ...quick, email: 5 },
    "has a list as full name": { ...quick, full_name: ["x"] },
    "has a text as scopes": { ...quick, scopes: "me" },
    "has numbers as scopes": { ...quick, scopes: [1] },
    "has a list as claims": { ...quick, claims: [] },
    "has a text as claims": { ...quick, claims: "x" },
    "has somebody else's name": { ...quick, username: "johndoe" },
  };
  const broken = [
    ...Object.entries(json).map(([name, value]) => [name, JSON.stringify(value)]),
    ["is empty", ""],
    ["is not JSON", `hashed_password=${quick.hashed_password}`],
    ["is cut short", JSON.stringify(quick).slice(0, -40)],
    ["has text after it", `${JSON.stringify(quick)}x`],
    ["is nested too deep", `{"username":"x","hashed_password":"x","claims":${"[".repeat(5000)}${"]".repeat(5000)}}`],
    ["is a run of bytes that are no text", Buffer.from([0xff, 0xfe, 0x00, 0x80, 0xc3])],
  ].map(([name, value], index) => ({ name, username: `broken-${index}`, value: adopt(value, `broken-${index}`) }));

  let worker;
  before(async () => {
    const records = Object.fromEntries(broken.map(({ username, value }) => [`user:${username}`, value]));
    const vars = { LOGIN_FAILURES: "50", LOGIN_FAILURES_MAX: "100" };
    worker = await startWorker({ secret, records, users: [quick], vars });
  });
  after(() => worker?.stop());

  for (const { name, username } of broken) {
    test(`a record that ${name}`, async () => {
      const seen = worker.output().length;
      const refused = await login(worker, username, "secret");
      assert.equal(refused.status, 401, JSON.stringify(refused.body));
      assert.deepEqual(refused.body, (await login(worker, "nobody-else", "secret")).body);
      await worker.logged(/"level":"error".*this user cannot log in/, { since: seen });
      const asked = worker.output().length;
      const read = await get(worker, mint(secret, username));
      assert.equal(read.status, 503, JSON.stringify(read.body));
      await worker.logged(/"level":"error".*"message":"(malformed user record|not UTF-8)/, { since: asked });
      assertQuietLog(worker, [secret]);
    });
  }

  test("the other users are not touched by it", async () => {
    assert.equal((await login(worker, "quick", "secret")).status, 200);
    assert.equal((await login(worker, "nobody", "secret")).status, 401);
  });
});

describe("a stored hash that cannot be checked looks like a wrong password, with a line in the log", () => {
  const secret = newSecret();
  const salt = "eZEJz0KZ+ihrLfZ4l+VRZw";
  const tag = "ArzIN58O90zx0qHLKYAUT2eosw4jLfFRscnGN4UOB7A";
  const hashes = {
    "is a plain password": "a-plain-password",
    "is an Argon2 string cut short": `$argon2id$v=19$m=64,t=1,p=1$${salt}`,
    "has bad base64": `$argon2id$v=19$m=64,t=1,p=1$${salt}!$${tag}`,
    "asks for 4 GiB": `$argon2id$v=19$m=4194304,t=3,p=4$${salt}$${tag}`,
    "asks for a billion iterations": `$argon2id$v=19$m=64,t=1000000000,p=1$${salt}$${tag}`,
    "asks for numbers beyond 32 bits": `$argon2id$v=19$m=99999999999999999999,t=1,p=1$${salt}$${tag}`,
    "has no memory": `$argon2id$v=19$m=0,t=1,p=1$${salt}$${tag}`,
    "has an unknown version": `$argon2id$v=99$m=64,t=1,p=1$${salt}$${tag}`,
    "is bcrypt of cost 31": "$2b$31$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW",
    "is bcrypt cut short": "$2b$12$EixZaYVK1fsbw1ZfbX3OXe",
    "is of an unknown scheme": "$nosuch$abc",
  };
  const rows = Object.entries(hashes).map(([name, hashed_password], index) => ({
    name,
    username: `hash-${index}`,
    hashed_password,
  }));
  let worker;
  before(async () => {
    worker = await startWorker({
      secret,
      users: rows.map(({ username, hashed_password }) => ({ username, hashed_password })),
    });
  });
  after(() => worker?.stop());

  for (const { name, username, hashed_password } of rows) {
    test(`a hash that ${name}`, async () => {
      const seen = worker.output().length;
      const refused = await login(worker, username, "secret");
      assert.equal(refused.status, 401, JSON.stringify(refused.body));
      await worker.logged(/"level":"error".*this user cannot log in: the stored hash cannot be checked/, {
        since: seen,
      });
      assertQuietLog(worker, [secret, tag, salt, ...(hashed_password ? [hashed_password] : [])]);
      // A token needs no hash: the user's resources stay open.
      assert.equal((await get(worker, mint(secret, username))).status, 200);
    });
  }
});

describe("a user without a password", () => {
  const secret = newSecret();
  const texts = { null: null, empty: "", exclamation: "!", locked: "!$6$x", star: "*" };
  let worker;
  before(async () => {
    const users = Object.entries(texts).map(([username, hashed_password]) => ({ username, hashed_password }));
    worker = await startWorker({ secret, users });
  });
  after(() => worker?.stop());

  for (const username of Object.keys(texts)) {
    test(`that is ${username} has no right one, and keeps the token of somebody else's login`, async () => {
      for (const password of ["x", "!", "*"]) assert.equal((await login(worker, username, password)).status, 401);
      assert.equal((await get(worker, mint(secret, username))).status, 200);
    });
  }

  test("is no defect", () => assert.doesNotMatch(worker.output(), /"level":"error"/));
});

/** Gives a broken record the name it is stored under, so that only one thing is wrong with it. */
function adopt(value, username) {
  if (typeof value !== "string") return value;
  return value
    .replaceAll('"username":"quick"', `"username":"${username}"`)
    .replaceAll('"username":"x"', `"username":"${username}"`);
}
