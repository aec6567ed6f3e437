// Times to a table: medians, and what each takes in proportion to keyward.

const median = (times) => [...times].sort((one, other) => one - other)[times.length >> 1];
const OURS = "keyward";

/** Markdown: a line for each algorithm and package, the microseconds of one operation, and how much faster keyward is. */
export function table({ label, results }) {
  const lines = [`\n${label}\n`, "| algorithm | package | issue µs | decode µs | keyward issues faster by | decodes by |", "| --- | --- | ---: | ---: | ---: | ---: |"];
  for (const algorithm of new Set(results.map((one) => one.algorithm))) {
    const found = Object.fromEntries(["issue", "decode"].map((operation) => [operation, medians(results, algorithm, operation)]));
    for (const name of Object.keys(found.issue)) {
      const cells = ["issue", "decode"].map((operation) => (found[operation][name] / 1000).toPrecision(3));
      const ratios = ["issue", "decode"].map((operation) => ratio(found[operation], name));
      lines.push(`| ${[algorithm, name, ...cells, ...ratios].join(" | ")} |`);
    }
  }
  return lines.join("\n");
}

function medians(results, algorithm, operation) {
  const { times } = results.find((one) => one.algorithm === algorithm && one.operation === operation);
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
}

const ratio = (found, name) => (name === OURS || !found[OURS] ? "" : `${(found[name] / found[OURS]).toFixed(2)} ×`);
