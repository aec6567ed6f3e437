import { writeFileSync } from "node:fs";
import * as keyward from "keyward";
import * as pool from "keyward/pool";
import { expect, test } from "vitest";
import { runAll } from "./suite.mjs";

test("the suite", { timeout: 300_000 }, async () => {
  const results = await runAll(keyward, pool);
  writeFileSync("results.json", JSON.stringify(results));
  expect(results.suite.passed).toBeGreaterThan(0);
});
