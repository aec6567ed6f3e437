// The built Worker in real workerd: on a free port, with state and settings of its own.
// Several may run at once. What a test leaves running ends with the test's process.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildWorker } from "../../scripts/build/worker.mjs";
import { buildWww } from "../../scripts/build/www.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { discard, temporaryFolder } from "../support/folder.mjs";
import { PATIENCE, within } from "../support/patience.mjs";
import { start } from "./runtime.mjs";

/**
 * Starts a Worker and resolves when it listens.
 *
 * @param {object} [options]
 * @param {string} [options.secret] `SECRET_KEY`; without it there is none
 * @param {Record<string, string>} [options.vars] settings that replace those of wrangler.toml
 * @param {Record<string, string | Uint8Array>} [options.records] what lies in KV, key to value
 * @param {{ username: string }[]} [options.users] user records, for KV too
 * @param {string} [options.persist] a folder for the local state (wrangler's --persist-to), when it has to outlive the Worker
 * @param {object} [options.config] instead of wrangler.toml: what a configuration of its own has besides the KV and `main`,
 *   or another `main`
 */
export async function startWorker({ secret, vars = {}, records = {}, users = [], persist, config } = {}) {
  await buildWorker();
  // The pages belong to wrangler.toml.
  if (!config) await buildWww();
  const state = persist ?? temporaryFolder();
  const work = temporaryFolder();
  // A failed login is answered at once, unless that is what is tried: the suites have hundreds.
  const usual = { LOGIN_FAILURE_MS: "0", ...vars };
  let text = "";
  /** @type {import("./runtime.mjs").Mail[]} */
  const mails = [];
  const starting = start({
    configuration: config ? configuration(work, config) : inRoot("wrangler.toml"),
    vars: secret === undefined ? usual : { ...usual, SECRET_KEY: secret },
    state,
    log: (line) => (text += line),
    mail: (mail) => mails.push(mail),
  });
  const { origin, runtime, kv, memory, kill } = await within(starting, "workerd");
  running.add(kill);
  const put = async (entries) => {
    const namespace = await kv();
    for (const [key, value] of Object.entries(entries)) await namespace.put(key, value);
  };
  await put({
    ...Object.fromEntries(users.map((user) => [`user:${user.username}`, JSON.stringify(user)])),
    ...records,
  });

  return {
    /** Its address, without a slash at the end. */
    origin,
    /** The resident memory of its workerd process now and at its highest, in bytes. */
    memory,
    /** All that the Worker has written so far. */
    output: () => text,
    /** The mails that went out by a binding `send_email`. */
    mails,
    /** Resolves to what matches in the output, from the place `since` on; log lines arrive a little after the response. */
    async logged(pattern, { since = 0 } = {}) {
      const deadline = Date.now() + PATIENCE;
      for (;;) {
        const [found] = pattern.exec(text.slice(since)) ?? [];
        if (found !== undefined) return found;
        if (Date.now() > deadline) throw new Error(`the log has nothing like ${pattern}:\n${text.slice(since)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    /** The text that KV has under `key`, read from outside while the Worker runs; null when there is none. */
    read: async (key) => (await kv()).get(key),
    /** Puts entries into KV from outside, key to value. */
    put,
    /** Ends it and everything that belongs to it. */
    async stop() {
      await within(runtime.dispose(), "the end of workerd");
      running.delete(kill);
      discard(work);
      if (!persist) discard(state);
    },
  };
}

/**
 * Resolves to what `use` does with a Worker of its own, which ends then.
 *
 * @template T
 * @param {Parameters<typeof startWorker>[0]} options
 * @param {(worker: Awaited<ReturnType<typeof startWorker>>) => Promise<T>} use
 */
export async function withWorker(options, use) {
  const worker = await startWorker(options);
  try {
    return await use(worker);
  } finally {
    await worker.stop();
  }
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

const running = new Set();

// A failed assertion or a signal must not leave a server behind, which ends before its folders go.
process.prependListener("exit", () => {
  for (const kill of running) {
    try {
      kill();
    } catch {}
  }
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));
