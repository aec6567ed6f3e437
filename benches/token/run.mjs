// `npm run bench -- token`: JSON Web Tokens side by side, in each runtime there is.
// Options: --engines=node,workerd --algorithms=HS256,ES256,EdDSA,RS256 --rounds=21 --only=keyward,jose --write
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure, must } from "../../scripts/lib/run.mjs";
import { writeFigures } from "../../scripts/lib/docs.mjs";
import { main, say } from "../../scripts/lib/say.mjs";
import { ensureNodeModules } from "../../scripts/setup/node.mjs";
import { summary, table } from "./table.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const ALGORITHMS = ["HS256", "ES256", "EdDSA", "RS256"];

const ENGINES = {
  async *node(options) {
    for (const node of nodes()) {
      yield JSON.parse(
        await must(node, [join(here, "measure.mjs"), JSON.stringify(options)], "A measurement failed.", {
          show: "none",
        }),
      );
    }
  },
  async *workerd(options) {
    const { measureWorkerd } = await import("./workerd.mjs");
    yield await measureWorkerd(options);
  },
};

main(async () => {
  const { engines, write, ...options } = read(process.argv.slice(2));
  await ensureNodeModules();
  const { buildNpm } = await import("../../scripts/build/npm.mjs");
  await buildNpm();
  if (!existsSync(join(here, "node_modules/.package-lock.json"))) {
    await must(
      "npm",
      ["ci", "--no-audit", "--no-fund", "--loglevel=error"],
      "npm could not install the packages to compare with.",
      { cwd: here },
    );
  }
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

/** The newest Node and Node 22 that come with this benchmark; where they have no binary, the one that runs this. */
function nodes() {
  const packaged = ["node-newest", "node-22"]
    .map((name) => join(here, "node_modules", name, "bin/node"))
    .filter(existsSync);
  return packaged.length > 0 ? packaged : [process.execPath];
}
