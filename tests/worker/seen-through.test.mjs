// A change whose client goes away in the middle is seen through, in workerd by itself: the proxy of `wrangler dev` tells no
// Worker of clients that go.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { abandon } from "../../benches/http/abandon.mjs";
import { startWorkerd } from "../../benches/http/workerd.mjs";
import { buildWorker } from "../../scripts/build/worker.mjs";
import { PATIENCE } from "../support/patience.mjs";
import { newSecret } from "./support.mjs";

const PASSWORD = "correct horse battery staple";
const OLD = "ann@example.com";
const NEW = "ann@example.org";

/** So long a write into KV takes, in milliseconds: the client has gone long before. */
const SLOW = 1000;

let worker;

before(async () => {
  await buildWorker();
  worker = await startWorkerd("keyward", { SECRET_KEY: newSecret(), REGISTRATION: "open" });
});

after(() => worker?.stop());

/** Asks until it is so. @param {() => unknown} isSo @param {string} otherwise */
async function until(isSo, otherwise) {
  const deadline = Date.now() + PATIENCE;
  while (!(await isSo())) {
    assert.ok(Date.now() < deadline, otherwise);
    await sleep(200);
  }
}

const json = { "content-type": "application/json" };

test("an address is changed as a whole: claimed, written into the record, and the other one let go", async () => {
  const url = (path) => worker.origin + path;
  const body = JSON.stringify({ email: OLD, password: PASSWORD });
  assert.equal((await fetch(url("/auth/register"), { method: "POST", headers: json, body })).status, 201);
  // Tokens of the second in which a user is made are good for nothing.
  await sleep(1100);
  const form = new URLSearchParams({ username: OLD, password: PASSWORD });
  const { access_token } = /** @type {any} */ (
    await (await fetch(url("/token"), { method: "POST", body: form })).json()
  );
  const authorization = `Bearer ${access_token}`;
  await worker.slow(SLOW);
  await abandon(worker.origin, {
    method: "PATCH",
    path: "/users/me",
    headers: { ...json, authorization },
    body: JSON.stringify({ email: NEW }),
  });
  const address = async () => {
    const response = await fetch(url("/users/me"), { headers: { authorization } });
    return /** @type {any} */ (await response.json()).email;
  };
  await until(async () => (await address()) === NEW, "the record has the old address");
  await until(() => /"method":"PATCH".*"status":200/.test(worker.output()), "the log has no line of the request");
});
