// A Worker in workerd by itself, with its KV, on the loopback.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { Failure, must } from "../../scripts/lib/run.mjs";
import { answering, freePort } from "../workerd.mjs";

export const here = dirname(fileURLToPath(import.meta.url));
const binary = inRoot("node_modules/.bin/workerd");

/** The modules of each Worker: name to file. */
const MODULES = {
  keyward: { "index.js": inRoot("build/index.js"), "index_bg.wasm": inRoot("build/index_bg.wasm") },
  hono: { "index.js": null, "phi.wasm": join(here, "node_modules/@phi-ag/argon2/dist/argon2.wasm") },
};

/** Starts one; `vars` become text bindings beside the KV namespace AUTH. */
export async function startWorkerd(name, vars) {
  const folder = mkdtempSync(join(tmpdir(), "keyward-bench-http-"));
  const [port, storePort] = [await freePort(), await freePort()];
  for (const [module, file] of Object.entries(MODULES[name])) if (file) cpSync(file, join(folder, module));
  if (name === "hono") await bundleHono(folder);
  cpSync(join(here, "store.js"), join(folder, "store.js"));
  writeFileSync(join(folder, "config.capnp"), config(name, vars, port, storePort));
  const child = spawn(binary, ["serve", join(folder, "config.capnp")], {
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (errors = (errors + text).slice(-4000)));
  const stop = () => {
    try {
      // Where the file is a script that starts workerd, the group ends both.
      process.kill(-child.pid, "SIGTERM");
    } catch {}
    rmSync(folder, { recursive: true, force: true });
  };
  const origin = `http://127.0.0.1:${port}`;
  const fill = async (users, hash) => {
    const response = await fetch(`http://127.0.0.1:${storePort}/fill?users=${users}`, { method: "POST", body: hash });
    if (!response.ok) throw new Failure(`the store of ${name} could not be filled`);
  };
  try {
    await answering(() => fill(0, ""));
    await answering(() => fetch(`${origin}/users/me/`));
  } catch (error) {
    stop();
    throw new Failure(`workerd does not answer: ${error.message}\n${errors}`);
  }
  return { origin, fill, stop, memory: () => peakMemory(child.pid) };
}

const text = (name, value) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(value)})`;

function config(name, vars, port, storePort) {
  const modules = Object.keys(MODULES[name]).map(
    (module) => `(name = "${module}", ${module.endsWith(".wasm") ? "wasm" : "esModule"} = embed "${module}")`,
  );
  const bindings = [
    `(name = "AUTH", kvNamespace = "store")`,
    ...Object.entries(vars).map(([key, value]) => text(key, value)),
  ];
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "store", worker = .store)],
  sockets = [
    (name = "main", address = "127.0.0.1:${port}", http = (), service = "main"),
    (name = "store", address = "127.0.0.1:${storePort}", http = (), service = "store")
  ]
);
const main :Workerd.Worker = (
  modules = [${modules.join(", ")}],
  bindings = [${bindings.join(", ")}],
  compatibilityDate = "2026-10-20",
  compatibilityFlags = ["no_nodejs_compat"]
);
const store :Workerd.Worker = (modules = [(name = "store.js", esModule = embed "store.js")], compatibilityDate = "2026-10-20", compatibilityFlags = ["no_nodejs_compat"]);
`;
}

async function bundleHono(folder) {
  cpSync(join(here, "hono.js"), join(folder, "hono.js"));
  cpSync(join(here, "node_modules/@phi-ag/argon2/dist/index.js"), join(folder, "phi.js"));
  const args = [
    join(folder, "hono.js"),
    "--bundle",
    "--minify",
    "--format=esm",
    "--external:*.wasm",
    `--outfile=${join(folder, "index.js")}`,
    "--log-level=error",
  ];
  await must(inRoot("node_modules/.bin/esbuild"), args, "The Worker to compare with could not be bundled.", {
    env: { ...process.env, NODE_PATH: join(here, "node_modules") },
  });
}

/** The highest resident memory so far of the process and those it has started, in bytes; 0 where there is no /proc. */
function peakMemory(group) {
  try {
    const children = readFileSync(`/proc/${group}/task/${group}/children`, "latin1").trim().split(" ").filter(Boolean);
    const peaks = [group, ...children].map((pid) =>
      Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? 0),
    );
    return 1024 * Math.max(...peaks);
  } catch {
    return 0;
  }
}
