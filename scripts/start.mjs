// `npm start`: from a fresh clone to a Worker that answers, in one command.
import { Failure } from "./lib/run.mjs";
import { main, say } from "./lib/say.mjs";
import { ensureNodeModules } from "./setup/node.mjs";
import { ensureSecret } from "./start/secret.mjs";

main(async () => {
  const port = Number(process.env.PORT || 8787);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Failure(`PORT must be a number from 1 to 65535, not ${process.env.PORT}`);
  await ensureNodeModules();
  const { portIsFree, startWrangler, stopGroup } = await import("./start/server.mjs");
  if (!(await portIsFree(port)))
    throw new Failure(`port ${port} is in use: end what listens there, or choose another with PORT=8788 npm start`);
  await (await import("./build/worker.mjs")).buildWorker();
  await (await import("./build/www.mjs")).buildWww();
  ensureSecret();
  await (await import("./seed.mjs")).seedOnce();

  say("starting wrangler dev …");
  const server = startWrangler(["--port", String(port)], { stdio: ["ignore", "inherit", "inherit"] });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await stopGroup(server);
    say("stopped");
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
  whenOrphaned(stop);
  const url = `http://localhost:${port}`;
  answers(url, () => stopping).then((ready) => ready && greet(url));
  const code = await server.ended;
  if (!stopping) {
    await stopGroup(server);
    throw new Failure(`wrangler dev ended by itself (exit code ${code}); its last lines say why`);
  }
});

/** Where npm is ended in a way that it cannot pass on to us, we see that our parent is gone. */
function whenOrphaned(stop) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watch = setInterval(() => process.ppid !== parent && stop(), 300);
  watch.unref();
}

/** Waits until the server answers at all; false when `given up` first. */
async function answers(url, givenUp) {
  while (!givenUp()) {
    try {
      await fetch(`${url}/status/`);
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return false;
}

function greet(url) {
  say(`ready on ${url} (Ctrl-C stops it). Log in, then ask who you are:

  TOKEN=$(curl -s ${url}/token -d username=johndoe -d password=secret | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -s ${url}/users/me -H "Authorization: Bearer $TOKEN"
`);
}
