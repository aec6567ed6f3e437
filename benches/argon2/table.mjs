// Times to tables: medians, and ratios of medians.
import { median } from "../turns.mjs";

const BASE = "native C, SSSE3";
const OURS = "keyward";

const medians = (times) => Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
const quotient = (one, other) => (one && other ? (one / other).toFixed(2) : "–");

/** For the terminal. For each set the milliseconds, the time relative to native code, and how much faster keyward is. */
export function table({ label, results }) {
  const lines = [
    `\n${label}\n`,
    "| m, t, p | implementation | median ms | ÷ native SSSE3 | keyward is faster by |",
    "| --- | --- | ---: | ---: | ---: |",
  ];
  for (const { set, times } of results) {
    const found = medians(times);
    for (const name of Object.keys(found)) {
      const faster = name === OURS ? "" : `${quotient(found[name], found[OURS])} ×`;
      lines.push(
        `| ${set.join(", ")} | ${name} | ${found[name].toFixed(1)} | ${quotient(found[name], found[BASE])} × | ${faster} |`,
      );
    }
  }
  return lines.join("\n");
}

/** For docs/performance.md. One table: a block for each engine, a column for each set; times relative to native code. */
export function documentTable(engines) {
  const sets = engines[0].results.map(({ set: [m, t, p] }) => `m=${m}, t=${t}, p=${p}`);
  const lines = [`| time ÷ native C's | ${sets.join(" | ")} |`, `| --- |${" ---: |".repeat(sets.length)}`];
  for (const { label, results } of engines) {
    const columns = results.map(({ times }) => medians(times));
    const row = (title, cell) => lines.push(`| ${title} | ${columns.map(cell).join(" | ")} |`);
    row(`**${label.replace(/ \(.*/, "")}**: ${BASE}`, (found) => (found[BASE] ? `${found[BASE].toFixed(1)} ms` : "–"));
    for (const name of Object.keys(columns[0]).filter((name) => name !== BASE)) {
      const mark = name === OURS ? "**" : "";
      row(`${mark}${name}${mark}`, (found) => `${mark}${quotient(found[name], found[BASE])}${mark}`);
    }
  }
  return lines.join("\n");
}
