// Sessions outlive workerd: it is stopped and started again between any two steps, and once with an older copy of its state.

import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { MINUTE, limits } from "../../scripts/test/limits.mjs";
import { temporaryFolder } from "../support/folder.mjs";
import { withWorker } from "./harness.mjs";
import { enter, generation, introspect, me, refresh, refreshed, user, withSessions } from "./sessions/support.mjs";
import { newSecret } from "./support.mjs";

/** Each starts workerd several times. */
limits.test = 5 * MINUTE;

const secret = newSecret();
const folder = temporaryFolder();

const state = (name) => join(folder, name);

/** One start of workerd over a state, with what is done meanwhile. */
const during = (persist, work) => withWorker(withSessions({ secret, persist }), work);

test("a restart between any two steps changes nothing", async () => {
  const persist = state("steps");
  const step = (work) => during(persist, work);
  const name = await step(user);
  const first = await step((worker) => enter(worker, name));
  const second = await step((worker) => refreshed(worker, first.refresh));
  const again = await step((worker) => refreshed(worker, first.refresh));
  assert.equal(again.refresh, second.refresh);
  const third = await step((worker) => refreshed(worker, second.refresh));
  assert.equal(generation(third.refresh), 2);
  const reused = await step((worker) => refresh(worker, first.refresh));
  assert.deepEqual([reused.status, reused.body.error], [400, "invalid_grant"]);
  await step(async (worker) => {
    assert.equal((await refresh(worker, third.refresh)).status, 400);
    assert.deepEqual(await Promise.all([first, second, again, third].map((pair) => me(worker, pair))), [
      ...[401, 401, 401, 401],
    ]);
    assert.deepEqual(await introspect(worker, third.access), { active: false });
    await refreshed(worker, (await enter(worker, name)).refresh);
  });
});

describe("a state that was put back", () => {
  test("refuses the tokens that are newer, says so, and ends nothing", async () => {
    const [current, older] = [state("current"), state("older")];
    const { first, second } = await during(current, async (worker) => {
      const first = await enter(worker, await user(worker));
      return { first, second: await refreshed(worker, first.refresh) };
    });
    cpSync(current, older, { recursive: true });
    const fourth = await during(current, async (worker) =>
      refreshed(worker, (await refreshed(worker, second.refresh)).refresh),
    );
    assert.equal(generation(fourth.refresh), 3);
    await during(older, async (worker) => {
      for (let time = 0; time < 2; time += 1) {
        const ahead = await refresh(worker, fourth.refresh);
        assert.deepEqual([ahead.status, ahead.body.error], [400, "invalid_grant"]);
      }
      await worker.logged(/"level":"warning".*"message":"a refresh token is newer than its session: /);
      assert.doesNotMatch(worker.output(), /refresh token reuse|kwr_/);
      assert.equal(await me(worker, first), 200);
      assert.equal(await me(worker, fourth), 200, "the session is there");
      assert.equal(generation((await refreshed(worker, second.refresh)).refresh), 2);
    });
  });
});
