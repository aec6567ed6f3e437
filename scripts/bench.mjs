// `npm run bench`: the side-by-side comparisons of benches/, all of them or one (`npm run bench -- argon2`).
// What stands after a name goes to that comparison; `--write` puts its figures into docs/performance.md, in all of them.
import { existsSync, readdirSync } from "node:fs";
import { inRoot } from "./lib/paths.mjs";
import { Failure, run } from "./lib/run.mjs";
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
  const failed = [];
  for (const name of one ? [first] : benches)
    if (!(await runs(name, one ? rest : process.argv.slice(2)))) failed.push(name);
  if (failed.length > 0) throw new Failure(`without a result: ${failed.join(", ")}`);
});

/** It ends when we are told to stop, and what it has started with it. */
async function runs(name, options) {
  say(`— ${name}`);
  return (await run(process.execPath, [file(name), ...options])).code === 0;
}
