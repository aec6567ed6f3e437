// `npm run build`: pkg/ (the publishable package), build/ (the Worker) and what www/ needs of both;
// `npm`, `worker` or `www` as arguments make those alone.
import { Failure } from "./lib/run.mjs";
import { main } from "./lib/say.mjs";
import { ensureNodeModules } from "./setup/node.mjs";

main(async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !["npm", "worker", "www"].includes(name));
  if (unknown)
    throw new Failure(`there is nothing called ${unknown} to build: it is npm, worker, www, or none of them for all`);
  await ensureNodeModules();
  if (wanted.length === 0 || wanted.includes("npm")) await (await import("./build/npm.mjs")).buildNpm();
  if (wanted.length === 0 || wanted.includes("worker")) await (await import("./build/worker.mjs")).buildWorker();
  if (wanted.length === 0 || wanted.includes("www")) await (await import("./build/www.mjs")).buildWww();
});
