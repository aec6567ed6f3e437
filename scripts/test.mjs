// `npm test`: every suite, or those that are named (`npm test -- host worker`), and their sum on the last line.
import { Failure, aside } from "./lib/run.mjs";
import { explain, main, say } from "./lib/say.mjs";
import { ensureNodeModules } from "./setup/node.mjs";
import { compiles, prepare, suites } from "./test/suites.mjs";

main(async () => {
  const chosen = choose(process.argv.slice(2));
  await ensureNodeModules();
  // Two at a time, of which one compiles, as long as there are both. Three make two cores no quicker, and wait for cargo's lock.
  const waiting = [...chosen];
  const isMixed = chosen.some(compiles) && !chosen.every(compiles);
  if (isMixed) await prepare();
  const [first, second] = await Promise.all([inTurn(waiting, false), isMixed ? inTurn(waiting, true) : []]);
  const results = [...first, ...second];
  report(chosen.map((suite) => results.find((result) => result.suite === suite)));
});

/**
 * Takes from the list, and runs, one suite after the other. Those that run `beside` the others do not compile, and their
 * output comes when each has ended.
 */
async function inTurn(waiting, beside) {
  const results = [];
  for (;;) {
    const next = waiting.findIndex((suite) => !(beside && compiles(suite)));
    if (next < 0) return results;
    const [suite] = waiting.splice(next, 1);
    if (!beside) say(`— ${suite.name}: ${suite.what}`);
    const began = Date.now();
    let text = "";
    const result = beside ? await aside.run((chunk) => (text += chunk), outcome, suite) : await outcome(suite);
    if (beside) {
      say(`— ${suite.name}: ${suite.what} (it ran beside the others)`);
      process.stdout.write(text);
    }
    results.push({ suite, began, ...result, ended: Date.now() });
  }
}

function choose(names) {
  const known = [...new Set(suites.map(({ name }) => name))];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown) throw new Failure(`there is no suite called ${unknown}; there are ${known.join(", ")}`);
  return names.length === 0 ? suites : suites.filter(({ name }) => names.includes(name));
}

/** A suite that cannot even run has failed; the others still have their turn. */
async function outcome(suite) {
  try {
    return await suite.run();
  } catch (error) {
    return { passed: 0, failed: 1, skipped: 0, problems: [explain(error)] };
  }
}

function report(results) {
  const sum = (field) => results.reduce((total, result) => total + result[field], 0);
  console.log("\nsuite        passed  failed  skipped  seconds");
  for (const { suite, passed, failed, skipped, began, ended } of results) {
    const numbers = [passed, failed, skipped, Math.round((ended - began) / 1000)].map((number, index) =>
      String(number).padStart([6, 8, 9, 9][index]),
    );
    console.log(`${suite.name.padEnd(12)} ${numbers.join("")}  ${suite.what}`);
  }
  // Once more, because it was said long before: what failed, and why.
  for (const { suite, problems = [], failures = [] } of results)
    for (const text of [...problems, ...failures]) console.log(`\n${suite.name} (${suite.what}): ${text}`);
  console.log(
    `\n${sum("passed")} passed, ${sum("failed")} failed${sum("skipped") ? `, ${sum("skipped")} skipped` : ""}`,
  );
  if (sum("failed") > 0) process.exitCode = 1;
}
