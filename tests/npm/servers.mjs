// Servers for the tests: one for files, and those that the projects bring along.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { patientFetch } from "../support/patience.mjs";
import { stopGroup } from "../../scripts/lib/run.mjs";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".json": "application/json",
};
// Far beyond what it takes, on a busy machine too.
const PATIENCE = 120_000;

/** The strictest Content Security Policy under which the README says that the package works. */
export const STRICT_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'";

/** Serves the files of `folder`. */
export async function serveFiles(folder, headers) {
  const server = createServer(async ({ url }, response) => {
    const path = normalize(decodeURIComponent(new URL(url, "http://localhost").pathname));
    try {
      const content = await readFile(join(folder, path.endsWith("/") ? `${path}index.html` : path));
      response
        .writeHead(200, { "content-type": TYPES[extname(path) || ".html"] ?? "application/octet-stream", ...headers })
        .end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  const port = await listen(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(done);
      }),
  };
}

/** The port that `server` listens on from now on. */
export const listen = (server) =>
  new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port)));

/** A port that nobody listens on now. */
export async function freePort() {
  const server = createServer();
  const port = await listen(server);
  await new Promise((done) => server.close(done));
  return port;
}

/** What is thrown where a server has ended instead of answering. */
class Ended extends Error {}

/**
 * Starts a server and resolves when it answers. `how` says what runs on a port: somebody else may take that before the server
 * does, and then it has a second one.
 *
 * @param {(port: number) => [command: string, args: string[], options: import("node:child_process").SpawnOptions]} how
 * @param {() => Promise<number>} [nextPort] Where its ports come from.
 */
export async function startServer(how, nextPort = freePort) {
  const start = async () => {
    const port = await nextPort();
    return started(how(port), `http://127.0.0.1:${port}`);
  };
  return start().catch((error) => {
    if (error instanceof Ended) return start();
    throw error;
  });
}

async function started([command, args, options], origin) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], detached: true, ...options });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk) => (output += chunk));
  const stop = () => stopGroup(child);
  const end = () => void stop();
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const isThere = await answers(origin);
    // Where it has ended, the answer is somebody else's.
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    if (isThere && !hasEnded) return { origin, stop, output: () => output };
    if (hasEnded || Date.now() > deadline) {
      await stop();
      throw new (hasEnded ? Ended : Error)(`${[command, ...args].join(" ")} does not answer:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const answers = (origin) =>
  patientFetch(`${origin}/keyward-is-it-there`)
    .then((response) => response.arrayBuffer())
    .then(
      () => true,
      () => false,
    );
