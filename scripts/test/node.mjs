// `node --test` over files, one after the other, and what it reported.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot } from "../lib/paths.mjs";
import { run } from "../lib/run.mjs";
import { nodeCounts } from "./counts.mjs";
import { MINUTE } from "./limits.mjs";

/** For a whole file, where a test keeps its thread so busy that limits.mjs cannot end it. */
const FILE = 30 * MINUTE;

/** Resolves to the counts; `options` are those of `run`. */
export async function nodeTest(node, files, options) {
  const work = mkdtempSync(join(tmpdir(), "keyward-test-"));
  try {
    const report = join(work, "counts.json");
    const reporters = [
      ["--test-reporter=spec", "--test-reporter-destination=stdout"],
      [`--test-reporter=${inRoot("scripts/test/count-reporter.mjs")}`, `--test-reporter-destination=${report}`],
    ].flat();
    const limits = ["--import", pathToFileURL(inRoot("scripts/test/limits.mjs")).href, `--test-timeout=${FILE}`];
    const args = [...limits, "--test", "--test-concurrency=1", ...reporters, ...files];
    return nodeCounts(await run(node, args, options), report);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
