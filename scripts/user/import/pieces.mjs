// How users get into the KV: first all of them into pieces on the disk, then piece by piece into the KV. A piece that is in is
// taken away, so what is left is what is to be done: after Ctrl-C, or where the network fails, the same command goes on.
import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join, resolve } from "node:path";
import { pairs } from "../../../pkg-template/cli/import/pairs.js";
import { inRoot } from "../../lib/paths.mjs";
import { Failure } from "../../lib/run.mjs";
import { say } from "../../lib/say.mjs";
import { keysOf, leadingTo } from "../index.mjs";
import { withMembers } from "../record.mjs";
import { startBar } from "./progress.mjs";

/** Cloudflare takes 10,000 pairs and 100 MB at once. On this machine each pair takes milliseconds, so that is a minute. */
const MOST_PAIRS = 10_000;
const MOST_PAIRS_LOCAL = 1000;
const MOST_BYTES = 50 << 20;

/** A piece that fails is sent again after so many milliseconds. */
const AGAIN = [1000, 5000];

/**
 * @typedef {object} Journal
 * @property {string} folder
 * @property {boolean} begun whether everything is in pieces already
 * @property {number} pieces how many there were
 * @property {number} done how many of them are in
 * @property {number} users
 * @property {number} at when they were made, in milliseconds since the epoch
 * @property {import("./look.mjs").Report} report what was said of the file then
 */

const MANIFEST = "manifest.json";

/**
 * The pieces of this file for this KV, if there are any.
 *
 * @param {import("../commands.mjs").Where} where
 * @param {string} file
 * @param {Record<string, any>} values
 * @returns {Promise<Journal>}
 */
export async function openJournal(where, file, values) {
  const base = where.persist ? resolve(where.persist, "keyward-import") : inRoot(".wrangler/keyward-import");
  // Another file, another place or other options are another import.
  const { json: _json, report: _report, yes: _yes, "persist-to": _persist, ...options } = values;
  const id = createHash("sha256").update(JSON.stringify({ ...options, remote: where.remote }));
  for (const one of [file, values.accounts, values["firebase-config"]].filter(Boolean))
    for await (const bytes of createReadStream(one)) id.update(bytes);
  const folder = join(base, id.digest("hex").slice(0, 16));
  other(base, folder);
  if (!existsSync(join(folder, MANIFEST))) {
    // What was cut off before everything was in pieces has written nothing.
    rmSync(folder, { recursive: true, force: true });
    return { folder, begun: false, pieces: 0, done: 0, users: 0, at: 0, report: /** @type {any} */ (null) };
  }
  const { file: _file, ...made } = JSON.parse(readFileSync(join(folder, MANIFEST), "utf8"));
  return { folder, begun: true, ...made, done: made.pieces - left(folder).length };
}

/** Says that there is another one that was not brought to its end. */
function other(base, folder) {
  if (!existsSync(base)) return;
  for (const name of readdirSync(base).map((name) => join(base, name))) {
    if (name === folder || !existsSync(join(name, MANIFEST))) continue;
    const { file } = JSON.parse(readFileSync(join(name, MANIFEST), "utf8"));
    say(`an import of ${file} was begun and not brought to its end: give that command again, or remove ${name}`);
  }
}

const left = (folder) =>
  readdirSync(folder)
    .filter((name) => /^piece-.*\.json$/.test(name))
    .sort();

/**
 * Brings everything into pieces.
 *
 * @param {import("../commands.mjs").Where} where
 * @param {Journal} journal
 * @param {string} file
 * @param {Awaited<ReturnType<typeof import("../../../pkg-template/cli/import/read.js").openUsers>>} opened
 * @param {import("./look.mjs").Found} found
 * @param {Record<string, any>} values
 */
export async function prepare(where, journal, file, { source, users }, { report, left, there }, { overwrite }) {
  mkdirSync(journal.folder, { recursive: true, mode: 0o700 });
  const piece = new Piece(journal, where.remote ? MOST_PAIRS : MOST_PAIRS_LOCAL);
  const now = Math.floor(Date.now() / 1000);
  const bar = startBar("users prepared", report.users);
  let prepared = 0;
  let nth = 0;
  const stale = [];
  for await (const some of users()) {
    const entries = [];
    for (const { entry } of some) {
      if (left.has(nth++) || !entry) continue;
      prepared++;
      if (there.has(entry.username)) {
        if (!overwrite) continue;
        // Tokens of whoever had the name before end. What keyward has written itself stays to the letter.
        if (source.name !== "keyward") entry.record = withMembers(entry.record, { tokens_valid_after: now });
      }
      entries.push(entry);
    }
    if (overwrite) stale.push(...(await oldKeys(where.kv, entries, there)));
    for (const entry of entries) piece.add(pairs(entry));
    bar.at(prepared);
  }
  bar.end();
  piece.end(stale);
  if (prepared !== report.users) {
    rmSync(journal.folder, { recursive: true, force: true });
    throw new Failure("the file has changed meanwhile; nothing was written");
  }
  const made = { pieces: piece.pieces, users: piece.users, at: Date.now(), report };
  writeFileSync(join(journal.folder, MANIFEST), JSON.stringify({ file: basename(file), ...made }), { mode: 0o600 });
  Object.assign(journal, { ...made, done: 0 });
}

