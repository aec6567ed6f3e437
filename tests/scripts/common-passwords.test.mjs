// The filter of common passwords: what the build makes of the list is what the crate has, it knows those of the list, and of
// others it takes about as many for one as the documents say.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FILTER, commonPasswords, isCommon, makeFilter } from "../../scripts/build/common-passwords.mjs";

test("the filter that the crate has is that of the list", () => {
  assert.ok(makeFilter().equals(readFileSync(FILTER)), `build the Worker, and commit ${FILTER}`);
  // As docs/accounts-api.md says.
  assert.equal(readFileSync(FILTER).length, 9000);
});

test("what everybody tries first is in it, and what is long", () => {
  const { length } = commonPasswords();
  assert.ok(length > 4900 && length < 5200, `${length} passwords`);
  for (const password of ["password", "PassWord", "12345678", "1qaz2wsx", "trustno1", "iloveyou", "1qaz2wsx3edc4rfv"])
    assert.ok(isCommon(password), password);
});

test("one text in 880 is taken for one of them", (context) => {
  const filter = makeFilter();
  const TEXTS = 300_000;
  let taken = 0;
  for (let number = 0; number < TEXTS; number += 1) if (isCommon(`no such password ${number}`, filter)) taken += 1;
  context.diagnostic(`one in ${Math.round(TEXTS / taken)}`);
  // Half and double: which texts they are is chance.
  assert.ok(TEXTS / taken > 440 && TEXTS / taken < 1760, `one in ${TEXTS / taken}`);
});
