// `npm run bench -- argon2`: Argon2id side by side, for each Node there is. Options: --rounds=15 --only=keyward,native
import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildNpm } from "../../scripts/build/npm.mjs";
import { Failure, must } from "../../scripts/lib/run.mjs";
import { main, say } from "../../scripts/lib/say.mjs";
import { ensureNodeModules } from "../../scripts/setup/node.mjs";
import { here, prepare } from "./prepare.mjs";
import { table } from "./table.mjs";

/** m (KiB), t, p: RFC 9106's second recommendation with pwdlib's lanes, and three of OWASP's and smaller. */
const SETS = [
  [65536, 3, 4],
  [19456, 2, 1],
  [47104, 1, 1],
  [8192, 4, 1],
];

main(async () => {
  const options = read(process.argv.slice(2));
  await ensureNodeModules();
  await buildNpm();
  await prepare();
  for (const node of nodes()) {
    say(`measuring on ${node} …`);
    const argument = JSON.stringify({ rounds: options.rounds, sets: SETS, names: options.only });
    const output = await must(node, [join(here, "measure.mjs"), argument], "A measurement failed.", { show: "none" });
    console.log(table(JSON.parse(output)));
  }
});

function read(list) {
  const options = { rounds: 15, only: [] };
  for (const text of list) {
    const [, name, value] = /^--(rounds|only)=(.+)$/.exec(text) ?? [];
    if (name === "rounds" && Number(value) >= 1) options.rounds = Number(value);
    else if (name === "only") options.only = value.split(",");
    else throw new Failure(`unknown option ${text}: there are --rounds=<number> and --only=<name>,<name>`);
  }
  return options;
}

/** The newest Node and Node 22 that come with this benchmark; where they have no binary, the one that runs this. */
function nodes() {
  const packaged = ["node-newest", "node-22"].map((name) => join(here, "node_modules", name, "bin/node")).filter(existsSync);
  return packaged.length > 0 ? packaged : [process.execPath];
}
