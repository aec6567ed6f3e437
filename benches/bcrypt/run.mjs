// `npm run bench -- bcrypt`: one verification of bcrypt at cost 12, side by side.
// Options: --rounds=11 --write
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeFigures } from "../../scripts/lib/docs.mjs";
import { must } from "../../scripts/lib/run.mjs";
import { main, say } from "../../scripts/lib/say.mjs";
import { nodes, number, options, ready } from "../shared.mjs";
import { median } from "../turns.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const OURS = "keyward";

main(async () => {
  const { rounds, write } = options(process.argv.slice(2), { rounds: number(11) });
  await ready(here);
  const measured = [];
  for (const node of nodes(here)) {
    say("measuring …");
    const args = [join(here, "measure.mjs"), String(rounds)];
    measured.push(JSON.parse(await must(node, args, "A measurement failed.", { show: "none" })));
  }
  const text = table(measured);
  console.log(text);
  if (write)
    writeFigures(
      "bcrypt",
      text,
      measured.map(({ label }) => label),
    );
});

/** A column for each Node: keyward's milliseconds, and how many times as long the others take. */
function table(measured) {
  const names = [OURS, ...Object.keys(measured[0].times).filter((name) => name !== OURS)];
  const cell = ({ times }, name) => {
    const found = median(times[name]);
    return name === OURS ? `${found.toFixed(0)} ms` : `${(found / median(times[OURS])).toFixed(2)} ×`;
  };
  return [
    `| verify, cost 12 | ${measured.map(({ label }) => label).join(" | ")} |`,
    `| --- |${" ---: |".repeat(measured.length)}`,
    ...names.map((name) => `| ${name} | ${measured.map((one) => cell(one, name)).join(" | ")} |`),
  ].join("\n");
}
