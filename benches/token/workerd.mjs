// workerd: a Worker on the loopback, timed from outside, less the time of a request that does nothing.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { Failure, capture, must } from "../../scripts/lib/run.mjs";
import { makeKeys } from "./keys.mjs";
import { elapsed, fill } from "./time.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const binary = inRoot("node_modules/.bin/workerd");
/** For packages that `require` Node's own modules: workerd has them, and a function to require them with. */
const BANNER = '--banner:js=import { createRequire } from "node:module"; const require = createRequire("/");';
/** What one request should take: the few tenths of a millisecond that a request costs by itself are then small. */
const MILLISECONDS_A_REQUEST = 40;

const config = (port) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "bench", worker = .bench)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "bench")]
);
const bench :Workerd.Worker = (
  modules = [
    (name = "bench.js", esModule = embed "bench.js"),
    (name = "keyward.wasm", wasm = embed "keyward.wasm")
  ],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = ["nodejs_compat", "require_returns_default_export"]
);
`;

export async function measureWorkerd({ rounds, algorithms, names }) {
  const folder = mkdtempSync(join(tmpdir(), "keyward-bench-"));
  const port = await freePort();
  await bundle(folder);
  writeFileSync(join(folder, "config.capnp"), config(port));
  const child = spawn(binary, ["serve", join(folder, "config.capnp")], { stdio: ["ignore", "ignore", "inherit"], detached: true });
  const ask = async (path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}/${path}`, { method: "POST", body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Failure(`workerd answered ${response.status} for ${path}: ${text.slice(0, 300)}`);
    return text;
  };
  try {
    const results = [];
    const now = Math.floor(Date.now() / 1000);
    for (const algorithm of algorithms) {
      const body = { keys: await makeKeys(algorithm), now };
      const all = JSON.parse(await answer(() => ask(`${algorithm}/prepare`, body)));
      const wanted = all.filter((name) => names.length === 0 || names.some((part) => name.includes(part)));
      for (const operation of ["issue", "decode"]) results.push({ algorithm, operation, times: await measure(ask, `${algorithm}/${operation}`, wanted, rounds) });
    }
    return { label: capture(binary, ["--version"]) ?? "workerd", results };
  } finally {
    // Where the file is a script that starts workerd, the group ends both.
    if (child.exitCode === null) process.kill(-child.pid, "SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(ask, path, names, rounds) {
  const time = (name, count) => elapsed(() => ask(`${path}/${encodeURIComponent(name)}?count=${count}`));
  const times = Object.fromEntries(names.map((name) => [name, []]));
  const counts = {};
  for (const name of names) counts[name] = await fill(MILLISECONDS_A_REQUEST, (count) => time(name, count));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of [...names.slice(round % names.length), ...names.slice(0, round % names.length)]) {
      const nothing = await time("nothing", 0);
      times[name].push((((await time(name, counts[name])) - nothing) / counts[name]) * 1e6);
    }
  }
  return times;
}

async function bundle(folder) {
  cpSync(inRoot("pkg"), join(folder, "keyward"), { recursive: true });
  cpSync(inRoot("pkg/keyward.wasm"), join(folder, "keyward.wasm"));
  for (const name of readdirSync(here).filter((name) => /\.m?js$/.test(name))) cpSync(join(here, name), join(folder, name));
  const args = [join(folder, "worker.js"), "--bundle", "--format=esm", "--external:*.wasm", "--platform=node", "--conditions=workerd", BANNER, `--outfile=${join(folder, "bench.js")}`, "--log-level=error"];
  // The packages are looked up in this folder, wherever the files lie that import them.
  const env = { ...process.env, NODE_PATH: join(here, "node_modules") };
  await must(inRoot("node_modules/.bin/esbuild"), args, "The Worker of the benchmark could not be bundled.", { env });
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Until it answers, ten seconds at most; an answer that is an error is one. */
async function answer(ask) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === 100 || error instanceof Failure) throw new Failure(`workerd does not answer: ${error.message}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
