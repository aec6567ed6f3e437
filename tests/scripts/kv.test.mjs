// How many keys are read: some at a time, and beside each other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { inOrder } from "../../scripts/user/kv.mjs";

test("pieces come in their order, so many of them beside each other", async () => {
  let now = 0;
  let most = 0;
  const read = async (/** @type {number} */ piece) => {
    most = Math.max(most, ++now);
    await pause(piece % 2 ? 1 : 20);
    now--;
    return -piece;
  };
  const all = [];
  for await (const values of inOrder([1, 2, 3, 4, 5, 6], 3, read)) all.push(values);
  assert.deepEqual(all, [-1, -2, -3, -4, -5, -6]);
  assert.equal(most, 3);
});

test("one that fails before its turn fails when it has come, and ends nothing before", async () => {
  const read = async (/** @type {number} */ piece) => {
    await pause(piece === 1 ? 100 : 1);
    if (piece > 1) throw new Error(`piece ${piece} is not there`);
    return piece;
  };
  const all = [];
  await assert.rejects(async () => {
    for await (const values of inOrder([1, 2, 3], 3, read)) all.push(values);
  }, /piece 2 is not there/);
  assert.deepEqual(all, [1]);
});
