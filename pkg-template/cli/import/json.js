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
 * The elements of the array that the text is, or of the arrays that are members of the object that it is. Those of a member
 * that is not needed may be of any length (a group of Keycloak has its subgroups in it), and are left out if too long.
 *
 * @param {AsyncIterable<string>} texts
 * @param {(member: string) => boolean} [isNeeded]
 * @returns {AsyncGenerator<Item[]>}
 */
export async function* elements(texts, isNeeded) {
  const reader = new Elements(isNeeded);
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
  #isNeeded;
  /** Whether the element that is being read is too long, and goes by. */
  #passes = false;
  /** Whether this is in the middle of a text that goes by. */
  #inText = false;

  constructor(isNeeded = (/** @type {string} */ _member) => true) {
    this.#isNeeded = isNeeded;
  }

  /** @param {string} text */
  read(text) {
    /** @type {Item[]} */
    const found = [];
    this.#rest += text;
    while (this.#step(found));
    if (this.#begin >= 0 && !this.#passes) this.#drop(this.#begin);
    else this.#drop(this.#at);
    if (this.#rest.length > LONGEST) this.#pass();
    return found;
  }

  /** Gives up what is too long. */
  #pass() {
    if (this.#begin >= 0) {
      if (this.#isNeeded(this.#member)) throw elementTooLong(this.#beginLine);
      this.#passes = true;
      this.#drop(this.#at);
    }
    // What is left then is a text that does not end here.
    if (this.#rest.length > LONGEST) this.#drop(this.#restOfText());
  }

  /** Where to go on in a text that goes by: whether a backslash before it is one of two tells what a quote is. */
  #restOfText() {
    this.#inText = true;
    this.#at = this.#rest.length - (backslashes(this.#rest, this.#rest.length) % 2);
    return this.#at;
  }

  end() {
    if (this.#open.length > 0 || !this.#done)
      throw new Unreadable("the JSON text ends too early: the file was cut off", this.#line);
  }

  /** @param {number} length */
  #drop(length) {
    this.#rest = this.#rest.slice(length);
    this.#at -= length;
    if (this.#begin >= 0) this.#begin = Math.max(0, this.#begin - length);
  }

  /** One token; false where the rest has none that is whole. @param {Item[]} found */
  #step(found) {
    if (this.#inText) return this.#passText();
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

  #passText() {
    const end = closing(this.#rest, 0);
    if (end < 0) this.#restOfText();
    else this.#at = end + 1;
    this.#inText = end < 0;
    this.#last = "";
    return end >= 0;
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
      const isTooLong = this.#passes || this.#at - this.#begin > LONGEST;
      if (isTooLong && this.#isNeeded(this.#member)) throw elementTooLong(this.#beginLine);
      if (!isTooLong)
        found.push({ line: this.#beginLine, at: this.#member, text: this.#rest.slice(this.#begin, this.#at) });
      this.#begin = -1;
      this.#passes = false;
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
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1))
    if (backslashes(text, at) % 2 === 0) return at;
  return -1;
}

/** How many there are right before a place. @param {string} text @param {number} at */
function backslashes(text, at) {
  let count = 0;
  while (text[at - 1 - count] === "\\") count++;
  return count;
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
