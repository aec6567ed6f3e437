// A Worker in workerd by itself, with its KV, on the loopback.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

/** The classes of Durable Objects by their bindings. */
const OBJECTS = { ACCOUNTS: "Account", THROTTLE: "Throttle" };

/**
 * Starts one; `vars` become text bindings beside the KV namespace AUTH. keyward has its Durable Objects, unless `objects` is
 * false. What it logs is in `output()`.
 */
export async function startWorkerd(name, vars, { objects = name === "keyward" } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "keyward-bench-http-"));
  const [port, storePort] = [await freePort(), await freePort()];
  for (const [module, file] of Object.entries(MODULES[name])) if (file) cpSync(file, join(folder, module));
  if (name === "hono") await bundleHono(folder);
  cpSync(join(here, "store.js"), join(folder, "store.js"));
  mkdirSync(join(folder, "objects"));
  writeFileSync(join(folder, "config.capnp"), config(name, vars, port, storePort, objects ? OBJECTS : {}, folder));
  const child = spawn(binary, ["serve", join(folder, "config.capnp")], {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let [errors, logged] = ["", ""];
  child.stderr.setEncoding("utf8").on("data", (text) => (errors = (errors + text).slice(-4000)));
  child.stdout.setEncoding("utf8").on("data", (text) => (logged = (logged + text).slice(-1_000_000)));
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
  return { origin, fill, stop, pid: child.pid, output: () => logged, memory: () => peakMemory(child.pid) };
}

const text = (name, value) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(value)})`;

function config(name, vars, port, storePort, objects, folder) {
  const modules = Object.keys(MODULES[name]).map(
    (module) => `(name = "${module}", ${module.endsWith(".wasm") ? "wasm" : "esModule"} = embed "${module}")`,
  );
  const bindings = [
    `(name = "AUTH", kvNamespace = "store")`,
    ...Object.entries(vars).map(([key, value]) => text(key, value)),
    ...Object.entries(objects).map(([binding, type]) => `(name = "${binding}", durableObjectNamespace = "${type}")`),
  ];
  const classes = Object.values(objects).map(
    (type) => `(className = "${type}", uniqueKey = "${type}", enableSql = true)`,
  );
  const stored =
    classes.length === 0
      ? ""
      : `,
  durableObjectNamespaces = [${classes.join(", ")}],
  durableObjectStorage = (localDisk = "objects")`;
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "store", worker = .store),
    (name = "objects", disk = (path = "${folder}/objects", writable = true))
  ],
  sockets = [
    (name = "main", address = "127.0.0.1:${port}", http = (), service = "main"),
    (name = "store", address = "127.0.0.1:${storePort}", http = (), service = "store")
  ]
);
const main :Workerd.Worker = (
  modules = [${modules.join(", ")}],
  bindings = [${bindings.join(", ")}],
  compatibilityDate = "2026-10-20",
  compatibilityFlags = ["no_nodejs_compat", "enable_request_signal"]${stored}
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
