// What every runtime and bundler must show: one suite, without a test framework, so that it runs unchanged wherever
// JavaScript does. It is given the package, because each place imports it in a way of its own.

import { argumentTests } from "./suite/arguments.mjs";
import { errorTests } from "./suite/errors.mjs";
import { halfTests } from "./suite/halves.mjs";
import { keyTests } from "./suite/keys.mjs";
import { passwordTests } from "./suite/passwords.mjs";
import { poolTests, threadTests } from "./suite/pool.mjs";
import { tokenTests } from "./suite/tokens.mjs";

/** Runs every test that the entry point is there for, and resolves to `{ passed, failures: [{ name, message }] }`. It never rejects. */
export const runSuite = (keyward) => run(groups(keyward).flatMap((group) => group(keyward)));

const groups = ({ hash, issue }) => [
  ...(hash ? [passwordTests] : []),
  ...(issue ? [tokenTests, keyTests] : []),
  ...(hash && issue ? [errorTests, argumentTests] : [halfTests]),
];

/** The same for `keyward/pool`; `threads` says whether there are any. */
const runPoolSuite = (pool, keyward, { threads = true } = {}) =>
  run([...poolTests(pool, keyward), ...(threads ? threadTests(pool, keyward) : [])]);

/** Both, one after the other. */
export async function runAll(keyward, pool, options) {
  return { suite: await runSuite(keyward), pool: await runPoolSuite(pool, keyward, options) };
}

async function run(tests) {
  const failures = [];
  let passed = 0;
  for (const [name, test] of tests) {
    try {
      await test();
      passed += 1;
    } catch (error) {
      failures.push({ name, message: String(error?.stack ?? error) });
    }
  }
  return { passed, failures };
}
