// `npm run bench -- token`: JSON Web Tokens side by side, in each runtime there is.
// Options: --engines=node,bun,deno,workerd --algorithms=HS256,ES256,EdDSA,RS256,PS256 --rounds=21 --only=keyward,jose --write
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure, must } from "../../scripts/lib/run.mjs";
import { writeFigures } from "../../scripts/lib/docs.mjs";
import { main, say } from "../../scripts/lib/say.mjs";
import { nodes, ready } from "../shared.mjs";
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
  const { engines, write, ...options } = read(process.argv.slice(2));
  await ready(here);
  const found = [];
  for (const name of engines) {
    say(`measuring in ${name} …`);
    for await (const measured of ENGINES[name](options)) {
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

function read(list) {
  const options = { rounds: 21, write: false, names: [], algorithms: ALGORITHMS, engines: Object.keys(ENGINES) };
  for (const text of list) {
    if (text === "--write") {
      options.write = true;
      continue;
    }
    const [, name, value] = /^--(rounds|only|algorithms|engines)=(.+)$/.exec(text) ?? [];
    const values = value?.split(",");
    if (name === "rounds" && Number(value) >= 1) options.rounds = Number(value);
    else if (name === "only") options.names = values;
    else if (name === "algorithms" && values.every((one) => ALGORITHMS.includes(one))) options.algorithms = values;
    else if (name === "engines" && values.every((one) => Object.hasOwn(ENGINES, one))) options.engines = values;
    else
      throw new Failure(
        `cannot use ${text}: there are --rounds=<number>, --only=<name>,<name>, --algorithms=${ALGORITHMS}, --engines=${Object.keys(ENGINES)} and --write`,
      );
  }
  return options;
}
