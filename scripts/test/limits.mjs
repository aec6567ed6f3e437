// How long tests may take. Loaded into every test file before it (`node --import`), because Node's own `--test-timeout`
// is for a whole file and does not say which test hangs. Here a test that takes too long ends its file, and is named; the
// files after it run.
import { relative } from "node:path";
import { after, afterEach, beforeEach } from "node:test";
import { isMainThread } from "node:worker_threads";
import { root } from "../lib/paths.mjs";

export const MINUTE = 60_000;

/** What count-reporter.mjs looks for. */
export const SIGN = "did not end within";

/** In milliseconds. A file whose tests take longer sets `test` to what they need, and says why. */
export const limits = {
  test: 2 * MINUTE,
  /** Between tests: what hooks wait for has an end of its own, but for what has to be downloaded the first time. */
  hooks: 10 * MINUTE,
  /** After the last test: what `after` ends, and what else keeps the process. */
  end: 2 * MINUTE,
};

let clock;

/** From now on it is `what` that takes time. */
function watch(what, limit) {
  clearTimeout(clock);
  clock = setTimeout(() => {
    const file = relative(root, process.argv[1]);
    const open = process.getActiveResourcesInfo().join(", ");
    process.stderr.write(`${file}: ${what} ${SIGN} ${limit / 1000} s (open: ${open})\n`);
    process.exit(1);
  }, limit).unref();
}

if (isMainThread && process.env.NODE_TEST_CONTEXT) {
  watch("what comes before the first test", limits.hooks);
  beforeEach(({ name }) => watch(`"${name}"`, limits.test));
  afterEach(({ name }) => watch(`what comes after "${name}"`, limits.hooks));
  after(() => watch("what comes after the last test", limits.end));
}
