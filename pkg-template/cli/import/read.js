// A file's users, one after the other, as keyward stores them. Memory does not grow with the file, but for a second table
// (--accounts) or one in the same JSON text, which is kept.
import { detect, lowered } from "./detect.js";
import { elements, lines, parsed } from "./json.js";
import { rows } from "./csv.js";
import { entry } from "./record.js";
import { pieces } from "./text.js";
import { Unreadable, Unusable } from "./unreadable.js";

/**
 * @typedef {import("./record.js").Entry} Entry
 * @typedef {import("./sources.js").Source} Source
 * @typedef {import("./sources.js").Row} Row
 * @typedef {{ line: number, entry: Entry, reason?: undefined }} Usable
 * @typedef {{ line: number, entry?: undefined, reason: string }} LeftOut
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
  return {
    source,
    /**
     * @param {(bytes: Uint8Array) => void} [seen] is called with the bytes of the file as they are read
     * @returns {AsyncGenerator<(Usable | LeftOut)[]>}
     */
    users: (seen) => users(file, found, { ...asked, joined }, seen),
  };
}

/**
 * @param {string} file
 * @param {import("./detect.js").Found} found
 * @param {Asked & { joined?: Map<string, string> }} asked
 * @param {(bytes: Uint8Array) => void} [seen]
 * @returns {AsyncGenerator<(Usable | LeftOut)[]>}
 */
async function* users(file, found, asked, seen) {
  const { source } = found;
  /** @type {Usable | undefined} */
  let before;
  for await (const some of raw(file, found, source.item?.in, asked.encoding, seen)) {
    /** @type {(Usable | LeftOut)[]} */
    const results = [];
    for (const { line, row, text } of some) {
      const result = one(source, line, row, text, asked);
      if (result === null) continue;
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
}

/**
 * One user. @returns {Usable | LeftOut | (import("./sources.js").Renewed & { line: number }) | null}
 *
 * @param {Source} source
 * @param {number} line
 * @param {Row} row
 * @param {string | undefined} text its JSON text, where it is no row of a table
 * @param {Asked & { joined?: Map<string, string> }} asked
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
    return { line, entry: entry(draft, asked.wishes ?? {}) };
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
 * @param {string[] | undefined} members in which members of one object they are
 * @param {import("./text.js").Encoding} [encoding]
 * @param {(bytes: Uint8Array) => void} [seen]
 * @returns {AsyncGenerator<{ line: number, row: Row, text?: string }[]>}
 */
async function* raw(file, found, members = [], encoding, seen) {
  const texts = pieces(file, encoding, seen);
  if (found.shape === "table") {
    const { separator = ",", columns = [], headless } = found;
    let first = !headless;
    for await (const some of rows(texts, separator)) {
      const data = first ? some.slice(1) : some;
      if (some.length > 0) first = false;
      yield data.map(({ line, fields }) => {
        const short = headless ? columns.length - 2 : columns.length;
        if (fields.length < short || fields.length > columns.length)
          throw new Unreadable(
            `the row has ${fields.length} fields and not ${columns.length}: it was cut off, or a separator in a field is not in quotes`,
            line,
          );
        return { line, row: Object.fromEntries(columns.map((name, index) => [name, fields[index] ?? null])) };
      });
    }
    return;
  }
  for await (const some of found.shape === "lines" ? lines(texts) : elements(texts))
    yield some
      .filter(({ at }) => at === "" || members.includes(at))
      .map(({ line, text }) => {
        const row = parsed(text, line);
        if (typeof row !== "object" || row === null || Array.isArray(row))
          throw new Unreadable("this is no JSON object", line);
        return { line, row, text };
      });
}

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
  const shape = accounts ? await shapeOf(accounts, encoding, join.needs) : found;
  /** @type {Map<string, string>} */
  const all = new Map();
  for await (const some of raw(from, shape, join.in, encoding)) {
    for (const { row } of some) {
      const [id, hash] = join.read(lowered(row)) ?? [];
      // A user who has several keys has the same password for all.
      if (id && hash) all.set(id, hash);
    }
  }
  return all;
}

/**
 * How a second table is written down: as a table with these columns, or as JSON.
 *
 * @param {string} file
 * @param {import("./text.js").Encoding | undefined} encoding
 * @param {(string | string[])[]} needs
 * @returns {Promise<import("./detect.js").Found>}
 */
async function shapeOf(file, encoding, needs) {
  /** @type {Source} */
  const source = {
    name: "accounts",
    title: "the second table",
    table: { tells: [], needs },
    item: { tells: () => true },
  };
  return detect(file, { encoding, source });
}
