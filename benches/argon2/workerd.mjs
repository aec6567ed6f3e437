// workerd as an engine to measure: a Worker on the loopback, timed from outside, less the time of a request that does nothing.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { Failure, capture, must } from "../../scripts/lib/run.mjs";
import { here } from "./prepare.mjs";

const binary = inRoot("node_modules/.bin/workerd");

const config = (port) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "bench", worker = .bench)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "bench")]
);
const bench :Workerd.Worker = (
  modules = [
    (name = "bench.js", esModule = embed "bench.js"),
    (name = "keyward.wasm", wasm = embed "keyward.wasm"),
    (name = "phi.wasm", wasm = embed "phi.wasm")
  ],
  compatibilityDate = "2026-01-01"
);
`;

export async function workerd() {
  const folder = mkdtempSync(join(tmpdir(), "keyward-bench-"));
  const port = await freePort();
  await bundle(folder);
  writeFileSync(join(folder, "config.capnp"), config(port));
  const child = spawn(binary, ["serve", join(folder, "config.capnp")], { stdio: "ignore", detached: true });
  const stop = () => {
    // Where the file is a script that starts workerd, the group ends both.
    process.kill(-child.pid, "SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  };
  const ask = async (name, [m, t, p]) => {
    const began = performance.now();
    const response = await fetch(`http://127.0.0.1:${port}/${encodeURIComponent(name)}?m=${m}&t=${t}&p=${p}`);
    const tag = await response.text();
    if (!response.ok) throw new Failure(`workerd answered ${response.status} for ${name}`);
    return { milliseconds: performance.now() - began, tag };
  };
  try {
    await answering(() => ask("nothing", [0, 0, 0]));
  } catch (error) {
    stop();
    throw error;
  }
  return {
    label: capture(binary, ["--version"]) ?? "workerd",
    names: ["keyward", "@phi-ag/argon2"],
    time: async (name, set) => {
      const nothing = await ask("nothing", set);
      const found = await ask(name, set);
      return { ...found, milliseconds: found.milliseconds - nothing.milliseconds };
    },
    stop,
  };
}

async function bundle(folder) {
  for (const file of ["glue.js", "api.js", "tokens.js", "error.js", "workerd.js", "keyward.wasm"]) cpSync(inRoot("pkg", file), join(folder, file), { recursive: true });
  cpSync(join(here, "worker.js"), join(folder, "worker.js"));
  for (const [from, to] of [["index.js", "phi.js"], ["argon2.wasm", "phi.wasm"]]) cpSync(join(here, "node_modules/@phi-ag/argon2/dist", from), join(folder, to));
  const args = [join(folder, "worker.js"), "--bundle", "--format=esm", "--external:*.wasm", `--outfile=${join(folder, "bench.js")}`, "--log-level=error"];
  await must(inRoot("node_modules/.bin/esbuild"), args, "The Worker of the benchmark could not be bundled.");
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Until it answers, ten seconds at most. */
async function answering(ask) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === 100) throw new Failure(`workerd does not answer: ${error.message}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
