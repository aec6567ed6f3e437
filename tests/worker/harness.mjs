// The built Worker in real workerd, through `wrangler dev`: on a free port, with state and settings of its own.
// Several may run at once. What a test leaves running ends with the test's process.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWorker } from "../../scripts/build/worker.mjs";
import { buildWww } from "../../scripts/build/www.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { run, stopGroup } from "../../scripts/lib/run.mjs";
import { startWrangler, wrangler, wranglerEnvironment } from "../../scripts/lib/wrangler.mjs";
import { putLocal } from "../../scripts/seed.mjs";
import { PATIENCE, within } from "../support/patience.mjs";

const READY = /Ready on (http:\/\/127\.0\.0\.1:\d+)/;
// Far beyond what it takes, on a busy machine too.
const START_LIMIT = 120_000;

/**
 * Starts a Worker and resolves when it listens.
 *
 * @param {object} [options]
 * @param {string} [options.secret] `SECRET_KEY`; without it there is none
 * @param {Record<string, string>} [options.vars] settings that replace those of wrangler.toml
 * @param {Record<string, string | Uint8Array>} [options.records] what lies in KV, key to value
 * @param {{ username: string }[]} [options.users] user records, for KV too
 * @param {string} [options.persist] a folder for the local state, when it has to outlive the Worker
 * @param {object} [options.config] instead of wrangler.toml: what a configuration of its own has besides the KV and `main`,
 *   or another `main`
 */
