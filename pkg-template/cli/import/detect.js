// Which system a file is from, and how it is written down.
import { Renames, header, listed, lowered } from "./columns.js";
import { elements, lines as jsonLines, parsed } from "./json.js";
import { rows } from "./csv.js";
import { SOURCES } from "./sources.js";
import { HASHES } from "./sources/werkzeug.js";
import { pieces } from "./text.js";
import { isEscaped } from "./tsv.js";
import { Unreadable } from "./unreadable.js";

/**
 * @typedef {import("./sources.js").Source} Source
 * @typedef {import("./sources.js").Row} Row
 *
 * @typedef {object} Found
 * @property {Source} source
 * @property {"table" | "lines" | "elements"} shape
 * @property {string} [member] of one object: the one that has the users, where it is not one that the source names
 * @property {string} [separator] of a table
 * @property {boolean} [escapes] whether a backslash escapes something there
 * @property {string[]} [columns] of a table: their names in lower case, or those that the source gives them
 * @property {boolean} [headless] whether the first row is a user already
 */

/** How many rows are looked at where the columns don't tell. */
const SAMPLE = 200;

/**
 * @param {string} file
 * @param {object} asked
 * @param {string} [asked.from]
 * @param {Source} [asked.source] the source, where it is known already
 * @param {import("./text.js").Encoding} [asked.encoding]
 * @param {Record<string, string>} [asked.columns]
 * @param {boolean} [asked.withoutPasswords]
 * @returns {Promise<Found>}
 */
export async function detect(file, { from, source, encoding, columns, withoutPasswords }) {
  const asked = from === undefined ? source : named(from);
  const beginning = await first(pieces(file, encoding));
  const start = beginning.trimStart();
  if (start === "") throw new Unreadable("the file is empty");
  if (start[0] !== "{" && start[0] !== "[") return table(file, encoding, beginning, asked, new Renames(columns));
  if (asked && !asked.item && !asked.table) throw new Unreadable(`users of ${asked.title} are no JSON`);
  const shape = start[0] === "[" || !isLines(start) ? "elements" : "lines";
  return ofItems(file, encoding, shape, { asked, renames: new Renames(columns), withoutPasswords });
}

/** @param {string} from */
function named(from) {
  const source = SOURCES.find(({ name }) => name === from);
  if (!source) throw new Unreadable(`--from names no source: there are ${SOURCES.map(({ name }) => name).join(", ")}`);
  return source;
}

/** @template T @param {AsyncIterable<T>} all @returns {Promise<T | "">} */
async function first(all) {
  for await (const one of all) return one;
  return "";
}

/** All names of members that have users or hashes in them. */
const members = () => new Set(SOURCES.flatMap(({ item, join }) => [...(item?.in ?? []), ...(join?.in ?? [])]));

/** Whether a text that begins with `{` is one object a line. @param {string} text */
function isLines(text) {
  const [line] = text.split("\n", 1);
  try {
    const item = Object.entries(JSON.parse(line));
    /** @param {unknown} value */
    const isTable = (value) => Array.isArray(value) && value.every((one) => typeof one === "object");
    // What has nothing but tables in it, whatever they are called, is no user.
    return (
      !item.some(([name, value]) => members().has(name) && isTable(value)) && !item.every(([, one]) => isTable(one))
    );
  } catch {
    // A line that goes on where the beginning of the file ends, or an object over several lines.
    return false;
  }
}

/**
 * The source that one of the first objects tells, and the member that this is in: tables as JSON have names of their own.
 *
 * @param {string} file
 * @param {import("./text.js").Encoding | undefined} encoding
 * @param {"lines" | "elements"} shape
 * @param {object} how
 * @param {Source} [how.asked] the source, where it is known already
 * @param {Renames} how.renames
 * @param {boolean} [how.withoutPasswords]
 * @returns {Promise<Found>}
 */
async function ofItems(file, encoding, shape, { asked, renames, withoutPasswords }) {
  const sources = asked ? [asked] : SOURCES;
  /** How many were seen, by the member. @type {Map<string, number>} */
  const seen = new Map();
  /** @type {Source | undefined} */
  let ofHashes;
  /** @type {string | undefined} */
  let could;
  let hashes = false;
  /** All members of those that were looked at. @type {Row} */
  const all = {};
  /** Where it is said what they have to have, the first that has it may come late. @param {string} at */
  const isEnough = (at) => (seen.get(at) ?? 0) >= SAMPLE && (could !== undefined || !asked?.table);
  const texts = pieces(file, encoding);
  const known = members();
  for await (const items of shape === "lines"
    ? jsonLines(texts)
    : elements(texts, (at) => at === "" || known.has(at))) {
    for (const { at, text, line } of items) {
      if (isEnough(at)) continue;
      seen.set(at, (seen.get(at) ?? 0) + 1);
      const read = parsed(text, line);
      if (typeof read !== "object" || read === null) throw new Unreadable("this is no JSON object", line);
      const item = renames.in(read);
      const row = lowered(item);
      Object.assign(all, row);
      const second = sources.filter(({ join }) => join?.in.includes(at) && has(join.needs, row));
      ofHashes ??= second.find(({ table }) => table?.looks?.(row));
      hashes ||= SOURCES.some(({ join }) => join && has(join.needs, row));
      if (second.length > 0) continue;
      const source = sources.find((source) => tells(source, at, source.readEntry ? read : item, row));
      if (source) return { source, shape, member: at };
      if (asked?.table && has(asked.table.needs, row) && (could === undefined || asked.item?.in?.includes(at)))
        could = at;
    }
    if (isEnough("")) break;
  }
  const source = asked ?? ofHashes;
  const lacks = could === undefined && seen.size > 0 && asked?.table?.needs.find((names) => !has([names], all));
  if (asked && lacks && !withoutPasswords) throw new Unreadable(`no user has a member ${without(lacks, asked)}`);
  if (source) return { source, shape, member: could };
  if (hashes) throw new Unreadable(HASHES_ALONE);
  throw new Unreadable(
    seen.size === 0
      ? "there is no user in this JSON text: expected an array, an object with a member `users`, or one object a line"
      : `it is not clear which system these users are from: say it with --from, ${SOURCES.map(({ name }) => name).join(", ")}`,
  );
}

