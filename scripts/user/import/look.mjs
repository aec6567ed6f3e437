// The first way through a file: who is in it, who can't be taken and why, what logins will cost. Nothing is written.
import { statSync } from "node:fs";
import { isReadable, isTaken } from "../index.mjs";
import { MOST_DECOY, checkUsers } from "../checker.mjs";
import { pairs } from "../../../pkg-template/cli/import/pairs.js";
import { Seen, Unique } from "../../../pkg-template/cli/import/unique.js";
import { Failure } from "../../lib/run.mjs";
import { setting } from "../settings.mjs";
import { measure } from "./measure.mjs";
import { startBar } from "./progress.mjs";

/** So many lines are named for each reason. */
const NAMED = 10;

/**
 * @typedef {{ reason: string, users: number, lines: { line: number, detail: string }[] }} Reason
 *
 * @typedef {object} Report
 * @property {string} file
 * @property {string} source
 * @property {string} target
 * @property {number} users who can be taken, those who are there already included
 * @property {number} existing of these are in the KV already, and are skipped unless --overwrite
 * @property {boolean} overwrite
 * @property {number} leftOut
 * @property {Reason[]} reasons why
 * @property {Reason[]} later why some can be taken, and can't log in yet
 * @property {Kind[]} kinds
 * @property {number} withoutPassword
 * @property {number} disabled
 * @property {number} addresses
 * @property {{ pairs: number, bytes: number }} kv what is written
 * @property {Record<string, string>} settings those that these users need
 * @property {string[]} notes
 * @property {number} seconds how long it took to read the file
 *
 * @typedef {object} Kind
 * @property {string} scheme
 * @property {Record<string, unknown>} parameters
 * @property {number} users
 * @property {boolean} current whether a login leaves the hash as it is
 * @property {number | null} estimated milliseconds of one check, as LOGIN_HASH_MS counts them
 * @property {number | null} measured milliseconds of one check in this machine's WebAssembly
 * @property {string | null} problem
 *
 * @typedef {{ report: Report, left: Set<number>, there: Seen }} Found `left`: which users of the file are left out
 */

/** A hash that is none: its user could never log in. */
const NEVER = /ERR_HASH_FORMAT/;

/**
 * @param {import("../commands.mjs").Where} where
 * @param {string} file
 * @param {Awaited<ReturnType<typeof import("../../../pkg-template/cli/import/read.js").openUsers>>} opened
 * @param {Record<string, any>} values
 * @returns {Promise<Found>}
 */
export async function look(where, file, opened, values) {
  const { source, users } = opened;
  const began = Date.now();
  const notes = [];
  const there = await existing(where.kv, values, notes);
  const left = new Set();
  const [reasons, later] = [new Reasons(), new Reasons()];
  /** @param {[number, number]} place which user of the file, and the line @param {string} reason */
  const leave = ([nth, line], reason) => {
    if (!left.has(nth)) reasons.add(line, reason);
    left.add(nth);
  };
  /** @param {import("../checker.mjs").Finding} finding */
  const judge = ({ line: place, problem }) => {
    if (NEVER.test(problem) || !problem.includes("ERR_")) leave(place, problem);
    else later.add(place[1], problem);
  };
  const unique = new Unique();
  const claims = [];
  const count = { rows: 0, existing: 0, disabled: 0, addresses: 0, pairs: 0, bytes: 0 };
  const bar = startBar("bytes read", statSync(file).size);
  const feed = async (/** @type {(candidates: import("../checker.mjs").Candidate[]) => Promise<void>} */ check) => {
    for await (const some of users((piece) => bar.add(piece.length))) {
      const candidates = [];
      for (const { line, entry, problem, reason } of some) {
        /** @type {[number, number]} */
        const place = [count.rows++, line];
        const refused = reason ?? unique.refuse(line, entry);
        if (refused !== null || !entry) {
          leave(place, String(refused));
          continue;
        }
        if (problem) later.add(line, problem);
        const { username, leading, record, renewed, disabled } = entry;
        const known = there.names.has(username);
        if (known) count.existing++;
        if (leading.some((key) => key.startsWith("email:"))) count.addresses++;
        if (!known || values.overwrite)
          for (const key of leading.filter((key) => there.leading.has(key))) claims.push({ place, username, key });
        if (disabled) count.disabled++;
        if (!known || values.overwrite)
          for (const { key, value } of pairs(entry)) {
            count.pairs++;
            count.bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
          }
        candidates.push({ name: username, record, renewed: renewed ?? null, line: place });
      }
      await check(candidates);
    }
  };
  const sum = await checkUsers(where.remote, judge, feed).finally(() => bar.end());
  notes.push(...opened.notes());
  for await (const { place, owner, what, readable } of taken(where.kv, claims))
    leave(
      place,
      readable
        ? `the ${what} belongs to ${owner} in the ${where.kv.title}`
        : `the ${what} leads to ${owner} in the ${where.kv.title}, whose record cannot be read`,
    );
  const seconds = (Date.now() - began) / 1000;
  const { kinds, withoutPassword } = await kindsOf(sum);
  const report = {
    file,
    source: source.title,
    target: where.kv.title,
    users: count.rows - left.size,
    existing: count.existing,
    overwrite: values.overwrite === true,
    leftOut: left.size,
    reasons: reasons.all(),
    later: later.all(),
    kinds,
    withoutPassword,
    disabled: count.disabled,
    addresses: count.addresses,
    kv: { pairs: count.pairs, bytes: count.bytes },
    settings: settingsFor(kinds, sum.milliseconds, where.remote),
    notes,
    seconds,
  };
  return { report, left, there: there.names };
}

