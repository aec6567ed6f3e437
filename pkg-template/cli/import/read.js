// A file's users, one after the other, as keyward stores them. Memory does not grow with the file, but for a second table
// (--accounts) or one in the same JSON text, which is kept.
import { Renames, lowered } from "./columns.js";
import { detect } from "./detect.js";
import { elements, lines, parsed } from "./json.js";
import { rows } from "./csv.js";
import { isExact } from "../exact.js";
import { entry } from "./record.js";
import { Remarks } from "./remarks.js";
import { pieces } from "./text.js";
import { Unreadable, Unusable } from "./unreadable.js";
import { ROUNDED, unwrapped } from "./values.js";

/**
 * @typedef {import("./record.js").Entry} Entry
 * @typedef {import("./sources.js").Source} Source
 * @typedef {import("./sources.js").Row} Row
 * @typedef {{ line: number, entry: Entry, problem?: string, reason?: undefined }} Usable `problem`: why no password is right
 * @typedef {{ line: number, entry?: undefined, problem?: undefined, reason: string }} LeftOut
 *
 * @typedef {object} Asked What the command line says.
 * @property {string} [from]
 * @property {import("./text.js").Encoding} [encoding]
 * @property {Record<string, string>} [columns] what a source calls a column, and what the table does
 * @property {string} [accounts] the file of a second table, which has the hashes
 * @property {import("./sources/firebase.js").FirebaseConfig} [firebaseConfig]
 * @property {boolean} [withoutPasswords]
 * @property {import("./record.js").Wishes} [wishes]
 */

/**
 * Opens a file: says which source it is from, and reads its users as often as they are asked for.
 *
 * @param {string} file
 * @param {Asked} asked
 */
export async function openUsers(file, asked) {
  const found = await detect(file, asked);
  const { source } = found;
  if (source.refuses && !asked.withoutPasswords) throw new Unreadable(source.refuses);
  const joined = asked.withoutPasswords ? undefined : await hashes(file, found, asked);
  let remarks = new Remarks(source, { ...asked, joined });
  return {
    source,
    /** What there is to say of those who were read the last time. */
    notes: () => remarks.notes(),
    /** Why some of them can't log in yet. */
    problems: () => remarks.problems(),
    /**
     * @param {(bytes: Uint8Array) => void} [seen] is called with the bytes of the file as they are read
     * @returns {AsyncGenerator<(Usable | LeftOut)[]>}
     */
    users(seen) {
      remarks = new Remarks(source, { ...asked, joined });
      return users(file, found, { ...asked, joined, remarks }, seen);
    },
  };
}

/**
 * @typedef {Asked & { joined?: Map<string, string>, remarks: Remarks }} Reading
 *
 * @param {string} file
 * @param {import("./detect.js").Found} found
 * @param {Reading} asked
 * @param {(bytes: Uint8Array) => void} [seen]
 * @returns {AsyncGenerator<(Usable | LeftOut)[]>}
 */
async function* users(file, found, asked, seen) {
  const { source } = found;
  const renames = new Renames(asked.columns);
  /** @type {Usable | undefined} */
  let before;
  let isEmpty = true;
  for await (const some of raw(file, found, { ...asked, members: membersOf(found), renames }, seen)) {
    /** @type {(Usable | LeftOut)[]} */
    const results = [];
    for (const { line, row, text } of some) {
      const result = one(source, line, row, text, asked);
      if (result === null) continue;
      isEmpty = false;
      if (!("renews" in result)) {
        if (before) results.push(before);
        before = undefined;
        if (result.entry) before = /** @type {Usable} */ (result);
        else results.push(result);
      } else if (before?.entry.username === result.renews) before.entry.renewed = result.value;
      else results.push({ line, reason: "a renewed hash, and the line before is not its user" });
    }
    yield results;
  }
  if (before) yield [before];
  if (isEmpty) throw new Unreadable(`there is no user in this file, as ${source.title} writes its users`);
  const missing = renames.missing();
  if (missing !== undefined) throw new Unreadable(`no user has a member ${missing}, which --column names`);
}

/** @param {import("./detect.js").Found} found */
const membersOf = ({ source, member }) => (member === undefined ? source.item?.in : [member]);

/**
 * One user. @returns {Usable | LeftOut | (import("./sources.js").Renewed & { line: number }) | null}
 *
 * @param {Source} source
 * @param {number} line
 * @param {Row} row
 * @param {string | undefined} text its JSON text, where it is no row of a table
 * @param {Reading} asked
 */
function one(source, line, row, text, asked) {
  try {
    if (text !== undefined && source.readEntry && source.item?.tells(row)) {
      const read = source.readEntry(row, text);
      return "renews" in read ? { line, ...read } : { line, entry: read };
    }
    const read = text !== undefined && source.item?.tells(row) ? source.readItem : undefined;
    const draft = read ? read(row, asked) : source.read?.(text === undefined ? row : lowered(row), asked);
    if (draft === undefined) throw new Unusable(`it is not as ${source.title} writes its users`);
    if (draft === null) return null;
    if (asked.withoutPasswords) draft.hash = null;
    const made = entry(draft, asked.wishes ?? {});
    asked.remarks.count(draft);
    return { line, entry: made, ...(draft.hash && draft.problem && { problem: draft.problem }) };
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    return {
      line,
      reason: error instanceof Unusable ? error.message : `it is not as ${source.title} writes its users`,
    };
  }
}

