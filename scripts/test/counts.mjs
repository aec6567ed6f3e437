// Counts out of what a test runner really reported. Nothing reported is never a pass.
import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** Adds up the lines `test result: ok. 3 passed; 0 failed; 1 ignored; …` of cargo and of wasm-bindgen's test runner. */
export function cargoCounts({ code, output }) {
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  const plain = stripVTControlCharacters(output);
  for (const [, passed, failed, ignored] of plain.matchAll(
    /^test result: \S+ (\d+) passed; (\d+) failed; (\d+) ignored;/gm,
  )) {
    counts.passed += Number(passed);
    counts.failed += Number(failed);
    counts.skipped += Number(ignored);
  }
  // Which failed, and what each of them wrote: both runners say it between these lines.
  for (const [, text] of plain.matchAll(/^failures:\n([^]*?)^test result: /gm)) counts.failures.push(text.trim());
  return honest(counts, code);
}

/** Reads the line that count-reporter.mjs wrote to `file`. */
export function nodeCounts({ code }, file) {
  let report = { passed: 0, failed: 0, skipped: 0, problems: ["node --test left no report"], failures: [] };
  try {
    report = JSON.parse(readFileSync(file, "utf8"));
  } catch {}
  return honest(report, code);
}

/** A check that passes or fails as a whole. */
export const checkCounts = ({ code }) =>
  code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };

/** A runner that failed, or ran nothing, counts as a failure even where its report has none. */
function honest({ passed, failed, skipped, problems = [], failures = [] }, code) {
  if (code !== 0 && failed === 0) problems = [...problems, `the runner failed (exit code ${code})`];
  else if (passed + failed === 0) problems = [...problems, "no test ran"];
  return { passed, failed: failed || (problems.length ? 1 : 0), skipped, problems, failures };
}
