// `npm run bench`: the side-by-side comparisons of benches/, all of them or one (`npm run bench -- argon2`).
// What stands after a name goes to that comparison; `--write` puts its figures into docs/performance.md, in all of them.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { inRoot } from "./lib/paths.mjs";
import { Failure } from "./lib/run.mjs";
import { main, say } from "./lib/say.mjs";

const file = (name) => inRoot("benches", name, "run.mjs");
const benches = readdirSync(inRoot("benches")).filter((name) => existsSync(file(name)));

main(async () => {
  const [first, ...rest] = process.argv.slice(2);
  const one = first !== undefined && !first.startsWith("--");
  if (one && !benches.includes(first))
    throw new Failure(`there is no comparison called ${first}; there are ${benches.join(", ")}`);
  if (!one && [first, ...rest].some((option) => option !== undefined && option !== "--write")) {
    throw new Failure(
      `without a name there is only --write; options belong to one comparison: npm run bench -- ${benches[0]} …`,
    );
  }
  const failed = (one ? [first] : benches).filter((name) => !runs(name, one ? rest : process.argv.slice(2)));
  if (failed.length > 0) throw new Failure(`without a result: ${failed.join(", ")}`);
});

/** At the terminal, as if it had been called by hand, so that Ctrl-C reaches it. */
function runs(name, options) {
  say(`— ${name}`);
  return spawnSync(process.execPath, [file(name), ...options], { stdio: "inherit" }).status === 0;
}
