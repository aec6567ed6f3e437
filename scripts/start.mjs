// `npm start`: from a fresh clone to a Worker that answers, in one command.
import { createServer } from "node:net";
import { buildWorker } from "./build/worker.mjs";
import { buildWww } from "./build/www.mjs";
import { ensureSecret, localSettings } from "./lib/dev-vars.mjs";
import { Failure, endEverything, stopGroup } from "./lib/run.mjs";
import { explain, main, say } from "./lib/say.mjs";
import { answers, startWrangler } from "./lib/wrangler.mjs";
import { seedOnce } from "./seed.mjs";
import { ensureCargoTool } from "./setup/cargo-tools.mjs";
import { ensureNodeModules } from "./setup/node.mjs";

main(async () => {
  const port = Number(process.env.PORT || 8787);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Failure(`PORT must be a number from 1 to 65535, not ${process.env.PORT}`);
  if (!(await portIsFree(port)))
    throw new Failure(`port ${port} is in use: end what listens there, or choose another with PORT=8788 npm start`);
  // The page is built with the time that the Worker leaves, and the Worker does not wait for it.
  const page = buildWww({ meanwhile: true }).catch((error) => `the pages could not be built: ${explain(error)}`);
  // One of the two waits for the network.
  await Promise.all([ensureNodeModules(), ensureCargoTool("wasm-bindgen")]);
  await buildWorker();
  ensureSecret();
  await seedOnce();

  say("starting wrangler dev …");
  // Who stops it from now on had what was asked for.
  process.exitCode = 0;
  process.once("exit", () => say("stopped"));
  whenOrphaned();
  const url = `http://localhost:${port}`;
  page.then((problem) => problem && say(problem));
  const options = { stdio: ["ignore", "inherit", "inherit"], env: { KEYWARD_START: "1" } };
  const server = startWrangler(["--port", String(port), ...localSettings()], options);
  answers(url, server).then((yes) => yes && greet(url));
  const code = await server.ended;
  await stopGroup(server);
  throw new Failure(`wrangler dev ended by itself (exit code ${code}); its last lines say why`);
});

/** Whether nobody listens on `port` of this machine. */
function portIsFree(port) {
  const free = (host) =>
    new Promise((resolve) => {
      const server = createServer();
      server.once("error", (/** @type {NodeJS.ErrnoException} */ { code }) =>
        resolve(code !== "EADDRINUSE" && code !== "EACCES"),
      );
      server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
    });
  // An address that this machine has not (::1 without IPv6) is no obstacle.
  return Promise.all(["127.0.0.1", "::1"].map(free)).then((answers) => answers.every(Boolean));
}

/** Where npm is ended in a way that it cannot pass on to us, we see that our parent is gone. */
function whenOrphaned() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && endEverything("SIGHUP"), 300).unref();
}

function greet(url) {
  say(`ready on ${url} (Ctrl-C stops it). Log in, then ask who you are:

  TOKEN=$(curl -s ${url}/token -d username=johndoe -d password=secret | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -s ${url}/users/me -H "Authorization: Bearer $TOKEN"
`);
}
