// What the columns of a table, or the members of JSON, are called, and what --column says about that.
import { Unreadable } from "./unreadable.js";
import { uuid } from "./values.js";

/** @typedef {import("./sources.js").Row} Row */

/** What --column says: how a source calls a column, and how the file does. */
export class Renames {
  #pairs;
  #missing;

  /** @param {Record<string, string>} [columns] */
  constructor(columns = {}) {
    this.#pairs = Object.entries(columns);
    this.#missing = new Set(Object.values(columns));
  }

  get isEmpty() {
    return this.#pairs.length === 0;
  }

  /**
   * The row with what is renamed under its new name, in place of what had that name. Each is taken from the row as it was: two
   * columns can change their names, and one can have two.
   *
   * @param {Row} row
   * @returns {Row}
   */
  in(row) {
    if (this.isEmpty) return row;
    const renamed = { ...row };
    for (const [name, column] of this.#pairs) {
      const found = Object.hasOwn(row, column) ? column : Object.keys(row).find(isNamed(column));
      if (found === undefined) continue;
      this.#missing.delete(column);
      // However it is written, it is the same column.
      for (const other of Object.keys(renamed).filter(isNamed(name))) delete renamed[other];
      renamed[name] = row[found];
    }
    return renamed;
  }

  /** A column that was in no row so far. @returns {string | undefined} */
  missing() {
    const [column] = this.#missing;
    return column;
  }
}

/** @param {string} name @returns {(other: string) => boolean} */
const isNamed = (name) => (other) => other.toLowerCase() === name.toLowerCase();

/** A row by the names of its columns in lower case. @param {Row} item @returns {Row} */
export const lowered = (item) =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name.toLowerCase(), value]));

/**
 * The names in the first line of a table, in lower case.
 *
 * @param {(string | null)[]} fields
 */
export function header(fields) {
  const columns = fields.map((field) => (field ?? "").trim().toLowerCase());
  const repeated = columns.find((name, index) => name !== "" && columns.indexOf(name) < index);
  if (repeated === undefined) return columns;
  if (!isHeader(columns)) throw new Unreadable(`two columns have the same name. ${listed(columns)}`, 1);
  throw new Unreadable(
    `two columns are called ${repeated}, and only one of them can be what this user has: give each a name of its own ` +
      "(select users.*, profiles.id as profile_id …)",
    1,
  );
}

/**
 * The columns that there are, in a sentence. Where the first line is no names but a user, it has a hash in it.
 *
 * @param {string[]} columns
 */
export const listed = (columns) =>
  isHeader(columns)
    ? `There are: ${columns.filter(Boolean).join(", ")}`
    : "The first line is not shown, since it may be a user: export the table with the names of its columns";

/** What most tables have, and what is nobody's name or password. */
const USUAL =
  /^(_?id|uu?id|guid|user_?id|((user|first|last|full|display)[_ ]?)?name|user_login|(user_)?e?[-_ ]?mail([-_ ]?address)?|created_?at)$/;

/**
 * Whether the first line has the names of columns. `ann,hunter2` could be that as well, and is not shown.
 *
 * @param {string[]} columns
 */
const isHeader = (columns) => columns.every(isName) && columns.some((name) => USUAL.test(name));

/** No number, no date, no address, nothing as long as a hash. @param {string} name */
const isName = (name) =>
  name === "" ||
  (/^[\p{L}\p{N}_ .()/-]{1,40}$/u.test(name) && /[\p{L}_]/u.test(name) && !/^[0-9a-f]{16,}$/.test(name) && !uuid(name));
