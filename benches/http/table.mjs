// Measurements to markdown: medians over the rounds, and how keyward compares.
import { median } from "../turns.mjs";

/** `results`: scenario to contender to a list of `{ rate, p50, p99 }`; the first contender is keyward. */
export function table(results) {
  const lines = [
    "| requests | connections | | requests/s | p50 ms | p99 ms | keyward serves |",
    "| --- | ---: | --- | ---: | ---: | ---: | ---: |",
  ];
  for (const { title, connections, of } of results) {
    const rates = Object.fromEntries(
      Object.entries(of).map(([name, rounds]) => [name, median(rounds.map(({ rate }) => rate))]),
    );
    const [ours] = Object.values(rates);
    for (const [index, [name, rounds]] of Object.entries(of).entries()) {
      const [p50, p99] = ["p50", "p99"].map((field) => median(rounds.map((round) => round[field])));
      const ratio = index === 0 ? "" : `${(ours / rates[name]).toFixed(2)} ×`;
      lines.push(
        `| ${title} | ${connections} | ${name} | ${figure(rates[name])} | ${latency(p50)} | ${latency(p99)} | ${ratio} |`,
      );
    }
  }
  return lines.join("\n");
}

const figure = (value) => (value >= 100 ? String(Math.round(value)) : value.toPrecision(2));
/** autocannon counts whole milliseconds. */
const latency = (milliseconds) => (milliseconds < 1 ? "< 1" : String(Math.round(milliseconds)));
