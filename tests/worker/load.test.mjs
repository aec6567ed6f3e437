// Two hundred logins at once, each over 64 MiB of Argon2: all are answered, and the memory is that of one. Here without the
// throttle, whose queues are in throttle.test.mjs and abandoned.test.mjs.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { MINUTE, limits } from "../../scripts/test/limits.mjs";
import { PATIENCE } from "../support/patience.mjs";
import { startWorker } from "./harness.mjs";
import { answer, assertQuietLog, get, login, mint, newSecret, people, person } from "./support.mjs";

const MIB = 1 << 20;
const CLIENTS = 200;
/** The default of LOGIN_QUEUE. */
const QUEUE = 8;
/** What a hash takes. */
const HASH = 64 * MIB;
/** What may come on top in the second storm, less than another 64 MiB: V8 goes on compiling for speed. */
const SLACK = 60 * MIB;
/** So many requests wait before those are looked for that wait in vain. */
const MANY = 256;
/** The last of so many waits for all others to be hashed. */
const TIMEOUT = { timeout: 5 * MINUTE };
limits.test = 11 * MINUTE;

const secret = newSecret();
let worker;

before(async () => {
  worker = await startWorker({ secret, users: people, config: { main: inRoot("tests/worker/probe.js") } });
});

after(async () => {
  await worker?.stop();
});

const probe = async () => (await answer(worker, { target: "/probe" })).body;
const linear = async () => (await probe()).linear;
const held = async () => (await probe()).held;

async function until(happened) {
  const deadline = Date.now() + PATIENCE;
  while (!(await happened())) {
    assert.ok(Date.now() < deadline, `not within ${PATIENCE} ms: ${happened}`);
    await sleep(100);
  }
}

const mib = (bytes) => `${(bytes / MIB).toFixed(1)} MiB`;

/** Sends all of them at once; every third with a wrong password. */
async function storm(username, target) {
  const began = performance.now();
  const responses = await Promise.all(
    Array.from({ length: CLIENTS }, (_, index) =>
      login(worker, username, index % 3 === 2 ? "wrong" : "secret", {}, { target, ...TIMEOUT }),
    ),
  );
  const count = (wanted) => responses.filter(({ status }) => status === wanted).length;
  for (const [index, { status, body, header }] of responses.entries()) {
    if (status === 503) assert.deepEqual([body.detail, header("retry-after")], ["too many logins at once", "5"]);
    else assert.equal(status, index % 3 === 2 ? 401 : 200);
  }
  return { counts: { 200: count(200), 401: count(401), 503: count(503) }, seconds: (performance.now() - began) / 1000 };
}

describe(`${CLIENTS} logins at once`, () => {
  test("all get an answer, and the memory does not grow", async (context) => {
    await login(worker, "johndoe", "secret");
    const before = await linear();
    assert.ok(before > HASH, `linear memory ${mib(before)}`);
    // Where the system tells it, it is more than the wasm has.
    if (process.platform === "linux") assert.ok(worker.memory().now > before, `workerd ${mib(worker.memory().now)}`);
    const peaks = [];
    for (const round of [1, 2]) {
      const { counts, seconds } = await storm("johndoe");
      assert.equal(counts[200] + counts[401] + counts[503], CLIENTS);
      assert.ok(counts[200] + counts[401] >= QUEUE, JSON.stringify(counts));
      const { now, peak } = worker.memory();
      peaks.push(peak);
      context.diagnostic(
        `round ${round}: ${JSON.stringify(counts)} in ${seconds.toFixed(1)} s; linear memory ${mib(await linear())}, workerd ${mib(now)}, at most ${mib(peak)}`,
      );
      assert.equal(await linear(), before, "the linear memory grew");
    }
    assert.ok(peaks[1] - peaks[0] < SLACK, `workerd grew from ${mib(peaks[0])} to ${mib(peaks[1])}`);
  });

  test("over a slow store are under way together: those past the queue are told when to come again, and the log says so", async () => {
    const seen = worker.output().length;
    const { counts } = await storm("quick", "/token?slow");
    assert.equal(counts[200] + counts[401] + counts[503], CLIENTS);
    assert.ok(counts[200] + counts[401] >= QUEUE, JSON.stringify(counts));
    assert.ok(counts[503] > 0, JSON.stringify(counts));
    await worker.logged(/"level":"warning".*LOGIN_QUEUE/, { since: seen });
    assert.equal((await login(worker, "quick", "secret")).status, 200);
  });

  test("leave the resources open and the queue empty", async () => {
    const storming = storm("quick");
    assert.equal((await get(worker, mint(secret, "quick"))).status, 200);
    await storming;
    assert.equal((await login(worker, "johndoe", "secret")).status, 200);
  });

  test("of a user with an old hash renew it and leave the record", async () => {
    const { counts } = await storm("legacy");
    assert.equal(counts[200] + counts[401] + counts[503], CLIENTS);
    assert.ok(counts[200] > 0);
    assert.deepEqual(JSON.parse(await worker.read("user:legacy")), person("legacy"));
    assert.match(JSON.parse(await worker.read("hash:legacy")).hashed_password, /^\$argon2id\$/);
    assert.equal((await login(worker, "legacy", "secret")).status, 200);
  });

  test("whose clients have gone away keep their places for less than a minute", async () => {
    const gone = new AbortController();
    const body = new URLSearchParams({ username: "quick", password: "secret" });
    const waiting = Array.from({ length: QUEUE }, () =>
      fetch(`${worker.origin}/token?held`, { method: "POST", body, signal: gone.signal }).catch(() => null),
    );
    // Each asks for the record and for a better hash.
    await until(async () => (await held()) === 2 * QUEUE);
    gone.abort();
    assert.deepEqual(new Set(await Promise.all(waiting)), new Set([null]));
    // Nobody is told of them, and their logins go on waiting for the store.
    assert.equal((await login(worker, "quick", "secret")).status, 503);
    assert.equal((await login(worker, "quick", "secret", {}, { target: "/token?later" })).status, 200);
    assert.equal((await login(worker, "quick", "secret")).status, 200);
    assert.equal(await held(), 2 * QUEUE, "none of them has come to its end");
    await answer(worker, { target: "/release" });
    await until(async () => (await held()) === 0);
  });
});

test("requests that wait for more than a minute are given up once there are many, and say so when they come back", async () => {
  const seen = worker.output().length;
  const token = mint(secret, "quick");
  const waiting = Array.from({ length: MANY }, () => get(worker, token, "/users/me/?held", TIMEOUT));
  await until(async () => (await held()) >= MANY);

  assert.equal((await get(worker, token, "/users/me/?later")).status, 200);
  await answer(worker, { target: "/release" });
  for (const { status, body, header } of await Promise.all(waiting)) {
    assert.deepEqual([status, body.detail], [503, "the request waited too long"]);
    assert.match(header("x-request-id"), /./);
    assert.equal(header("x-content-type-options"), "nosniff");
  }
  await worker.logged(/"level":"error".*given up/, { since: seen });
  assert.equal((await get(worker, token)).status, 200);
});

test("no password, token, hash or key reached the log, and nothing trapped", () => assertQuietLog(worker, [secret]));
