// Times to tables: medians, and what each takes in proportion to keyward.
import { median } from "../turns.mjs";

const OURS = "keyward";
const OPERATIONS = ["issue", "decode"];

/** Markdown: a line for each algorithm and package, the microseconds of one operation, and how much faster keyward is. */
export function table({ label, results }) {
  const lines = [
    `\n${label}\n`,
    "| algorithm | package | issue µs | decode µs | keyward issues faster by | decodes by |",
    "| --- | --- | ---: | ---: | ---: | ---: |",
  ];
  for (const [algorithm, found] of byAlgorithm(results)) {
    for (const name of Object.keys(found.issue)) {
      const cells = [
        ...OPERATIONS.map((operation) => micro(found[operation][name])),
        ...OPERATIONS.map((operation) => ratio(found[operation], name)),
      ];
      lines.push(`| ${[algorithm, name, ...cells].join(" | ")} |`);
    }
  }
  return lines.join("\n");
}

/** Markdown: the same in short, a line for each package and a column for each algorithm. */
export function summary({ label, results }) {
  const all = byAlgorithm(results);
  const algorithms = [...all.keys()];
  const cell = (name, algorithm, show) => {
    const found = all.get(algorithm);
    return found.issue[name] ? OPERATIONS.map((operation) => show(found[operation], name)).join(" / ") : "–";
  };
  const line = (title, name, show) =>
    `| ${[title, ...algorithms.map((algorithm) => cell(name, algorithm, show))].join(" | ")} |`;
  const others = [...new Set(results.flatMap(({ times }) => Object.keys(times)))].filter((name) => name !== OURS);
  return [
    `| ${[label, ...algorithms].join(" | ")} |`,
    `| --- |${" ---: |".repeat(algorithms.length)}`,
    line("**keyward**, µs", OURS, (found, name) => micro(found[name])),
    ...others.map((name) => line(name, name, ratio)),
  ].join("\n");
}

/** For each algorithm `{ issue, decode }`, and in them the median of each package. */
function byAlgorithm(results) {
  const found = new Map();
  for (const { algorithm, operation, times } of results) {
    const medians = Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
    found.set(algorithm, { ...found.get(algorithm), [operation]: medians });
  }
  return found;
}

/** Three digits, never as a power of ten. */
const micro = (nanoseconds) => String(Number((nanoseconds / 1000).toPrecision(3)));
const ratio = (found, name) => (name === OURS || !found[OURS] ? "" : `${(found[name] / found[OURS]).toFixed(2)} ×`);
