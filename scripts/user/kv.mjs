// The KV `AUTH`, through wrangler: on this machine, or the one that is deployed.
import { isUtf8 } from "node:buffer";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../lib/run.mjs";
import { askWrangler } from "../lib/wrangler.mjs";

/** As many keys as Cloudflare's API gives the values of at once. */
const AT_ONCE = 100;

/** On this machine more of them, since each call takes two seconds. */
const AT_ONCE_LOCAL = 10_000;

/** So many calls run beside each other where Cloudflare's API takes a second for each; it allows four a second. */
const BESIDE = 4;

/**
 * @typedef {{ name: string, expiration?: number, metadata?: unknown }} Key
 * @typedef {ReturnType<typeof openKv>} Kv
 */

/** @param {Record<string, any>} values the options `remote` and `persist-to` */
export function openKv({ remote, "persist-to": persist }) {
  const where = remote ? ["--remote"] : ["--local", ...(persist ? ["--persist-to", persist] : [])];
  const ask = (/** @type {string[]} */ ...args) =>
    askWrangler(["kv", ...args, "--binding", "AUTH", ...where], "the KV");
  const atOnce = remote ? AT_ONCE : AT_ONCE_LOCAL;

  /** @param {string[]} names */
  async function readSome(names) {
    const found = JSON.parse(String(await withFile(names, (file) => ask("bulk", "get", file))));
    /** @type {Map<string, string | null | Failure>} */
    const values = new Map();
    for (const name of names) {
      // As wrangler gives it on this machine, and as Cloudflare's API does.
      const value = found[name]?.value ?? (typeof found[name] === "string" ? found[name] : null);
      // So wrangler writes what is no UTF-8, and what says so itself.
      const isText = !value?.includes("\ufffd") || isUtf8(await ask("key", "get", name));
      values.set(name, isText ? value : new Failure("not UTF-8"));
    }
    return values;
  }

  const kv = {
    /** What it is called in a sentence. */
    title: remote ? "deployed KV" : "local KV",
    /** Its keys that begin with `prefix`. @param {string} prefix @returns {Promise<Key[]>} */
    list: async (prefix) => JSON.parse(String(await ask("key", "list", "--prefix", prefix))),
    /**
     * The values of keys, as text; `null` for one that is not there, and for bytes that are no UTF-8 a `Failure`.
     *
     * @param {string[]} names
     */
    async read(names) {
      /** @type {Map<string, string | null | Failure>} */
      const values = new Map();
      for await (const some of kv.batches(names)) for (const [name, value] of some) values.set(name, value);
      return values;
    },
    /** The same for any number of keys, some at a time and in order. @param {string[]} names */
    batches(names) {
      const count = Math.ceil(names.length / atOnce);
      const pieces = Array.from({ length: count }, (_, piece) => names.slice(piece * atOnce, (piece + 1) * atOnce));
      return inOrder(pieces, remote ? BESIDE : 1, readSome);
    },
    /** Writes a file of entries, as `wrangler kv bulk put` has it. @param {string} file */
    putFile: (file) => finished(ask("bulk", "put", file)),
    /** Takes out the keys that a file lists. @param {string} file */
    removeFile: (file) => finished(ask("bulk", "delete", file, "--force")),
    /** Writes entries: `{ key, value, expiration, metadata }`. @param {object[]} entries */
    put: (entries) => withFile(entries, kv.putFile),
    /** Takes keys out; one that is not there is no error. @param {string[]} names */
    remove: (names) => withFile(names, kv.removeFile),
  };
  return kv;
}

/**
 * What `read` makes of each, in their order; so many are read beside each other.
 *
 * @template Piece, Values
 * @param {Piece[]} pieces
 * @param {number} beside
 * @param {(piece: Piece) => Promise<Values>} read
 */
export async function* inOrder(pieces, beside, read) {
  const begin = (/** @type {Piece} */ piece) => {
    const reading = read(piece);
    // It may fail before its turn has come, and then nobody waits for it yet.
    reading.catch(() => {});
    return reading;
  };
  const ahead = pieces.slice(0, beside).map(begin);
  for (let next = beside; ahead.length > 0; next++) {
    const values = await ahead.shift();
    if (next < pieces.length) ahead.push(begin(pieces[next]));
    yield/** @type {Values} */ (values);
  }
}

/** A wrangler that is told to stop says nothing, and that all is well. @param {Promise<Buffer>} saying */
async function finished(saying) {
  if (!(await saying).includes("Success!")) throw new Failure("wrangler has stopped before everything was written.");
}

/**
 * Hands over the name of a file that only this user can read, and that is gone afterwards: Ctrl-C waits for it, because wrangler
 * does not hear of that and goes on. A second one does not wait.
 *
 * @template T
 * @param {unknown} content
 * @param {(file: string) => Promise<T>} use
 */
async function withFile(content, use) {
  const folder = mkdtempSync(join(tmpdir(), "keyward-kv-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  let isStopped = false;
  const stop = () => {
    if (isStopped) {
      remove();
      process.exit(130);
    }
    isStopped = true;
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    const file = join(folder, "content.json");
    writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
    return await use(file);
  } finally {
    remove();
    process.off("SIGINT", stop).off("SIGTERM", stop);
    // Others may wait, too.
    if (isStopped && process.listenerCount("SIGINT") === 0) process.exit(130);
  }
}
