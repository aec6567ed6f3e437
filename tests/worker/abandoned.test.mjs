// Clients that go away before they are answered, in workerd by itself: the proxy of `wrangler dev` tells no Worker of them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { GONE, abandon } from "../../benches/http/abandon.mjs";
import { startWorkerd } from "../../benches/http/workerd.mjs";
import { buildWorker } from "../../scripts/build/worker.mjs";
import { person, newSecret } from "./support.mjs";

/** So many milliseconds at most for a login behind them: the bound is the feature, and wide. Without it they were 23,665. */
const BOUND = 8000;
/** The hash is the tutorial's: all of them would take 10 seconds and more. */
const HASH = person("johndoe").hashed_password;

let worker;

before(async () => {
  await buildWorker();
  worker = await startWorkerd("keyward", { SECRET_KEY: newSecret() });
  await worker.fill(3, HASH);
});
after(() => worker?.stop());

const request = (address, username, password) => ({
  method: "POST",
  path: "/token",
  headers: { "content-type": "application/x-www-form-urlencoded", "cf-connecting-ip": address },
  body: `username=${username}&password=${password}`,
});

const login = (...of) => {
  const { path, ...options } = request(...of);
  return fetch(worker.origin + path, options);
};

for (const [who, address] of /** @type {[string, (index: number) => string][]} */ ([
  ["one client", () => "192.0.2.1"],
  ["a hundred clients", (index) => `198.51.100.${index}`],
])) {
  test(`a login behind ${GONE} that ${who} gave up waits for none of them`, async (context) => {
    await Promise.all(
      Array.from({ length: GONE }, (_, index) => abandon(worker.origin, request(address(index), "user-0", "secret"))),
    );
    const began = performance.now();
    const response = await login("203.0.113.7", "user-0", "secret");
    const took = performance.now() - began;
    const status = await fetch(`${worker.origin}/status/`).then(({ status }) => status);
    context.diagnostic(`${took.toFixed(0)} ms, a hash included`);
    assert.equal(response.status, 200, await response.text());
    assert.equal(status, 401);
    assert.ok(took < BOUND, `${took} ms`);
  });
}

test("what was given up counted as no failure", async () => {
  const response = await login("192.0.2.1", "user-0", "secret");
  assert.equal(response.status, 200, await response.text());
});

test("a stranger's burst that waits for its answers leaves another client in", async (context) => {
  const burst = Array.from({ length: 60 }, () => login("192.0.2.2", "user-1", "wrong"));
  await sleep(50);
  const began = performance.now();
  const response = await login("203.0.113.8", "user-1", "secret");
  const took = performance.now() - began;
  context.diagnostic(`${took.toFixed(0)} ms, a hash included`);
  const statuses = (await Promise.all(burst)).map(({ status }) => status);
  assert.equal(response.status, 200, await response.text());
  assert.ok(took < BOUND, `${took} ms`);
  assert.ok(statuses.every((status) => [401, 429, 503].includes(status)));
  assert.ok(statuses.filter((status) => status === 401).length <= 10);
});
