// Clients that go away before they are answered, in workerd by itself: the proxy of `wrangler dev` tells no Worker of them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { GONE, abandon } from "../../benches/http/abandon.mjs";
import { startWorkerd } from "../../benches/http/workerd.mjs";
import { buildWorker } from "../../scripts/build/worker.mjs";
import { person, newSecret } from "./support.mjs";

/** So many milliseconds at most for a login behind them: the bound is the feature, and wide. A place is kept for 30 seconds. */
const BOUND = 25_000;
/** Behind them there is work for so many logins at most, on a machine of any speed. Without it they were a hundred. */
const HASHES = 25;
const HASH = person("johndoe").hashed_password;

let worker;
/** The CPU time of a login by itself, in milliseconds; 0 where nobody tells. */
let alone;

async function start(vars = {}) {
  worker = await startWorkerd("keyward", { SECRET_KEY: newSecret(), ...vars });
  await worker.fill(3, HASH);
}

before(async () => {
  await buildWorker();
  await start();
  await login("203.0.113.1", "user-2", "secret");
  const before = worker.cpu();
  await login("203.0.113.1", "user-2", "secret");
  alone = worker.cpu() - before;
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

/** Logs in, again and again while there is no place, and tells what it took. */
async function loginBehind(context, [address, username], workBefore) {
  const began = performance.now();
  let response;
  do response = await login(address, username, "secret");
  while (response.status === 503 && performance.now() - began < BOUND);
  const took = performance.now() - began;
  const hashes = alone > 0 ? (worker.cpu() - workBefore) / alone : 0;
  context.diagnostic(`${took.toFixed(0)} ms, work for ${hashes.toFixed(1)} logins`);
  assert.equal(response.status, 200, await response.text());
  assert.ok(took < BOUND, `${took} ms`);
  assert.ok(hashes < HASHES, `work for ${hashes} logins`);
}

for (const [who, address] of /** @type {[string, (index: number) => string][]} */ ([
  ["one client", () => "192.0.2.1"],
  ["a hundred clients", (index) => `198.51.100.${index}`],
])) {
  test(`a login behind ${GONE} that ${who} gave up waits for none of them`, async (context) => {
    const before = worker.cpu();
    await Promise.all(
      Array.from({ length: GONE }, (_, index) => abandon(worker.origin, request(address(index), "user-0", "secret"))),
    );
    await loginBehind(context, ["203.0.113.7", "user-0"], before);
    assert.equal(await fetch(`${worker.origin}/status/`).then(({ status }) => status), 401);
  });
}

test("what was given up counted as no failure", async () => {
  const response = await login("192.0.2.1", "user-0", "secret");
  assert.equal(response.status, 200, await response.text());
});

test("a stranger's burst that waits for its answers leaves another client in", async (context) => {
  // More failures than there are before the login, however late that comes.
  await worker.stop();
  await start({ LOGIN_FAILURES: "50" });
  const before = worker.cpu();
  const burst = Array.from({ length: 60 }, () => login("192.0.2.2", "user-1", "wrong"));
  await sleep(50);
  await loginBehind(context, ["203.0.113.8", "user-1"], before);
  const statuses = (await Promise.all(burst)).map(({ status }) => status);
  assert.ok(statuses.every((status) => [401, 429, 503].includes(status)));
  assert.ok(statuses.filter((status) => status === 401).length < HASHES);
});
