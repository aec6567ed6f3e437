// What every runtime and bundler must show: one suite, without a test framework, so that it runs unchanged wherever
// JavaScript does. It is given the package, because each place imports it in a way of its own.

import { argumentTests } from "./suite/arguments.mjs";
import { errorTests } from "./suite/errors.mjs";
import { keyTests } from "./suite/keys.mjs";
import { passwordTests } from "./suite/passwords.mjs";
import { tokenTests } from "./suite/tokens.mjs";

/** Runs every test and resolves to `{ passed, failures: [{ name, message }] }`. It never rejects. */
export async function runSuite(keyward) {
  const groups = [passwordTests, tokenTests, keyTests, errorTests, argumentTests];
  const failures = [];
  let passed = 0;
  for (const [name, test] of groups.flatMap((group) => group(keyward))) {
    try {
      await test();
      passed += 1;
    } catch (error) {
      failures.push({ name, message: String(error?.stack ?? error) });
    }
  }
  return { passed, failures };
}
