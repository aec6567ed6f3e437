// `npm run bench -- token`: JSON Web Tokens side by side, in each runtime there is.
// Options: --engines=node,bun,deno,workerd --algorithms=HS256,ES256,EdDSA,RS256,PS256 --rounds=21 --only=keyward,jose --write
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { must } from "../../scripts/lib/run.mjs";
import { writeFigures } from "../../scripts/lib/docs.mjs";
import { main, say } from "../../scripts/lib/say.mjs";
import { nodes, number, options, parts, ready, some } from "../shared.mjs";
import { summary, table } from "./table.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const ALGORITHMS = ["HS256", "ES256", "EdDSA", "RS256", "PS256"];

/** A runtime with Node's modules measures itself. */
const itself = async (runtime, flags, options) =>
  JSON.parse(
    await must(runtime, [...flags, join(here, "measure.mjs"), JSON.stringify(options)], "A measurement failed.", {
      show: "none",
    }),
  );

const ENGINES = {
  async *node(options) {
    for (const node of nodes(here)) yield await itself(node, [], options);
  },
  async *bun(options) {
    const { runtimeBinary } = await import("../../tests/npm/binaries.mjs");
    const bun = runtimeBinary("bun");
    if (bun) yield await itself(bun, [], options);
  },
  async *deno(options) {
    const { runtimeBinary } = await import("../../tests/npm/binaries.mjs");
    const deno = runtimeBinary("deno");
    if (deno) yield await itself(deno, ["run", "--allow-all", "--no-lock", "--node-modules-dir=manual"], options);
  },
  async *workerd(options) {
    const { measureWorkerd } = await import("./workerd.mjs");
    yield await measureWorkerd(options);
  },
};

main(async () => {
  const { engines, write, rounds, only, algorithms } = options(process.argv.slice(2), {
    rounds: number(21),
    only: parts,
    algorithms: some(ALGORITHMS),
    engines: some(Object.keys(ENGINES)),
  });
  await ready(here);
  const found = [];
  for (const name of engines) {
    say(`measuring in ${name} …`);
    for await (const measured of ENGINES[name]({ rounds, names: only, algorithms })) {
      console.log(table(measured));
      found.push(measured);
    }
  }
  if (write)
    writeFigures(
      "token",
      found.map(summary).join("\n\n"),
      found.map(({ label }) => label),
    );
});
