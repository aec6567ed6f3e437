// `npm run build`: pkg/ (the publishable package), build/ (the Worker) and what www/ needs of both;
// `npm`, `worker` or `www` as arguments make those alone.
import { existsSync } from "node:fs";
import { buildNpm } from "./build/npm.mjs";
import { buildWorker } from "./build/worker.mjs";
import { buildWww } from "./build/www.mjs";
import { inRoot } from "./lib/paths.mjs";
import { Failure } from "./lib/run.mjs";
import { main } from "./lib/say.mjs";
import { ensureNodeModules } from "./setup/node.mjs";

const builds = { npm: buildNpm, worker: buildWorker, www: buildWww };

main(async () => {
  const named = process.argv.slice(2);
  const unknown = named.find((name) => !Object.hasOwn(builds, name));
  if (unknown)
    throw new Failure(`there is nothing called ${unknown} to build: it is npm, worker, www, or none of them for all`);
  // `npm start` makes the page's package itself, the first time, beside the Worker.
  if (process.env.KEYWARD_START && !existsSync(inRoot("www/pkg"))) delete builds.www;
  await ensureNodeModules();
  for (const [name, build] of Object.entries(builds)) if (named.length === 0 || named.includes(name)) await build();
});