const HASHES_ALONE =
  "this is the table of the passwords alone: give the table of the users, and this one with --accounts FILE";

/** @param {Source} source @param {string} at @param {Row} item @param {Row} row */
function tells({ item: shape, table }, at, item, row) {
  if (shape && (at === "" || shape.in?.includes(at)) && shape.tells(item)) return true;
  return table !== undefined && (table.tells.some((set) => has(set, row)) || table.looks?.(row) === true);
}

/** Whether a row has these columns; of several names one is enough. @param {(string | string[])[]} columns @param {Row} row */
const has = (columns, row) => columns.every((names) => [names].flat().some((name) => name in row));

/**
 * @param {string} file
 * @param {import("./text.js").Encoding | undefined} encoding
 * @param {string} beginning
 * @param {Source | undefined} asked
 * @param {Renames} renames
 * @returns {Promise<Found>}
 */
async function table(file, encoding, beginning, asked, renames) {
  const [line] = beginning.split("\n", 1);
  const separator = [",", ";", "\t"].reduce((best, one) => (count(line, one) > count(line, best) ? one : best), ",");
  const headless = SOURCES.find((source) => (!asked || source === asked) && source.headless?.tells(line));
  if (headless?.headless) {
    if (renames.isEmpty)
      return { source: headless, shape: "table", columns: headless.headless.columns, headless: true };
    throw new Unreadable(
      `a table of ${headless.title} has no names of columns, so that --column can say nothing of them`,
    );
  }
  const sample = await firstRows(file, encoding, separator);
  const fields = sample[0]?.fields ?? [];
  const columns = header(fields);
  const [row, ...data] = [{ fields: [] }, ...sample.slice(1)].map(({ fields }) =>
    lowered(renames.in(Object.fromEntries(columns.map((name, i) => [name, fields[i] ?? null])))),
  );
  const missing = renames.missing();
  if (missing !== undefined) throw new Unreadable(`there is no column ${missing}. ${listed(columns)}`, 1);
  const source = asked ?? decide(row, data, columns);
  const lacks = source.table?.needs.find((names) => !has([names], row));
  if (!source.table) throw new Unreadable(`users of ${source.title} are JSON, and this is none`);
  if (lacks) throw new Unreadable(`there is no column ${without(lacks, source)}. ${listed(columns)}`, 1);
  return { source, shape: "table", separator, columns, escapes: separator === "\t" && isEscaped(sample) };
}

/** @param {string | string[]} lacks @param {Source} source */
const without = (lacks, { title }) =>
  `${[lacks].flat().join(" or ")}, which ${title} has (if it is called otherwise: --column ${[lacks].flat()[0]}=NAME)`;

/** @param {string} line @param {string} character */
const count = (line, character) => line.split(character).length;

/**
 * @param {string} file
 * @param {import("./text.js").Encoding | undefined} encoding
 * @param {string} separator
 */
async function firstRows(file, encoding, separator) {
  const sample = [];
  for await (const some of rows(pieces(file, encoding), separator)) {
    sample.push(...some);
    if (sample.length > SAMPLE) break;
  }
  return sample.slice(0, SAMPLE);
}

/** @param {Row} row @param {Row[]} data @param {string[]} columns */
function decide(row, data, columns) {
  const told = SOURCES.find(({ table }) => table?.tells.some((set) => has(set, row)));
  if (told) return told;
  const looks = SOURCES.find(({ table }) => table?.looks && data.some(table.looks));
  if (looks) return looks;
  if (SOURCES.some(({ join }) => join && has(join.needs, row))) throw new Unreadable(HASHES_ALONE);
  const could = has([HASHES], row) ? SOURCES.filter(({ table }) => table && has(table.needs, row)) : [];
  throw new Unreadable(
    could.length > 0
      ? `it is not clear which system this table is from: say it with --from, ${could.map(({ name }) => name).join(" or ")}`
      : `no column of this table is known to have passwords in it. ${listed(columns)}. Where it is a table of your own: ` +
          "--from werkzeug --column username=NAME --column password_hash=NAME",
    1,
  );
}
