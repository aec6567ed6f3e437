// Comma separated values (RFC 4180), as databases and spreadsheets write them: another separator, CRLF, a field in quotes
// over several lines. A field that is empty without quotes, `NULL` or `\N` is null. With tabs: tsv.js.
import { LONGEST } from "./text.js";
import { tabRows } from "./tsv.js";
import { Unreadable } from "./unreadable.js";

/**
 * @typedef {{ line: number, fields: (string | null)[] }} Row
 *
 * @param {AsyncIterable<string>} texts
 * @param {string} separator
 * @param {boolean} [escapes] whether backslashes escape something, where it is a tab
 * @returns {AsyncGenerator<Row[]>} rows, as many at a time as a piece of the file has
 */
export async function* rows(texts, separator, escapes = false) {
  if (separator === "\t") {
    yield* tabRows(texts, escapes);
    return;
  }
  const plain = new RegExp(`[${separator}\\r\\n]`, "g");
  let rest = "";
  let line = 1;
  for await (const text of texts) {
    rest += text;
    const { found, used, line: next } = parse(rest, separator, plain, line, false);
    rest = rest.slice(used);
    line = next;
    if (rest.length > LONGEST) throw tooLong(line, rest);
    yield found;
  }
  const { found, used, line: last } = parse(rest, separator, plain, line, true);
  if (used < rest.length)
    throw new Unreadable("a quote is opened and never closed: the file was cut off, or a quote is not doubled", last);
  yield found;
}

/** @param {number} line @param {string} rest */
function tooLong(line, rest) {
  const why = rest.includes("\n") ? "a quote that is opened there is never closed, or not doubled" : "it is no user";
  return new Unreadable(`a row of more than ${LONGEST >> 20} MiB: ${why}`, line);
}

/**
 * The whole rows at the beginning of `text`, and how much of it they are.
 *
 * @param {string} text
 * @param {string} separator
 * @param {RegExp} plain
 * @param {number} line
 * @param {boolean} ends whether the text ends here
 */
function parse(text, separator, plain, line, ends) {
  /** @type {Row[]} */
  const found = [];
  let used = 0;
  let at = 0;
  let first = line;
  /** @type {(string | null)[]} */
  let fields = [];
  while (at < text.length || (ends && fields.length > 0)) {
    let value;
    if (text[at] === '"') {
      const end = closing(text, at + 1);
      // What follows the quote tells whether it is one of two.
      if (end < 0 || (end + 1 >= text.length && !ends)) break;
      value = text.slice(at + 1, end).replaceAll('""', '"');
      for (let i = value.indexOf("\n"); i >= 0; i = value.indexOf("\n", i + 1)) line++;
      at = end + 1;
      const next = text[at];
      if (next !== undefined && next !== separator && next !== "\n" && next !== "\r")
        throw new Unreadable("a closing quote stands in the middle of a field: a quote within one is doubled", line);
    } else {
      plain.lastIndex = at;
      const end = plain.exec(text)?.index ?? text.length;
      if (end === text.length && !ends) break;
      const raw = text.slice(at, end);
      value = raw === "" || raw === "NULL" || raw === "\\N" ? null : raw;
      at = end;
    }
    fields.push(value);
    const next = text[at];
    if (next === separator) {
      at++;
      if (at < text.length || !ends) continue;
      fields.push(null);
    }
    if (next === "\r") {
      if (at + 1 >= text.length && !ends) break;
      if (text[at + 1] === "\n") at++;
    }
    at++;
    if (at - used > LONGEST) throw tooLong(first, text.slice(used, at));
    if (fields.length > 1 || fields[0] !== null) found.push({ line: first, fields });
    fields = [];
    line++;
    first = line;
    used = Math.min(at, text.length);
  }
  return { found, used, line: first };
}

/** Where the quote is that closes a field. @param {string} text @param {number} from */
function closing(text, from) {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}
