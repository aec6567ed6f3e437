// The users of a JSON text, one after the other: the elements of an array, of an array that a member of one object holds
// (Firebase's and Keycloak's `users`), or one object a line.
import { LONGEST } from "./text.js";
import { Unreadable } from "./unreadable.js";

/**
 * @typedef {{ line: number, at: string, text: string }} Item `at` is the member that it is in, empty where it is in none
 */

/**
 * One JSON text a line.
 *
 * @param {AsyncIterable<string>} texts
 * @returns {AsyncGenerator<Item[]>}
 */
export async function* lines(texts) {
  let rest = "";
  let line = 0;
  /** @param {string} text */
  const item = (text) => {
    line++;
    if (text.length > LONGEST) throw tooLong(line);
    return { line, at: "", text: text.endsWith("\r") ? text.slice(0, -1) : text };
  };
  /** @param {Item} item */
  const filled = ({ text }) => text.trim() !== "";
  for await (const text of texts) {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    if (rest.length > LONGEST) throw tooLong(line + 1 + parts.length);
    yield parts.map(item).filter(filled);
  }
  if (rest.trim() !== "") yield [item(rest)];
}

/** @param {number} line */
const tooLong = (line) => new Unreadable(`more than ${LONGEST >> 20} MiB: it is no user`, line);

/** What matters outside of a text: brackets, quotes, commas and line breaks. */
const TOKEN = /["[\]{},:\n]/g;

/**
 * The elements of the array that the text is, or of the arrays that are members of the object that it is.
 *
 * @param {AsyncIterable<string>} texts
 * @returns {AsyncGenerator<Item[]>}
 */
export async function* elements(texts) {
  const reader = new Elements();
  for await (const text of texts) yield reader.read(text);
  reader.end();
}

class Elements {
  /** The open brackets. @type {string[]} */
  #open = [];
  /** How deep the elements are: 1 in an array, 2 in a member of an object. */
  #depth = 0;
  /** The member of the outermost object that is being read. */
  #member = "";
  #rest = "";
  /** Where to go on in it. */
  #at = 0;
  /** Where the element that is being read begins in it, -1 outside of one. */
  #begin = -1;
  #beginLine = 1;
  #line = 1;
  #last = "";
  #done = false;

  /** @param {string} text */
  read(text) {
    /** @type {Item[]} */
    const found = [];
    this.#rest += text;
    while (this.#step(found));
    if (this.#begin >= 0) this.#drop(this.#begin);
    else this.#drop(this.#at);
    if (this.#rest.length > LONGEST) throw elementTooLong(this.#beginLine);
    return found;
  }

  end() {
    if (this.#open.length > 0 || !this.#done)
      throw new Unreadable("the JSON text ends too early: the file was cut off", this.#line);
  }

  /** @param {number} length */
  #drop(length) {
    this.#rest = this.#rest.slice(length);
    this.#at -= length;
    if (this.#begin >= 0) this.#begin -= length;
  }

  /** One token; false where the rest has none that is whole. @param {Item[]} found */
  #step(found) {
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.#rest);
    if (!match) {
      this.#at = this.#rest.length;
      return false;
    }
    const { 0: token, index } = match;
    if (token === '"') {
      const end = closing(this.#rest, index + 1);
      if (end < 0) {
        this.#at = index;
        return false;
      }
      this.#last = this.#open.length === 1 && this.#begin < 0 ? this.#rest.slice(index, end + 1) : "";
      this.#at = end + 1;
      return true;
    }
    this.#at = index + 1;
    if (token === "\n") this.#line++;
    else if (token === "{" || token === "[") this.#opened(token, index);
    else if (token === "}" || token === "]") this.#closed(token, found);
    else if (token === ":" && this.#open.length === 1 && this.#last) this.#member = named(this.#last);
    return true;
  }

  /** @param {string} token @param {number} index */
  #opened(token, index) {
    if (this.#done) throw new Unreadable("there is something after the JSON text", this.#line);
    this.#open.push(token);
    if (this.#begin >= 0) return;
    const depth = this.#open.length;
    if (token === "[" && (depth === 1 || (depth === 2 && this.#open[0] === "{"))) this.#depth = depth;
    else if (token === "{" && this.#depth > 0 && depth === this.#depth + 1) {
      this.#begin = index;
      this.#beginLine = this.#line;
    }
  }

  /** @param {string} token @param {Item[]} found */
  #closed(token, found) {
    const opened = this.#open.pop();
    if (opened !== (token === "}" ? "{" : "["))
      throw new Unreadable(`this is no JSON: there is a \`${token}\` that closes nothing`, this.#line);
    const depth = this.#open.length;
    if (this.#begin >= 0 && depth === this.#depth) {
      if (this.#at - this.#begin > LONGEST) throw elementTooLong(this.#beginLine);
      found.push({ line: this.#beginLine, at: this.#member, text: this.#rest.slice(this.#begin, this.#at) });
      this.#begin = -1;
    } else if (depth < this.#depth) this.#depth = 0;
    if (depth === 0) this.#done = true;
  }
}

/** @param {number} line */
const elementTooLong = (line) => new Unreadable(`an element of more than ${LONGEST >> 20} MiB: it is no user`, line);

/** @param {string} quoted */
function named(quoted) {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return "";
  }
}

/** Where the quote is that closes a text. @param {string} text @param {number} from */
function closing(text, from) {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

/**
 * @param {string} text
 * @param {number} line
 */
export function parsed(text, line) {
  try {
    return JSON.parse(text);
  } catch {
    // What the parser says repeats a part of the text.
    const cut = /[^}\]\s]\s*$/.test(text) ? ": it was cut off, or is no JSON at all" : "";
    throw new Unreadable(`this is no JSON text${cut}`, line);
  }
}
