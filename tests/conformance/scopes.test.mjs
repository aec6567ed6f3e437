// Scopes: the Worker with REQUIRE_SCOPES beside a FastAPI app with SecurityScopes, as in the tutorial's "OAuth2 scopes".

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { startWorker } from "../worker/harness.mjs";
import { assertAgrees, essence } from "./compare.mjs";
import { ask, login } from "./exchanges/make.mjs";
import { forge, open } from "./forge.mjs";
import { startReference, usersFile } from "./reference.mjs";
import { readable, send } from "./wire.mjs";

const secret = randomBytes(32).toString("hex");
const PATHS = ["/users/me/", "/users/me/items/", "/protected", "/status/"];
const CLAIMS = [
  undefined,
  "",
  "me",
  "items",
  "me items",
  "items me",
  "other me items",
  "me,items",
  "me  items",
  "Me items",
];

let reference;
let worker;

before(async () => {
  const users = Object.values(JSON.parse(await readFile(usersFile, "utf8")));
  // The tutorial grants whatever is asked for; keyward what the record holds.
  const holding = users.map((user) => ({
    ...user,
    scopes: user.username === "bare" ? ["me", "items", "audit"] : ["me"],
  }));
  const vars = { REQUIRE_SCOPES: "true" };
  reference = await startReference({ SECRET_KEY: secret, ...vars });
  worker = await startWorker({ secret, vars, users: holding });
});

after(async () => {
  await worker?.stop();
  await reference?.stop();
});

const token = (sub, scope) =>
  forge(secret, { sub, exp: Math.floor(Date.now() / 1000) + 600, ...(scope === undefined ? {} : { scope }) });

async function assertSame(row) {
  const [theirs, ours] = await Promise.all(
    [reference, worker].map(async ({ origin }) => essence(origin, await send(origin, row))),
  );
  assertAgrees(ours, theirs);
  return theirs;
}

describe("a resource asks for its scopes as FastAPI does", () => {
  for (const target of PATHS) {
    for (const scope of CLAIMS) {
      test(`${target} with ${scope === undefined ? "a token without scope" : `the scope "${scope}"`}`, async () => {
        await assertSame(ask("", `Bearer ${token("bare", scope)}`, { target }));
      });
    }
    test(`${target} with a bad token names its scopes`, async () => {
      const { status } = await assertSame(ask("", "Bearer bad", { target }));
      assert.equal(status, 401);
    });
    test(`${target} without a token`, async () => {
      await assertSame(ask("", undefined, { target }));
    });
    test(`${target} as an unknown user`, async () => {
      await assertSame(ask("", `Bearer ${token("nobody", "me items")}`, { target }));
    });
  }
});

describe("a login is granted scopes", () => {
  for (const scope of ["me", "items", "me items", " items \t me "]) {
    test(`the token for "${scope}" says what FastAPI's says`, async () => {
      await assertSame(login("", new URLSearchParams({ username: "bare", password: "secret", scope }).toString()));
    });
  }

  const asked = async (username, scope) => {
    const body = new URLSearchParams({ username, password: "secret", scope }).toString();
    const response = await send(worker.origin, login("", body));
    return { status: response.status, body: readable(response) };
  };

  test("beyond FastAPI: only those that the record holds, and the answer says which", async () => {
    const { status, body } = await asked("johndoe", "me items");
    assert.equal(status, 200);
    assert.equal(body.scope, "me");
    assert.equal(open(body.access_token).claims.scope, "me");
  });

  test("beyond FastAPI: a scope of the record that no route knows", async () => {
    assert.equal((await asked("bare", "audit")).body.scope, "audit");
  });

  test("beyond FastAPI: an unknown scope is invalid_scope", async () => {
    const { status, body } = await asked("johndoe", "me admin");
    assert.equal(status, 400);
    assert.equal(body.error, "invalid_scope");
    assert.equal(body.detail, "Unknown scope, expected any of: me, items");
  });
});
