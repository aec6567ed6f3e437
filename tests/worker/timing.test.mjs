// Whether a user exists must not be told by the clock.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startWorker } from "./harness.mjs";
import { login, newSecret, person } from "./support.mjs";

const ROUNDS = 25;
/** The band is wide on purpose: what it must catch is a hash that is not computed, a ratio of 10 or more. */
const BAND = [0.5, 2];

let worker;
before(async () => {
  worker = await startWorker({ secret: newSecret(), users: [person("johndoe")] });
});
after(() => worker?.stop());

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function elapsed(username) {
  const start = process.hrtime.bigint();
  const response = await login(worker, username, "not the password");
  assert.equal(response.status, 401);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

test("a wrong password and an unknown user take the same time", async (context) => {
  for (let i = 0; i < 3; i += 1) {
    await elapsed("johndoe");
    await elapsed("nobody");
  }
  const known = [];
  const unknown = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // Interleaved, and in turns, so that a busy machine slows both alike.
    const turns = [() => elapsed("johndoe").then((ms) => known.push(ms)), () => elapsed(`nobody-${round}`).then((ms) => unknown.push(ms))];
    if (round % 2) turns.reverse();
    for (const turn of turns) await turn();
  }
  const ratio = median(unknown) / median(known);
  context.diagnostic(`unknown user / wrong password, ratio of medians over ${ROUNDS} rounds: ${ratio.toFixed(3)}`);
  assert.ok(ratio > BAND[0] && ratio < BAND[1], `ratio ${ratio.toFixed(3)} is outside ${BAND.join("..")}`);
});
