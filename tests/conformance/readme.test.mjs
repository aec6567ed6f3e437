// The README's table of departures is the list that the exchanges assert.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { withTables } from "../../scripts/readme.mjs";

test("the README lists every departure from FastAPI (else: npm run readme)", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  assert.equal(readme, withTables(readme));
});