/**
 * The rows or objects of a file.
 *
 * @param {string} file
 * @param {import("./detect.js").Found} found
 * @param {object} how
 * @param {string[]} [how.members] in which members of one object they are
 * @param {import("./text.js").Encoding} [how.encoding]
 * @param {Renames} [how.renames]
 * @param {(bytes: Uint8Array) => void} [seen]
 * @returns {AsyncGenerator<{ line: number, row: Row, text?: string }[]>}
 */
async function* raw(file, found, { members = [], encoding, renames = new Renames() }, seen) {
  const texts = pieces(file, encoding, seen);
  if (found.shape === "table") {
    yield* tableRows(texts, found, renames);
    return;
  }
  const { readEntry, title } = found.source;
  if (readEntry && !renames.isEmpty)
    throw new Unreadable(
      `users of ${title} are taken to the letter, without --column: a table of your own is --from werkzeug`,
    );
  const isWanted = (/** @type {string} */ at) => at === "" || members.includes(at);
  for await (const some of found.shape === "lines" ? lines(texts) : elements(texts, isWanted))
    yield some
      .filter(({ at }) => isWanted(at))
      .map(({ line, text }) => {
        const row = parsed(text, line);
        if (typeof row !== "object" || row === null || Array.isArray(row))
          throw new Unreadable("this is no JSON object", line);
        return { line, row: readEntry ? row : renames.in(unwrapped(row)), text };
      });
}

/**
 * @param {AsyncIterable<string>} texts
 * @param {import("./detect.js").Found} found
 * @param {Renames} renames
 * @returns {AsyncGenerator<{ line: number, row: Row }[]>}
 */
async function* tableRows(texts, { source, separator = ",", columns = [], headless, escapes }, renames) {
  const shortest = headless ? columns.length - 2 : columns.length;
  /** @param {import("./csv.js").Row} row */
  const named = ({ line, fields }) => {
    if (fields.length < shortest || fields.length > columns.length)
      throw new Unreadable(
        `the row has ${fields.length} fields and not ${columns.length}: it was cut off, or ${INSIDE[separator] ?? INSIDE[","]}`,
        line,
      );
    // Where quotes within are not doubled, the quote that closes may be another user's.
    if (headless && fields.some((field) => field?.includes("\n")))
      throw new Unreadable("a quote is opened and not closed in the same line", line);
    const row = Object.fromEntries(columns.map((name, index) => [name, fields[index] ?? null]));
    return { line, row: renames.isEmpty ? row : lowered(renames.in(row)) };
  };
  let first = !headless;
  try {
    for await (const some of rows(texts, separator, escapes)) {
      const data = first ? some.slice(1) : some;
      if (some.length > 0) first = false;
      yield data.map(named);
    }
  } catch (error) {
    if (!headless || !(error instanceof Unreadable)) throw error;
    throw new Unreadable(`${error.message}. ${source.headless?.advice}`);
  }
}

/** What else may be in a field that is not as long as it should be. @type {Record<string, string>} */
const INSIDE = {
  ",": "a separator in a field is not in quotes",
  "\t": "a field has a tab or a line break in it: save the file with commas",
};

/**
 * The hashes of the other table, by the user's id; `undefined` where there is none.
 *
 * @param {string} file
 * @param {import("./detect.js").Found} found
 * @param {Asked} asked
 */
async function hashes(file, found, { accounts, encoding }) {
  const { join, title } = found.source;
  if (!join) {
    if (accounts) throw new Unreadable(`${title} has no second table: leave --accounts out`);
    return undefined;
  }
  if (!accounts && found.shape !== "elements") return undefined;
  const from = accounts ?? file;
  const shape = accounts ? await shapeOf(accounts, encoding, join) : found;
  /** @type {Map<string, string>} */
  const all = new Map();
  for await (const some of raw(from, shape, { members: accounts ? membersOf(shape) : join.in, encoding })) {
    for (const { line, row } of some) {
      const [id, hash] = join.read(lowered(row)) ?? [];
      if (!isExact(id)) throw new Unreadable(`the second table: ${ROUNDED}`, line);
      // A user who has several keys has the same password for all.
      if (id !== undefined && hash) all.set(String(id), hash);
    }
  }
  return all;
}

/**
 * How a second table is written down: as a table with these columns, or as JSON.
 *
 * @param {string} file
 * @param {import("./text.js").Encoding | undefined} encoding
 * @param {NonNullable<Source["join"]>} join
 * @returns {Promise<import("./detect.js").Found>}
 */
async function shapeOf(file, encoding, join) {
  /** @type {Source} */
  const source = {
    name: "accounts",
    title: "the second table",
    table: { tells: [], needs: join.needs },
    item: { in: join.in, tells: () => true },
  };
  return detect(file, { encoding, source });
}
