// Which rows of the table in the READMEs have been run, by which of many test files: a line of JSON for each.
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { cargoTarget } from "../../scripts/lib/paths.mjs";
import { lockedVersion, runtimes } from "./runtimes.mjs";

const file = join(cargoTarget, "npm-runtimes.jsonl");

export const forget = () => rmSync(file, { force: true });

/** `{ id, version, runs, passed }`: the suite ran so often there, and so many of its tests passed in all. */
export function record(row) {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(row)}\n`);
}

/** Prints what ran since `forget`, and returns the rows that did not: `{ id, name }`. */
export function report() {
  const rows = existsSync(file)
    ? readFileSync(file, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line))
    : [];
  const ran = new Map(rows.map((row) => [row.id, row]));
  console.log("\nwhere                version   runs  passed");
  for (const [id, { name }] of Object.entries(runtimes)) {
    const { version = "not run", runs = 0, passed = 0 } = ran.get(id) ?? {};
    console.log(
      `${name.padEnd(20)} ${String(version).padEnd(8)} ${String(runs).padStart(5)} ${String(passed).padStart(7)}`,
    );
  }
  return Object.entries(runtimes)
    .filter(([id]) => !ran.has(id))
    .map(([id, { name }]) => ({ id, name: `${name} ${lockedVersion(id)}` }));
}
