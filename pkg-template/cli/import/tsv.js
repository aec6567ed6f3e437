// Tab separated values, as `mysql --batch`, `wp db query` and PostgreSQL's COPY write them: a row is a line, and a field goes to
// the next tab. None of them puts anything in quotes; mysql.cc (safe_put_field) writes `\t`, `\n`, `\\` and `\0` for what would
// be in the way, and `NULL` for null.
//
// Spreadsheets do quote, so a field that is in quotes as a whole, with each quote within doubled, is read as theirs. But no
// quote reaches over a tab or the line's end: `"Al` is a name that a database can have, and with the next one that ends in a
// quote, all the rows between them would become one name, with their hashes in it. Where a spreadsheet has quoted a line
// break, the file is refused.
import { LONGEST } from "./text.js";
import { Unreadable } from "./unreadable.js";

/**
 * @param {AsyncIterable<string>} texts
 * @param {boolean} escapes whether what follows a backslash is undone
 * @returns {AsyncGenerator<import("./csv.js").Row[]>} rows, as many at a time as a piece of the file has
 */
export async function* tabRows(texts, escapes) {
  let rest = "";
  let line = 0;
  /** Whether the first line ends as on Windows. @type {boolean | undefined} */
  let returns;
  /** @param {string} text */
  const row = (text) => {
    line++;
    if (text.length > LONGEST) throw tooLong(line);
    const whole = text.endsWith("\r") ? text.slice(0, -1) : text;
    returns ??= whole !== text;
    // What is written with CR LF at the end of a row has only a line break of a field without the CR.
    if (returns && whole === text) throw new Unreadable(LINE_BREAK, line);
    return { line, fields: whole.split("\t").map((field) => value(field, escapes)) };
  };
  /** @param {import("./csv.js").Row} row */
  const filled = ({ fields }) => fields.length > 1 || fields[0] !== null;
  for await (const text of texts) {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    if (rest.length > LONGEST) throw tooLong(line + 1 + parts.length);
    yield parts.map(row).filter(filled);
  }
  if (rest === "") return;
  // The last line may have no end.
  returns = undefined;
  yield [row(rest)].filter(filled);
}

const LINE_BREAK =
  "a field has a line break in it, which is not read where tabs are between the fields: save the file with commas";

/** @param {number} line */
const tooLong = (line) => new Unreadable(`a row of more than ${LONGEST >> 20} MiB: it is no user`, line);

const QUOTED = /^"(?:[^"]|"")*"$/;
const ESCAPED = /^(?:[^\\]|\\[0tn\\])*$/;

/** @type {Record<string, string>} */
const MEANT = { 0: "\0", t: "\t", n: "\n", "\\": "\\" };

/** @param {string} field @param {boolean} escapes */
function value(field, escapes) {
  if (field === "" || field === "NULL" || field === "\\N") return null;
  if (QUOTED.test(field)) return field.slice(1, -1).replaceAll('""', '"');
  if (!escapes || !field.includes("\\") || !ESCAPED.test(field)) return field;
  return field.replace(/\\(.)/g, (_, character) => MEANT[character]);
}

/**
 * Whether a database has written these rows: each backslash is one that it writes. `CORP\ann` is none of a database.
 *
 * @param {import("./csv.js").Row[]} rows as they are in the file
 */
export const isEscaped = (rows) =>
  rows.every(({ fields }) => fields.every((field) => field === null || ESCAPED.test(field)));