/** The keys that have led to users, and don't any more, since their address or id is another. */
async function oldKeys(kv, entries, there) {
  const known = new Map(
    entries.filter(({ username }) => there.has(username)).map((entry) => [`user:${entry.username}`, entry]),
  );
  const stale = [];
  for await (const values of kv.batches([...known.keys()])) {
    for (const [key, record] of values) {
      const { username, leading } = known.get(key);
      const moved = typeof record === "string" ? keysOf(record).filter((one) => !leading.includes(one)) : [];
      stale.push(...(await leadingTo(kv, moved, username)));
    }
  }
  return stale;
}

class Piece {
  /** @type {string[]} */
  #texts = [];
  #bytes = 0;
  pieces = 0;
  users = 0;
  #folder;
  #most;

  /** @param {Journal} journal @param {number} most pairs in one */
  constructor({ folder }, most) {
    this.#folder = folder;
    this.#most = most;
  }

  /** What belongs to one user stays together. @param {import("../../../pkg-template/cli/import/pairs.js").Pair[]} all */
  add(all) {
    const texts = all.map((pair) => JSON.stringify(pair));
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    if (this.#texts.length + texts.length > this.#most || this.#bytes + bytes > MOST_BYTES) this.#full();
    this.#texts.push(...texts);
    this.#bytes += bytes;
    this.users++;
  }

  /** @param {string[]} stale keys to be taken out before all else: one that is somebody else's from now on comes back */
  end(stale) {
    this.#full();
    if (stale.length === 0) return;
    writeFileSync(join(this.#folder, "piece-000000-remove.json"), JSON.stringify(stale), { mode: 0o600 });
    this.pieces++;
  }

  #full() {
    if (this.#texts.length === 0) return;
    const name = `piece-${String(++this.pieces).padStart(6, "0")}-put.json`;
    writeFileSync(join(this.#folder, name), `[${this.#texts.join(",")}]`, { mode: 0o600 });
    this.#texts = [];
    this.#bytes = 0;
  }
}

/**
 * Sends what is left, piece by piece. Whoever has come since they were made, or has changed, stays as they are, unless they are
 * to be written over.
 *
 * @param {import("../commands.mjs").Where} where
 * @param {Journal} journal
 * @param {{ overwrite?: boolean }} values
 */
export async function send({ kv }, { folder, pieces, done, users, begun }, { overwrite }) {
  let stopped = false;
  const stop = () => {
    if (stopped) process.exit(130);
    stopped = true;
    say("stopping when this piece is in; Ctrl-C again stops at once");
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  const bar = startBar("pieces written", pieces, done);
  bar.at(done);
  try {
    for (const name of left(folder)) {
      if (begun && !overwrite) users -= await withoutThoseWhoCame(kv, join(folder, name));
      await sendOne(kv, join(folder, name), () => stopped);
      unlinkSync(join(folder, name));
      bar.at(++done);
      if (stopped && done < pieces) throw new Failure("stopped");
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const where = `${done} of ${pieces} pieces are in the ${kv.title}; give the same command again to go on`;
    if (stopped) process.exitCode = 130;
    throw new Failure(stopped ? `stopped: ${where}` : `${error.message}\n${where}`);
  } finally {
    bar.end();
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
  rmSync(folder, { recursive: true, force: true });
  say(`${users} users are in the ${kv.title}`);
}

/**
 * Takes users out of a piece who are in the KV by now, and those whose address or id is somebody else's there. How many they
 * are.
 *
 * @param {import("../kv.mjs").Kv} kv
 * @param {string} file
 */
async function withoutThoseWhoCame(kv, file) {
  if (!file.endsWith("-put.json")) return 0;
  /** @type {import("../../../pkg-template/cli/import/pairs.js").Pair[]} */
  const all = JSON.parse(readFileSync(file, "utf8"));
  const wanted = new Map(all.filter(({ key }) => !key.startsWith("hash:")).map(({ key, value }) => [key, value]));
  const came = new Set();
  /** Who has an address or an id, by whose it is to be. @type {[string, string][]} */
  const owners = [];
  for await (const some of kv.batches([...wanted.keys()]))
    for (const [key, value] of some) {
      const own = String(wanted.get(key));
      if (value === null || value === own) continue;
      if (key.startsWith("user:")) came.add(key.slice("user:".length));
      else owners.push([String(value), own]);
    }
  // One that leads to nobody is nobody's.
  const records = await kv.read([...new Set(owners.map(([owner]) => `user:${owner}`))]);
  for (const [owner, own] of owners) if (records.get(`user:${owner}`) !== null) came.add(own);
  if (came.size === 0) return 0;
  const left = all.filter(({ key, value }) => !came.has(/^(user|hash):/.test(key) ? key.slice(5) : value));
  // Whole at any moment.
  writeFileSync(`${file}.next`, JSON.stringify(left), { mode: 0o600 });
  renameSync(`${file}.next`, file);
  say(`${came.size} users have come to the ${kv.title} since, and stay as they are`);
  return came.size;
}

async function sendOne(kv, file, isStopped) {
  for (const [index, wait] of [...AGAIN, null].entries()) {
    try {
      return await (file.endsWith("-put.json") ? kv.putFile(file) : kv.removeFile(file));
    } catch (error) {
      if (wait === null || isStopped() || !(error instanceof Failure)) throw error;
      say(`a piece could not be written, trying again (${index + 1} of ${AGAIN.length})`);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
