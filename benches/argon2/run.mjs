// `npm run bench -- argon2`: Argon2id side by side, in each engine there is.
// Options: --engines=node,chromium,workerd --rounds=15 --only=keyward,native --write
import { join } from "node:path";
import { writeFigures } from "../../scripts/lib/docs.mjs";
import { Failure, must } from "../../scripts/lib/run.mjs";
import { main, say } from "../../scripts/lib/say.mjs";
import { nodes, number, options, parts, ready, some } from "../shared.mjs";
import { here, prepare } from "./prepare.mjs";
import { documentTable, table } from "./table.mjs";

/** m (KiB), t, p: RFC 9106's second recommendation, OWASP's first two, and one that stays in a processor's caches. */
const SETS = [
  [65536, 3, 4],
  [19456, 2, 1],
  [47104, 1, 1],
  [8192, 4, 1],
];

/** Each resolves to a list of measurements. */
const ENGINES = {
  node: async (options) => {
    const measured = [];
    for (const node of nodes(here)) {
      // One of them is about WASI, and what is printed has to be JSON.
      const output = await must(
        node,
        ["--no-warnings", join(here, "measure.mjs"), JSON.stringify(options)],
        "A measurement failed.",
        {
          show: "none",
        },
      );
      measured.push(JSON.parse(output));
    }
    return measured;
  },
  chromium: (options) => outside(options, async () => (await import("./chromium.mjs")).chromium()),
  workerd: (options) => outside(options, async () => (await import("./workerd.mjs")).workerd()),
};

main(async () => {
  const known = { rounds: number(15), only: parts, engines: some(Object.keys(ENGINES)) };
  const { engines, write, rounds, only } = options(process.argv.slice(2), known);
  if (write && only.length > 0) throw new Failure("--write wants everything measured: leave --only out");
  await ready(here);
  await prepare();
  const measured = [];
  for (const name of engines) {
    say(`measuring in ${name} …`);
    const found = await ENGINES[name]({ rounds, names: only, sets: SETS });
    for (const one of found) console.log(table(one));
    measured.push(...found);
  }
  if (write)
    writeFigures(
      "argon2",
      documentTable(measured),
      measured.map(({ label }) => label),
    );
});

async function outside(options, start) {
  const { measureEngine } = await import("./measure-engine.mjs");
  const engine = await start();
  try {
    return [await measureEngine(engine, options)];
  } finally {
    await engine.stop();
  }
}
