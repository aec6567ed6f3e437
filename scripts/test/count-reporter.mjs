// A reporter for `node --test`: one line of JSON at the end, with what really ran and why what failed did.
// Node reports a file without tests, and one that exits before its tests are done, as passed; here both are failures.
// A file that limits.mjs has ended fails once, by the name of the test that hung.
import { resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { SIGN } from "./limits.mjs";

/** Of what failed, so much is said once more at the end of the run. */
const LINES = 25;

export default async function* count(source) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const problems = [];
  const failures = [];
  const open = new Set();
  const hung = new Set();
  // Node 22 closes each file with a summary of its own; Node 20 knows none.
  let summaries = false;
  for await (const { type, data } of source) {
    if (type === "test:summary") {
      summaries = true;
      open.delete(data.file);
    }
    if (type === "test:stderr") {
      for (const line of data.message.split("\n").filter((line) => line.includes(SIGN))) {
        problems.push(line);
        hung.add(resolve(data.file));
      }
    }
    if (type !== "test:pass" && type !== "test:fail") continue;
    // One that is left out has no tests to count in its place: they were never begun.
    if (data.details?.type === "suite" && data.skip === undefined) continue;
    const wholeFile = data.nesting === 0 && data.file && resolve(data.name) === data.file;
    if (wholeFile && hung.has(data.file)) {
      open.delete(data.file);
      continue;
    }
    if (data.file && !wholeFile) open.add(data.file);
    if (wholeFile && type === "test:pass") problems.push(`${data.file}: no test ran to its end`);
    else if (data.skip !== undefined || data.todo !== undefined) counts.skipped += 1;
    else if (type === "test:pass") counts.passed += 1;
    else {
      counts.failed += 1;
      failures.push(`${data.file}: "${data.name}": ${why(data.details?.error)}`);
    }
  }
  if (summaries) for (const file of open) problems.push(`${file}: it ended before its tests did`);
  counts.failed += problems.length;
  yield `${JSON.stringify({ ...counts, problems, failures })}\n`;
}

/** What was thrown, without Node's own error around it. */
function why(error) {
  const thrown = error?.cause ?? error;
  const text = stripVTControlCharacters(String(thrown?.stack ?? thrown));
  return text.split("\n").slice(0, LINES).join("\n");
}
