// Two hundred logins at once, each over 64 MiB of Argon2: all are answered, and the memory is that of one.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { startWorker } from "./harness.mjs";
import { answer, assertQuietLog, get, login, mint, newSecret, people, person } from "./support.mjs";

const MIB = 1 << 20;
const CLIENTS = 200;
/** The default of LOGIN_QUEUE. */
const QUEUE = 64;
/** What may come on top in the second storm, less than another 64 MiB: V8 goes on compiling for speed. */
const SLACK = 60 * MIB;
const TIMEOUT = { timeout: 300_000 };

const secret = newSecret();
let worker;

before(async () => {
  worker = await startWorker({ secret, users: people, config: { main: inRoot("tests/worker/probe.js") } });
});

after(async () => {
  await worker?.stop();
});

const linear = async () => (await answer(worker, { target: "/probe" })).body;
const mib = (bytes) => `${(bytes / MIB).toFixed(1)} MiB`;

/** Sends all of them at once; every third with a wrong password. */
async function storm(username) {
  const began = performance.now();
  const responses = await Promise.all(
    Array.from({ length: CLIENTS }, (_, index) => login(worker, username, index % 3 === 2 ? "wrong" : "secret", {}, TIMEOUT)),
  );
  const count = (wanted) => responses.filter(({ status }) => status === wanted).length;
  return { responses, counts: { 200: count(200), 401: count(401), 503: count(503) }, seconds: (performance.now() - began) / 1000 };
}

describe(`${CLIENTS} logins at once`, () => {
  test("all get an answer, those past the queue a 503 that says when to come again; the memory does not grow", async (context) => {
    await login(worker, "johndoe", "secret");
    const before = await linear();
    const seen = worker.output().length;
    const peaks = [];
    for (const round of [1, 2]) {
      const { responses, counts, seconds } = await storm("johndoe");
      assert.equal(counts[200] + counts[401] + counts[503], CLIENTS);
      assert.ok(counts[200] + counts[401] >= QUEUE, JSON.stringify(counts));
      for (const [index, { status, body, header }] of responses.entries()) {
        if (status === 503) assert.deepEqual([body.detail, header("retry-after")], ["too many logins at once", "5"]);
        else assert.equal(status, index % 3 === 2 ? 401 : 200);
      }
      const { now, peak } = worker.memory();
      peaks.push(peak);
      context.diagnostic(`round ${round}: ${JSON.stringify(counts)} in ${seconds.toFixed(1)} s; linear memory ${mib(await linear())}, workerd and wrangler's proxy in it ${mib(now)}, at most ${mib(peak)}`);
      assert.equal(await linear(), before, "the linear memory grew");
    }
    assert.ok(peaks[1] - peaks[0] < SLACK, `workerd grew from ${mib(peaks[0])} to ${mib(peaks[1])}`);
    await worker.logged(/"level":"warning".*LOGIN_QUEUE/, { since: seen });
  });

  test("leave the resources open and the queue empty", async () => {
    const storming = storm("quick");
    assert.equal((await get(worker, mint(secret, "quick"))).status, 200);
    await storming;
    assert.equal((await login(worker, "johndoe", "secret")).status, 200);
  });

  test("of a user with an old hash renew it and lose no field", async () => {
    const { counts } = await storm("legacy");
    assert.equal(counts[200] + counts[401] + counts[503], CLIENTS);
    assert.ok(counts[200] > 0);
    const { hashed_password, ...rest } = JSON.parse(await worker.read("user:legacy"));
    const { hashed_password: _, ...expected } = person("legacy");
    assert.match(hashed_password, /^\$argon2id\$/);
    assert.deepEqual(rest, expected);
    assert.equal((await login(worker, "legacy", "secret")).status, 200);
  });

  test("whose clients go away keep no place in the queue", async () => {
    const aborted = Array.from({ length: 2 * QUEUE }, () => {
      const body = new URLSearchParams({ username: "quick", password: "secret" });
      return fetch(`${worker.origin}/token`, { method: "POST", body, signal: AbortSignal.timeout(30) }).catch(() => null);
    });
    await Promise.all(aborted);
    assert.equal((await login(worker, "quick", "secret", {}, TIMEOUT)).status, 200);
  });
});

test("no password, token, hash or key reached the log, and nothing trapped", () => assertQuietLog(worker, [secret]));