/**
 * The names that are in the KV, and the keys that lead to them.
 *
 * @param {import("../kv.mjs").Kv} kv
 * @param {Record<string, any>} values
 * @param {string[]} notes
 */
async function existing(kv, { write }, notes) {
  const [names, leading] = [new Seen(), new Seen()];
  try {
    for (const { name } of await kv.list("")) {
      if (name.startsWith("user:")) names.set(name.slice("user:".length), 1);
      if (/^(email|id):/.test(name)) leading.set(name, 1);
    }
  } catch (error) {
    if (write || !(error instanceof Failure)) throw error;
    notes.push(
      `the ${kv.title} could not be read, so nobody knows who is there already: ${error.message.split("\n").pop()}`,
    );
  }
  return { names, leading };
}

/** Those whose address or id is another user's in the KV. A key whose user is gone or has another one is nobody's. */
async function* taken(kv, claims) {
  const byKey = new Map(claims.map((claim) => [claim.key, claim]));
  for await (const owners of kv.batches([...byKey.keys()])) {
    const others = [...owners].filter(
      ([key, owner]) => typeof owner === "string" && owner !== byKey.get(key)?.username,
    );
    if (others.length === 0) continue;
    const records = await kv.read(others.map(([, owner]) => `user:${owner}`));
    for (const [key, owner] of others) {
      const record = records.get(`user:${owner}`);
      const what = key.startsWith("id:") ? "id" : "address";
      if (isTaken(record, key)) yield { ...byKey.get(key), owner, what, readable: isReadable(record) };
    }
  }
}

/** Reasons with the lines that they are about, the most frequent first. */
class Reasons {
  /** @type {Map<string, Reason>} */
  #all = new Map();

  /** @param {number} line @param {string} detail */
  add(line, detail) {
    const reason = detail
      .replace(/^the stored hash cannot be checked: /, "")
      .replace(/of line \d+/, "of an earlier line")
      .replace(/(belongs|leads) to .* in the/, "$1 to another user in the");
    const known = this.#all.get(reason) ?? { reason, users: 0, lines: [] };
    known.users++;
    if (known.lines.length < NAMED) known.lines.push({ line, detail });
    this.#all.set(reason, known);
  }

  all() {
    return [...this.#all.values()].sort((one, other) => other.users - one.users);
  }
}

/** @param {import("../checker.mjs").Sum} sum */
async function kindsOf({ kinds }) {
  const isNone = (/** @type {import("../checker.mjs").Kind} */ { scheme, problem }) =>
    scheme?.endsWith("unusable") || (scheme === null && problem === null);
  const withoutPassword = kinds.filter(isNone).reduce((sum, { users }) => sum + users, 0);
  const some = kinds.filter((kind) => !isNone(kind)).sort((one, other) => other.users - one.users);
  const measured = await measure(some);
  return {
    withoutPassword,
    kinds: some.map(({ scheme, parameters, users, current, milliseconds, problem }, index) => ({
      scheme: scheme ?? "no known format",
      parameters,
      users,
      current,
      estimated: milliseconds,
      measured: measured[index],
      problem: problem?.replace(/^the stored hash cannot be checked: /, "") ?? null,
    })),
  };
}

/** The highest value of LOGIN_HASH_MS. */
const MOST_HASH = 20_000;

/** The default of LOGIN_DECOY_MS. */
const DECOY = 110;

/** @param {Kind[]} kinds @param {number} costliest @param {boolean} remote */
function settingsFor(kinds, costliest, remote) {
  /** @type {Record<string, string>} */
  const settings = {};
  if (kinds.some(({ problem }) => problem?.includes("ALLOW_LEGACY_HASHES"))) settings.ALLOW_LEGACY_HASHES = "true";
  const over = kinds.filter(({ problem, estimated }) => problem?.includes("LOGIN_HASH_MS") && estimated !== null);
  const most = Math.ceil(Math.max(0, ...over.map(({ estimated }) => Number(estimated))));
  if (most > 0 && most <= MOST_HASH) settings.LOGIN_HASH_MS = String(most);
  const decoy = Math.min(Math.max(costliest, most), MOST_DECOY);
  if (decoy > Number(setting("LOGIN_DECOY_MS", remote) ?? DECOY)) settings.LOGIN_DECOY_MS = String(decoy);
  return settings;
}
