// A Worker in workerd by itself, with its KV, on the loopback.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { Failure, must, track } from "../../scripts/lib/run.mjs";
import { answering, freePort, onFreePort } from "../workerd.mjs";

export const here = dirname(fileURLToPath(import.meta.url));
const binary = inRoot("node_modules/.bin/workerd");

/**
 * The Workers: the files of each, name to where it is, among them index.js, or the `source` of it, which esbuild bundles with
 * these `options`. `flags` are workerd's.
 *
 * @typedef {{ files: Record<string, string>, source?: string, options?: string[], flags: string[] }} Contents
 */

/** @type {Record<string, Contents>} */
const WORKERS = {
  keyward: {
    files: { "index.js": inRoot("build/index.js"), "index_bg.wasm": inRoot("build/index_bg.wasm") },
    flags: ["no_nodejs_compat", "enable_request_signal"],
  },
  // It in a Worker that counts what it asks of its objects and of KV.
  counting: {
    files: { "built.js": inRoot("build/index.js"), "index_bg.wasm": inRoot("build/index_bg.wasm") },
    source: "counting.js",
    options: ["--external:*.wasm", "--external:cloudflare:*"],
    flags: ["no_nodejs_compat", "enable_request_signal"],
  },
  hono: {
    files: {
      "phi.js": join(here, "node_modules/@phi-ag/argon2/dist/index.js"),
      "phi.wasm": join(here, "node_modules/@phi-ag/argon2/dist/argon2.wasm"),
    },
    source: "hono.js",
    options: ["--external:*.wasm"],
    flags: ["no_nodejs_compat", "enable_request_signal"],
  },
  "better-auth": {
    files: {},
    source: "better-auth.js",
    // As wrangler does it: of a package that has several builds the one for workerd.
    options: ["--conditions=workerd,worker,browser", "--external:node:*", '--define:process.env.NODE_ENV="production"'],
    flags: ["nodejs_compat", "enable_request_signal"],
  },
};

/** The classes of Durable Objects by their bindings. */
const OBJECTS = { ACCOUNTS: "Account", THROTTLE: "Throttle" };

/**
 * Starts one; `vars` become text bindings beside the KV namespace AUTH. keyward has its Durable Objects, or those of them that
 * `objects` names. What it logs is in `output()`.
 */
export async function startWorkerd(
  name,
  vars,
  { objects = name === "keyward" || name === "counting" ? Object.keys(OBJECTS) : [] } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), "keyward-bench-http-"));
  for (const [file, path] of Object.entries(WORKERS[name].files)) cpSync(path, join(folder, file));
  if (WORKERS[name].source) await bundle(WORKERS[name], folder);
  cpSync(join(here, "store.js"), join(folder, "store.js"));
  mkdirSync(join(folder, "objects"));
  let child;
  let origin;
  let store;
  let [errors, logged] = ["", ""];
  const stop = () => {
    try {
      // Where the file is a script that starts workerd, the group ends both.
      process.kill(-child.pid, "SIGTERM");
    } catch {}
    // It may still write.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const fill = async (users, hash) => {
    const response = await fetch(`${store}/fill?users=${users}`, { method: "POST", body: hash });
    if (!response.ok) throw new Failure(`the store of ${name} could not be filled`);
  };
  const slow = (milliseconds) => fetch(`${store}/late?milliseconds=${milliseconds}`, { method: "POST" });
  try {
    await onFreePort(async (port) => {
      const storePort = await freePort();
      [origin, store] = [port, storePort].map((number) => `http://127.0.0.1:${number}`);
      writeFileSync(join(folder, "config.capnp"), config(name, vars, port, storePort, objects, folder));
      child = spawn(binary, ["serve", join(folder, "config.capnp")], {
        stdio: ["ignore", "pipe", "pipe"],
        detached: true,
      });
      track(child);
      child.stderr.setEncoding("utf8").on("data", (text) => (errors = (errors + text).slice(-4000)));
      child.stdout.setEncoding("utf8").on("data", (text) => (logged = (logged + text).slice(-1_000_000)));
      await answering(child, () => fill(0, ""));
      await answering(child, () => fetch(`${origin}/users/me/`));
    });
  } catch (error) {
    stop();
    throw new Failure(`workerd does not answer: ${error.message}\n${errors}`);
  }
  return {
    origin,
    fill,
    slow,
    stop,
    pid: child.pid,
    output: () => logged,
    memory: () => peakMemory(child.pid),
    cpu: () => cpuTime(child.pid),
  };
}

const text = (name, value) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(value)})`;

function config(name, vars, port, storePort, objects, folder) {
  const { files, flags } = WORKERS[name];
  const modules = [
    `(name = "index.js", esModule = embed "index.js")`,
    ...Object.keys(files).flatMap((file) =>
      file.endsWith(".wasm") ? [`(name = "${file}", wasm = embed "${file}")`] : [],
    ),
  ];
  const bindings = [
    `(name = "AUTH", kvNamespace = "store")`,
    ...Object.entries(vars).map(([key, value]) => text(key, value)),
    ...objects.map((binding) => `(name = "${binding}", durableObjectNamespace = "${OBJECTS[binding]}")`),
  ];
  const classes = objects.map(
    (binding) => `(className = "${OBJECTS[binding]}", uniqueKey = "${OBJECTS[binding]}", enableSql = true)`,
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
  compatibilityFlags = [${flags.map((flag) => `"${flag}"`).join(", ")}]${stored}
);
const store :Workerd.Worker = (modules = [(name = "store.js", esModule = embed "store.js")], compatibilityDate = "2026-10-20", compatibilityFlags = ["no_nodejs_compat"]);
`;
}

/** @param {Contents} worker */
async function bundle({ source, options = [] }, folder) {
  cpSync(join(here, source), join(folder, source));
  const args = [
    join(folder, source),
    "--bundle",
    "--minify",
    "--format=esm",
    `--outfile=${join(folder, "index.js")}`,
    "--log-level=error",
    ...options,
  ];
  await must(inRoot("node_modules/.bin/esbuild"), args, "The Worker to compare with could not be bundled.", {
    env: { ...process.env, NODE_PATH: join(here, "node_modules") },
  });
}

/** The process and those it has started, where there is a /proc. */
function processes(group) {
  try {
    const children = readFileSync(`/proc/${group}/task/${group}/children`, "latin1").trim().split(" ").filter(Boolean);
    return [String(group), ...children];
  } catch {
    return [];
  }
}

/** The highest resident memory so far of one of them, in bytes; 0 where that is not known. */
function peakMemory(group) {
  const peaks = processes(group).map((pid) =>
    Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? 0),
  );
  return 1024 * Math.max(0, ...peaks);
}

/** The CPU time so far of all of them, theirs and the kernel's for them, in milliseconds; 0 where that is not known. */
function cpuTime(group) {
  const times = processes(group).map((pid) => {
    // After the name, which may have blanks, `utime` and `stime` are the 12th and 13th field, in hundredths of a second.
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").pop()?.split(" ") ?? [];
    return 10 * (Number(fields[11]) + Number(fields[12]));
  });
  return times.reduce((sum, time) => sum + time, 0);
}
