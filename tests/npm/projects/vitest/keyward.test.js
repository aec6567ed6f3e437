import { writeFileSync } from "node:fs";
import * as keyward from "keyward";
import * as pool from "keyward/pool";
import { expect, test } from "vitest";
import { runAll, runSuite } from "./suite.mjs";

test("the suite", { timeout: 300_000 }, async () => {
  const asBrowser = Boolean(process.env.AS_BROWSER);
  // jsdom and happy-dom have no Web Workers.
  if (asBrowser) await expect(new pool.Pool().hash("x")).rejects.toThrow("there are no Web Workers here");
  const results = asBrowser ? { suite: await runSuite(keyward) } : await runAll(keyward, pool);
  writeFileSync("results.json", JSON.stringify({ ...results, window: globalThis.window?.navigator.userAgent }));
  expect(results.suite.passed).toBeGreaterThan(0);
});
