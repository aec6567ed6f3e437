// The KV `AUTH`, through wrangler: on this machine, or the one that is deployed.
import { spawn, spawnSync } from "node:child_process";
import { isUtf8 } from "node:buffer";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { root } from "../lib/paths.mjs";
import { Failure } from "../lib/run.mjs";
import { refusal, wrangler, wranglerEnvironment } from "../lib/wrangler.mjs";

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
  const kv = (...args) => call(["kv", ...args, "--binding", "AUTH", ...where]);
  kv.later = (...args) => callLater(["kv", ...args, "--binding", "AUTH", ...where]);
  const lists = remote ? AT_ONCE : AT_ONCE_LOCAL;

  return {
    /** What it is called in a sentence. */
    title: remote ? "deployed KV" : "local KV",
    /** Its keys that begin with `prefix`: `{ name, expiration, metadata }`. @returns {Key[]} */
    list: (prefix) => JSON.parse(kv("key", "list", "--prefix", prefix).toString("utf8")),
    /** The values of keys, as text; `null` for one that is not there, and for bytes that are no UTF-8 a `Failure`. */
    read(names) {
      /** @type {Map<string, string | null | Failure>} */
      const values = new Map();
      for (let index = 0; index < names.length; index += lists) {
        const some = names.slice(index, index + lists);
        const found = JSON.parse(withFile(some, (file) => kv("bulk", "get", file)).toString("utf8"));
        for (const name of some) values.set(name, textOf(found[name]));
      }
      for (const [name, value] of values) {
        // So wrangler writes what is no UTF-8, and what says so itself.
        if (typeof value === "string" && value.includes("\ufffd") && !isUtf8(kv("key", "get", name)))
          values.set(name, new Failure("not UTF-8"));
      }
      return values;
    },
    /** The same for any number of keys, some at a time and in order. @param {string[]} names */
    async *batches(names) {
      const pieces = [];
      for (let index = 0; index < names.length; index += lists) pieces.push(names.slice(index, index + lists));
      const read = (/** @type {string[]} */ some) => readLater(some, kv.later);
      for await (const values of inOrder(pieces, remote ? BESIDE : 1, read)) {
        for (const [name, value] of values) {
          if (typeof value === "string" && value.includes("\ufffd") && !isUtf8(kv("key", "get", name)))
            values.set(name, new Failure("not UTF-8"));
        }
        yield values;
      }
    },
    /** Writes a file of entries, as `wrangler kv bulk put` has it. @param {string} file */
    putFile: (file) => finished(kv.later("bulk", "put", file)),
    /** Takes out the keys that a file lists. @param {string} file */
    removeFile: (file) => finished(kv.later("bulk", "delete", file, "--force")),
    /** Writes entries: `{ key, value, expiration, metadata }`. */
    put: (entries) => void withFile(entries, (file) => kv("bulk", "put", file)),
    /** Takes keys out; one that is not there is no error. */
    remove: (names) => void withFile(names, (file) => kv("bulk", "delete", file, "--force")),
  };
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

/** As wrangler gives it on this machine, and as Cloudflare's API does. @returns {string | null | Failure} */
const textOf = (found) => (found && typeof found === "object" ? (found.value ?? null) : (found ?? null));

function call(args) {
  const [command, all] = wrangler(...args);
  const env = { ...process.env, ...wranglerEnvironment, WRANGLER_LOG: "log" };
  const result = spawnSync(command, all, { cwd: root, env, maxBuffer: 1 << 30 });
  if (result.status === 0) return result.stdout;
  throw refusal(`${result.stdout ?? ""}${result.stderr ?? result.error ?? ""}`, "the KV");
}

/** The same without holding anything up. @returns {Promise<Buffer>} */
async function callLater(args) {
  const [command, all] = wrangler(...args);
  const env = { ...process.env, ...wranglerEnvironment, WRANGLER_LOG: "log" };
  // In a process group of its own: Ctrl-C is for us, and what was begun comes to its end.
  const child = spawn(command, all, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const ended = new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  const [status, out, err] = await Promise.all([ended, buffer(child.stdout), buffer(child.stderr)]);
  if (status === 0) return out;
  throw refusal(`${out}${err}`, "the KV");
}

/** A wrangler that is told to stop says nothing, and that all is well. @param {Promise<Buffer>} saying */
async function finished(saying) {
  if (!(await saying).includes("Success!")) throw new Failure("wrangler has stopped before everything was written.");
}

/** @param {string[]} names @param {(...args: string[]) => Promise<Buffer>} kv */
async function readLater(names, kv) {
  const folder = mkdtempSync(join(tmpdir(), "keyward-kv-"));
  try {
    const file = join(folder, "content.json");
    writeFileSync(file, JSON.stringify(names), { mode: 0o600 });
    const found = JSON.parse((await kv("bulk", "get", file)).toString("utf8"));
    return new Map(names.map((name) => [name, textOf(found[name])]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Hands over the name of a file that only this user can read, and that is gone afterwards. */
function withFile(content, use) {
  const folder = mkdtempSync(join(tmpdir(), "keyward-kv-"));
  try {
    const file = join(folder, "content.json");
    writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
    return use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
