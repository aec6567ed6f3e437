// `npm run build`: pkg/ (the publishable package) and build/ (the Worker); `npm` or `worker` as an argument makes one.
import { Failure } from "./lib/run.mjs";
import { main } from "./lib/say.mjs";
import { ensureNodeModules } from "./setup/node.mjs";

main(async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !["npm", "worker"].includes(name));
  if (unknown) throw new Failure(`there is nothing called ${unknown} to build: it is npm, worker, or neither for both`);
  await ensureNodeModules();
  if (wanted.length === 0 || wanted.includes("npm")) await (await import("./build/npm.mjs")).buildNpm();
  if (wanted.length === 0 || wanted.includes("worker")) await (await import("./build/worker.mjs")).buildWorker();
});
