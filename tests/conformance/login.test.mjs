// The same requests to the Worker and to a FastAPI app: the answers agree,
// but for the departures that departures.mjs lists.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { startWorker } from "../worker/harness.mjs";
import { assertAgrees, essence } from "./compare.mjs";
import { departureRows } from "./departures.mjs";
import { exchanges } from "./exchanges.mjs";
import { forge, open } from "./forge.mjs";
import { startReference, usersFile } from "./reference.mjs";
import { readable, send } from "./wire.mjs";

const secret = randomBytes(32).toString("hex");
const rows = exchanges({ secret });
const departureOf = new Map(/** @type {[string, any][]} */ (departureRows));
const users = JSON.parse(await readFile(usersFile, "utf8"));

let reference;
let worker;

before(async () => {
  reference = await startReference({ SECRET_KEY: secret });
  worker = await startWorker({ secret, users: Object.values(users) });
});

after(async () => {
  await worker?.stop();
  await reference?.stop();
});

const login = (origin, username, password) =>
  send(origin, {
    method: "POST",
    target: "/token",
    headers: [["Content-Type", "application/x-www-form-urlencoded"]],
    body: new URLSearchParams({ username, password }).toString(),
  }).then((response) => readable(response).access_token);

const read = (origin, target, token) =>
  send(origin, { target, headers: [["Authorization", `Bearer ${token}`]] }).then((response) =>
    essence(origin, response),
  );

describe("the table of exchanges", () => {
  test("has at least 70 rows, each with a name of its own", () => {
    assert.ok(rows.length >= 70);
    assert.equal(new Set(rows.map(({ name }) => name)).size, rows.length);
  });

  test("has a row for every departure, and for each row one departure at most", () => {
    const names = new Set(rows.map(({ name }) => name));
    assert.deepEqual(
      [...departureOf.keys()].filter((name) => !names.has(name)),
      [],
    );
    assert.equal(departureOf.size, departureRows.length);
  });
});

describe("the Worker answers as FastAPI does", () => {
  for (const row of rows.filter(({ name }) => !departureOf.has(name))) {
    test(row.name, async () => {
      const [theirs, ours] = await both(row);
      assertAgrees(ours, theirs);
    });
  }
});

describe("the Worker departs from FastAPI", () => {
  for (const row of rows.filter(({ name }) => departureOf.has(name))) {
    const { title, fastapi, keyward } = departureOf.get(row.name);
    test(`${row.name}: ${title}`, async () => {
      const [theirs, ours] = await both(row);
      assertAgrees(theirs, fastapi);
      assertAgrees(ours, keyward);
    });
  }
});

describe("tokens interchange", () => {
  for (const [username, password] of [
    ["johndoe", "secret"],
    ["legacy", "secret"],
    ["Jürgen Groß", "pässwörd ✓"],
  ]) {
    test(`a token of FastAPI and PyJWT for ${username} opens the Worker, and the reverse`, async () => {
      const theirToken = await login(reference.origin, username, password);
      const ourToken = await login(worker.origin, username, password);
      for (const target of ["/users/me/", "/users/me/items/", "/protected", "/status/"]) {
        const expected = await read(reference.origin, target, theirToken);
        assert.equal(expected.status, 200);
        assertAgrees(await read(worker.origin, target, theirToken), expected);
        assertAgrees(await read(reference.origin, target, ourToken), expected);
        assertAgrees(await read(worker.origin, target, ourToken), expected);
      }
    });
  }

  test("a token of the Worker is the JWS that RFC 7515 makes of its header and claims", async () => {
    const token = await login(worker.origin, "bare", "secret");
    const { header, claims } = open(token);
    assert.equal(token, forge(secret, claims, { header }));
  });
});

/** Both answers to one request, the reference's first. */
async function both(row) {
  return Promise.all([reference.origin, worker.origin].map(async (origin) => essence(origin, await send(origin, row))));
}
