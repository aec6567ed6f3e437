// src/worker/task.rs by itself, in workerd: a small library around it (executor/) whose tasks wait for promises in every way.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createTestHarness } from "wrangler";
import { PATIENCE } from "../support/patience.mjs";
import { buildExecutor } from "./build.mjs";

let server;

before(async () => {
  const work = await buildExecutor();
  const config = {
    name: "executor",
    main: join(work, "worker.js"),
    compatibility_date: "2026-10-20",
    compatibility_flags: ["no_nodejs_compat"],
    kv_namespaces: [{ binding: "KV", id: "executor" }],
  };
  server = createTestHarness({ root: work, workers: [{ config }] });
  await server.listen();
  const { KV } = await server.getWorker().getEnv();
  await KV.put("quick", "quick");
});

after(() => server?.close());

/** The answer of a scenario; null where the request failed, which the harness throws. */
const run = (scenario) =>
  server.fetch(`/${encodeURIComponent(scenario)}`).then(
    (response) => response.json(),
    () => ({ answer: null }),
  );

const ANSWERS = {
  "at once": "done",
  "one after the other": "slow quick",
  join: "slow quick",
  "join all": Array.from({ length: 40 }, (_, index) => `key ${index}`).join(" "),
  unordered: "quick later slow quick",
  select: "quick slow? later quick",
  "select, at once": "done",
  rejected: "!no quick",
  "woken in a poll": "5 quick later",
  "woken from outside": "quick",
};

describe("a task that waits", () => {
  for (const [scenario, wanted] of Object.entries(ANSWERS)) {
    test(scenario, async () => assert.equal((await run(scenario)).answer, wanted));
  }

  test("for nothing is answered without a promise", async () => {
    assert.equal((await run("at once")).immediate, true);
    assert.equal((await run("select, at once")).immediate, true);
    assert.equal((await run("join")).immediate, false);
  });

  test("among two hundred others gets its own answer", async () => {
    const scenarios = Array.from({ length: 20 }, () => Object.keys(ANSWERS)).flat();
    const answers = await Promise.all(scenarios.map(run));
    assert.deepEqual(
      answers.map(({ answer }) => answer),
      scenarios.map((scenario) => ANSWERS[scenario]),
    );
  });
});

describe("a task that traps", () => {
  for (const scenario of ["panic at once", "panic later"]) {
    test(`${scenario}: its request fails, and the next one is answered by a new instance`, async () => {
      assert.equal((await run(scenario)).answer, null);
      assert.equal((await run("join")).answer, "slow quick");
    });
  }

  test("takes those with it that wait in the same instance: each is told, and those who come after are answered", async () => {
    const deadline = Date.now() + PATIENCE;
    await run("hold");
    const lost = Array.from({ length: 20 }, () => run("one after the other"));
    while ((await run("held")).answer < lost.length && Date.now() < deadline) await sleep(20);
    assert.equal((await run("held")).answer, lost.length);
    assert.equal((await run("panic at once")).answer, null);
    const after = Array.from({ length: 20 }, () => run("join"));
    await run("release");
    for (const { answer } of await Promise.all(after)) assert.equal(answer, "slow quick");
    for (const { answer } of await Promise.all(lost)) assert.equal(answer, null);
  });
});
