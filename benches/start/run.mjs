// `npm run bench -- start`: from nothing to the first result, in a new process each time, side by side.
// Options: --rounds=15 --write
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeFigures } from "../../scripts/lib/docs.mjs";
import { capture, must } from "../../scripts/lib/run.mjs";
import { main, say } from "../../scripts/lib/say.mjs";
import { nodes, number, options, ready } from "../shared.mjs";
import { inTurn, median } from "../turns.mjs";
import { workers } from "./workerd.mjs";

const here = dirname(fileURLToPath(import.meta.url));

/** The names of what program.mjs can do. */
const PROGRAMS = JSON.parse(capture(process.execPath, [join(here, "program.mjs")]) ?? "[]");

main(async () => {
  const { rounds, write } = options(process.argv.slice(2), { rounds: number(15) });
  await ready(here);
  const columns = [];
  for (const node of nodes(here)) {
    say("measuring in Node …");
    columns.push({
      label: `Node ${capture(node, ["-p", "process.versions.node"])}`,
      times: await inNode(node, rounds),
    });
  }
  say("measuring in workerd …");
  columns.push(await workers(here, rounds));
  const text = table(columns);
  console.log(text);
  if (write)
    writeFigures(
      "start",
      text,
      columns.map(({ label }) => label),
    );
});

/** Each program once a round, the order turned by one each round: the milliseconds that it says itself. */
async function inNode(node, rounds) {
  const times = Object.fromEntries(PROGRAMS.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of inTurn(PROGRAMS, round)) {
      const output = await must(node, [join(here, "program.mjs"), name], `${name} failed.`, { show: "none" });
      times[name].push(Number(output));
    }
  }
  return times;
}

function table(columns) {
  const names = [...new Set(columns.flatMap(({ times }) => Object.keys(times)))];
  const cell = ({ times }, name) => (times[name] ? `${median(times[name]).toFixed(1)}` : "–");
  return [
    `| ms to the first result | ${columns.map(({ label }) => label).join(" | ")} |`,
    `| --- |${" ---: |".repeat(columns.length)}`,
    ...names.map((name) => `| ${name} | ${columns.map((column) => cell(column, name)).join(" | ")} |`),
  ].join("\n");
}
