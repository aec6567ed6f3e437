import { writeFileSync } from "node:fs";
import * as keyward from "keyward";
import * as pool from "keyward/pool";
import { runAll } from "./suite.mjs";

test("the suite", async () => {
  const results = await runAll(keyward, pool);
  writeFileSync("imported.json", JSON.stringify(results));
  expect(results.suite.passed).toBeGreaterThan(0);
}, 300_000);
