const { writeFileSync } = require("node:fs");
const keyward = require("keyward");
const pool = require("keyward/pool");
// suite.mjs, made CommonJS: Jest loads no ES modules unless it is told to.
const { runAll } = require("./suite.cjs");

test("the suite", async () => {
  const results = await runAll(keyward, pool);
  writeFileSync("required.json", JSON.stringify(results));
  expect(results.suite.passed).toBeGreaterThan(0);
}, 300_000);
