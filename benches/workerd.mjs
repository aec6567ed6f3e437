// workerd as an engine to measure: a Worker of ours on the loopback. Its clock stands still while it computes, so it is
// timed from outside.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../scripts/lib/paths.mjs";
import { Failure, capture, must, track } from "../scripts/lib/run.mjs";

const binary = inRoot("node_modules/.bin/workerd");

/** Its name and version. */
export const workerdLabel = () => capture(binary, ["--version"]) ?? "workerd";

const config = (port, modules, flags) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "bench", worker = .bench)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "bench")]
);
const bench :Workerd.Worker = (
  modules = [(name = "bench.js", esModule = embed "bench.js")${modules.map((name) => `, (name = "${name}", wasm = embed "${name}")`).join("")}],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = [${flags.map((flag) => `"${flag}"`).join(", ")}]
);
`;

/**
 * Starts a Worker. `fill(folder)` puts its files into a new folder: `worker.js`, which is bundled by esbuild with
 * `options`, and the wasm `modules`. Resolves when it answers to `/nothing`, to `ask(path, body)`, which gives the answer's text,
 * `stop()`, and `started`, the milliseconds that it took; a `pause` of so many is made between two looks.
 */
export async function startWorkerd({ fill, modules, flags = [], options = [], env = {}, pause = 100 }) {
  const folder = mkdtempSync(join(tmpdir(), "keyward-bench-"));
  let port;
  let child;
  let started;
  const stop = () => {
    // Where the file is a script that starts workerd, the group ends both.
    if (child && !hasEnded(child)) process.kill(-child.pid, "SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  };
  const ask = async (path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}/${path}`, { method: "POST", body });
    const text = await response.text();
    if (!response.ok) throw new Failure(`workerd answered ${response.status} for ${path}: ${text.slice(0, 300)}`);
    return text;
  };
  try {
    fill(folder);
    const args = [
      join(folder, "worker.js"),
      "--bundle",
      "--format=esm",
      "--external:*.wasm",
      `--outfile=${join(folder, "bench.js")}`,
      "--log-level=error",
      ...options,
    ];
    await must(inRoot("node_modules/.bin/esbuild"), args, "The Worker of the benchmark could not be bundled.", {
      env: { ...process.env, ...env },
    });
    await onFreePort(async (free) => {
      port = free;
      writeFileSync(join(folder, "config.capnp"), config(port, modules, flags));
      const began = performance.now();
      child = spawn(binary, ["serve", join(folder, "config.capnp")], {
        stdio: ["ignore", "ignore", "inherit"],
        detached: true,
      });
      track(child);
      await answering(child, () => ask("nothing"), pause);
      started = performance.now() - began;
    });
  } catch (error) {
    stop();
    throw error;
  }
  return { ask, stop, started };
}

export const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const port = /** @type {import("node:net").AddressInfo} */ (server.address()).port;
      server.close(() => resolve(port));
    });
  });

/** What is thrown where workerd has ended instead of answering. */
class Ended extends Failure {}

const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null;

/** What `start` resolves to with a free port. Somebody else may take that before workerd does, and then it has a second one. */
export async function onFreePort(start) {
  try {
    return await start(await freePort());
  } catch (error) {
    if (error instanceof Ended) return start(await freePort());
    throw error;
  }
}

/** Until the child answers, a minute at most. Where it has ended, an answer is somebody else's. */
export async function answering(child, ask, pause = 100) {
  for (let attempt = 0; ; attempt += 1) {
    let answer;
    let problem;
    try {
      answer = await ask();
    } catch (error) {
      problem = error;
    }
    if (hasEnded(child)) throw new Ended("workerd has ended");
    if (!problem) return answer;
    // One that answers, but with an error, will not do better.
    if (attempt * pause > 60_000 || problem instanceof Failure)
      throw new Failure(`workerd does not answer: ${problem.message}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
