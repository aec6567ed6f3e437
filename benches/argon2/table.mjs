// Times to a table: medians, and ratios of medians.

const median = (times) => [...times].sort((one, other) => one - other)[times.length >> 1];
const BASE = "native C, SSSE3";
const OURS = "keyward";

/** Markdown: for each set, the milliseconds, the time relative to native code, and how much faster keyward is. */
export function table({ label, results }) {
  const lines = [`\n${label}\n`, "| m, t, p | implementation | median ms | ÷ native SSSE3 | keyward is faster by |", "| --- | --- | ---: | ---: | ---: |"];
  for (const { set, times } of results) {
    const medians = Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
    const ratio = (one, other) => (medians[one] && medians[other] ? `${(medians[one] / medians[other]).toFixed(2)} ×` : "");
    for (const name of Object.keys(medians)) {
      lines.push(`| ${set.join(", ")} | ${name} | ${medians[name].toFixed(1)} | ${ratio(name, BASE)} | ${name === OURS ? "" : ratio(name, OURS)} |`);
    }
  }
  return lines.join("\n");
}