export async function startWorker({ secret, vars = {}, records = {}, users = [], persist, config } = {}) {
  await built(buildWorker);
  // The pages belong to wrangler.toml.
  if (!config) await built(buildWww);
  const state = persist ?? temporaryFolder();
  const entries = {
    ...Object.fromEntries(users.map((user) => [`user:${user.username}`, JSON.stringify(user)])),
    ...records,
  };
  await fill(state, entries);

  const work = temporaryFolder();
  // A failed login is answered at once, unless that is what is tried: the suites have hundreds.
  const usual = { LOGIN_FAILURE_MS: "0", ...vars };
  const settings = secret === undefined ? usual : { ...usual, SECRET_KEY: secret };
  const child = startWrangler(
    [...arguments_(work, state, settings), ...(config ? ["--config", configuration(work, config)] : [])],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        NO_COLOR: "1",
        FORCE_COLOR: "0",
        WRANGLER_LOG_PATH: join(work, "logs"),
        WRANGLER_REGISTRY_PATH: join(work, "registry"),
      },
    },
  );
  running.add(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (chunk) => (text += chunk));
  const output = () => text;
  const origin = await ready(child, output);

  return {
    /** Its address, without a slash at the end. */
    origin,
    /** The resident memory of its workerd processes now and at its highest, in bytes. */
    memory: () => residentMemory(child.pid),
    /** All that wrangler and the Worker have written so far. */
    output,
    /** Resolves when the output, from the place `since` on, matches; log lines arrive a little after the response. */
    async logged(pattern, { since = 0 } = {}) {
      const deadline = Date.now() + PATIENCE;
      while (!pattern.test(text.slice(since))) {
        if (Date.now() > deadline) throw new Error(`the log has nothing like ${pattern}:\n${text.slice(since)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    /** The text that KV has under `key`, read from outside while the Worker runs; null when there is none. */
    read: (key) => read(state, key),
    /** Puts entries into KV from outside, key to value. */
    put: (more) => within(putLocal(more, state), "wrangler kv bulk put"),
    /** Ends it and everything that belongs to it. */
    async stop() {
      await stopGroup(child);
      running.delete(child);
      discard(work);
      if (!persist) discard(state);
    },
  };
}

/** wrangler's arguments. (An --env-file, even an empty one, keeps it from reading the project's own .dev.vars.) */
function arguments_(work, state, settings) {
  const empty = join(work, "empty.env");
  writeFileSync(empty, "");
  const vars = Object.entries(settings).flatMap(([name, value]) => ["--var", `${name}:${value}`]);
  return [
    "--ip",
    "127.0.0.1",
    "--port",
    "0",
    "--inspector-port",
    "0",
    "--persist-to",
    state,
    "--env-file",
    empty,
    ...vars,
  ];
}

/** The name of a configuration file that has what wrangler.toml has, without its settings and pages. */
function configuration(work, config) {
  const file = join(work, "wrangler.json");
  const usual = {
    name: "keyward",
    main: inRoot("build/index.js"),
    compatibility_date: "2026-10-20",
    compatibility_flags: ["no_nodejs_compat"],
    kv_namespaces: [{ binding: "AUTH" }],
  };
  writeFileSync(file, JSON.stringify({ ...usual, ...config }));
  return file;
}

/** Sums over the processes called workerd in the group that wrangler leads (proc(5)). Linux only; elsewhere zeros. */
function residentMemory(group) {
  const sum = { now: 0, peak: 0 };
  const processes = existsSync("/proc/self/status") ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
  for (const pid of processes) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
      const [, name, rest] = /\((.*)\) (.*)/s.exec(stat);
      if (name !== "workerd" || Number(rest.split(" ")[2]) !== group) continue;
      const status = readFileSync(`/proc/${pid}/status`, "latin1");
      sum.now += 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)[1]);
      sum.peak += 1024 * Number(/VmHWM:\s+(\d+)/.exec(status)[1]);
    } catch {
      // It ended while we looked.
    }
  }
  return sum;
}

/** Resolves to the address when wrangler says that it is ready. */
async function ready(child, output) {
  const ended = child.ended.then((code) => `wrangler dev ended (exit code ${code})`);
  const late = new Promise((resolve) =>
    setTimeout(resolve, START_LIMIT, `wrangler dev was not ready in ${START_LIMIT / 1000} s`).unref(),
  );
  for (;;) {
    const origin = output().match(READY)?.[1];
    if (origin) return origin;
    const problem = await Promise.race([ended, late, once(child.stdout, "data").then(() => null)]);
    if (problem) {
      await stopGroup(child);
      running.delete(child);
      throw new Error(`${problem}:\n${output()}`);
    }
  }
}

const filled = new Map();

/** Puts entries into the KV of `state`. The same entries again are a copy, because each wrangler call takes seconds. */
async function fill(state, entries) {
  if (Object.keys(entries).length === 0) return;
  const key = createHash("sha256").update(JSON.stringify(entries)).digest("hex");
  if (!filled.has(key)) {
    const folder = temporaryFolder();
    await within(putLocal(entries, folder), "wrangler kv bulk put");
    filled.set(key, folder);
  }
  cpSync(filled.get(key), state, { recursive: true });
}

async function read(state, key) {
  const call = async (...args) => {
    const [command, all] = wrangler("kv", "key", ...args, "--local", "--binding", "AUTH", "--persist-to", state);
    const { code, output } = await run(command, all, {
      show: "none",
      limit: PATIENCE,
      env: { ...process.env, ...wranglerEnvironment },
    });
    if (code !== 0) throw new Error(`wrangler could not read KV:\n${output}`);
    return output;
  };
  const known = JSON.parse(await call("list", "--prefix", key)).some(({ name }) => name === key);
  return known ? call("get", key, "--text") : null;
}

const builds = new Map();

/**
 * Each build once in each process, and at once when all is up to date. What is not built here, wrangler builds while it
 * starts, and START_LIMIT is not made for that.
 */
function built(build) {
  if (!builds.has(build)) builds.set(build, build());
  return builds.get(build);
}

const running = new Set();
const folders = new Set();

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "keyward-worker-"));
  folders.add(folder);
  return folder;
}

function discard(folder) {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}

// A failed assertion or a signal must not leave a server behind.
process.on("exit", () => {
  for (const child of running) {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {}
  }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));
