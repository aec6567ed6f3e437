// A Worker in real workerd, as `wrangler dev` runs it, by the same library and without its command line: that takes seconds
// for each start, and there are hundreds. wrangler.test.mjs tries what the command line adds.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { Log, Miniflare, convertV4MiniflareOptions } from "miniflare";
import { wranglerEnvironment } from "../../scripts/lib/wrangler.mjs";

// wrangler reads them when it is loaded.
for (const [name, value] of Object.entries(wranglerEnvironment)) process.env[name] ??= value;
const { unstable_readConfig: readConfig, unstable_getMiniflareWorkerOptions: optionsOf } = await import("wrangler");

/**
 * Starts what a configuration file of wrangler's says, on a free port, and resolves when it listens.
 *
 * @param {object} options
 * @param {string} options.configuration the name of the file
 * @param {Record<string, string>} options.vars settings that replace those of the file
 * @param {string} options.state the folder for the local state, as wrangler's --persist-to
 * @param {(text: string) => void} options.log takes what the Worker writes, line by line
 * @param {(mail: Mail) => void} options.mail takes what goes out by a binding `send_email`
 */
export async function start({ configuration, vars, state, log, mail }) {
  const config = readConfig({ config: configuration });
  const { main, workerOptions } = optionsOf(config);
  const { modulesRules: _, ...options } = workerOptions;
  const before = workerds();
  const runtime = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      cf: false,
      resourcePersistencePath: join(state, "v3"),
      telemetry: { enabled: false },
      log: new MailLog(mail),
      handleStructuredLogs: ({ message }) => log(`${message}\n`),
      ...options,
      name: "keyward",
      // Without what a .dev.vars beside the file has.
      bindings: { ...config.vars, ...vars },
      modules: await modules(main),
      modulesRoot: dirname(main),
      // The tests say which network they come from.
      stripCfConnectingIp: false,
    }),
  );
  const origin = (await runtime.ready).origin;
  const own = workerds().filter((pid) => !before.includes(pid));
  return {
    origin,
    runtime,
    kv: () => runtime.getKVNamespace("AUTH"),
    memory: () => memory(own),
    /** For where the process ends without having stopped it. */
    kill: () => {
      for (const pid of own) process.kill(pid, "SIGKILL");
    },
  };
}

/** The module `main` with all that it imports in one, and each wasm as one of its own. */
async function modules(main) {
  const wasm = new Map();
  const beside = {
    name: "wasm beside it",
    setup: ({ onResolve }) =>
      onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => {
        const name = `${wasm.size}.wasm`;
        wasm.set(name, readFileSync(join(resolveDir, path)));
        return { path: `./${name}`, external: true };
      }),
  };
  const { outputFiles } = await build({
    entryPoints: [main],
    bundle: true,
    write: false,
    format: "esm",
    target: "esnext",
    external: ["cloudflare:*"],
    plugins: [beside],
    logLevel: "warning",
  });
  const at = (name) => join(dirname(main), name);
  return [
    /** @type {const} */ ({ type: "ESModule", path: at("main.js"), contents: outputFiles[0].text }),
    ...[...wasm].map(([name, contents]) => /** @type {const} */ ({ type: "CompiledWasm", path: at(name), contents })),
  ];
}

/** @typedef {{ from: string, to: string, subject: string, text: string, html: string }} Mail */

/** Of what Miniflare says: the mails that it has sent nowhere, and where their texts are. */
class MailLog extends Log {
  /** @param {(mail: Mail) => void} tell */
  constructor(tell) {
    super();
    this.tell = tell;
  }

  /** @param {string} message */
  log(message) {
    if (!message.includes("send_email binding called")) return;
    const part = (name) => new RegExp(`^${name}: (.*)$`, "m").exec(message)?.[1] ?? "";
    const [text, html] = ["Text", "HTML"].map((name) => readFileSync(part(name), "utf8"));
    this.tell({ from: part("From"), to: part("To"), subject: part("Subject"), text, html });
  }
}

/** The workerd processes that this one has started (proc(5)). Linux only; elsewhere none. */
function workerds() {
  const all = existsSync("/proc/self/status") ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
  return all.map(Number).filter((pid) => {
    const [, name, rest] = /\((.*)\) (.*)/s.exec(read(pid, "stat")) ?? [];
    return name === "workerd" && Number(rest.split(" ")[1]) === process.pid;
  });
}

/** Sums over processes, in bytes. */
function memory(pids) {
  const sum = { now: 0, peak: 0 };
  for (const pid of pids) {
    const status = read(pid, "status");
    sum.now += 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
    sum.peak += 1024 * Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
  }
  return sum;
}

/** Nothing of a process that has ended while we looked. */
function read(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "latin1");
  } catch {
    return "";
  }
}
