// Options objects, for every entry point: each name must be known, each value of its type. A table says what a function
// takes (password-options.js, token-options.js): for each name the check that gives what the function works with. What is wrong is
// ERR_OPTION, and names the option; a value is never repeated, for it may be a secret.
import { MIN_SECRET_LENGTH } from "./constants.js";
import { KeywardError } from "./error.js";
import { bytes as bytesOf, copyOf, json as jsonOf, text as textOf, wrongType } from "./arguments.js";
import { entries, kind } from "./value.js";

/**
 * @typedef {(value: any, name: string) => any} Check
 * @typedef {Record<string, Check>} Table
 */

/**
 * Checks an argument that may be left out. The answer has no prototype: what is not in it is nowhere.
 *
 * @param {unknown} value
 * @param {Table} table
 * @returns {any}
 */
export const read = (value, table) => checked(value === undefined ? [] : entriesOf(value), table);

/**
 * The entries of an options object, name and value in turn.
 *
 * @param {unknown} value
 * @returns {unknown[]}
 */
export function entriesOf(value) {
  const found = entries(value);
  if (!found) throw wrongType("options", "a plain object", value);
  return found;
}

/**
 * What the checks make of these entries, `undefined` left out. `answer` says of the name of an option that there is not what is to
 * be done instead, where that is known.
 *
 * @param {any[]} found
 * @param {Table} table
 * @param {(name: string, known: string[]) => string | undefined} [answer]
 * @returns {any}
 */
export function checked(found, table, answer) {
  const known = Object.keys(table);
  for (let at = 0; at < found.length; at += 2) {
    const name = found[at];
    if (!known.includes(name)) throw unknown(name, answer?.(name, known) ?? `expected ${known.join(", ")}`);
  }
  const options = Object.create(null);
  for (let at = 0; at < found.length; at += 2) {
    const [name, value] = [found[at], found[at + 1]];
    if (value !== undefined) options[name] = table[name](value, name);
  }
  return options;
}

/** @param {string} message */
export const refused = (message) => new KeywardError("ERR_OPTION", message);

/**
 * A name that a message can show is on one line and short.
 *
 * @param {string} name
 * @param {string} answer
 */
function unknown(name, answer) {
  const named = /^[!-~]{0,64}$/.test(name) ? ` \`${name}\`` : `, ${[...name].length} characters long`;
  return refused(`unknown option${named}: ${answer}`);
}

/**
 * @param {string} name
 * @param {string} expected
 * @param {unknown} value
 */
export function wrong(name, expected, value) {
  const another = typeof value === "number" || typeof value === "string" ? `another ${typeof value}` : kind(value);
  return refused(`option \`${name}\`: expected ${expected}, got ${another}`);
}

/**
 * A check that says what would have been right wherever `take` throws or gives undefined.
 *
 * @param {string} expected
 * @param {Check} take
 * @returns {Check}
 */
export const check = (expected, take) => (value, name) => {
  let taken;
  try {
    taken = take(value, name);
  } catch {
    // That of the option says more.
  }
  if (taken === undefined) throw wrong(name, expected, value);
  return taken;
};

/** A whole number of 32 bits. */
export const whole = /* @__PURE__ */ check("a whole number from 0 to 4294967295", (value) =>
  typeof value === "number" && value >>> 0 === value ? value >>> 0 : undefined,
);

export const number = /* @__PURE__ */ check("a finite number", (value) => (Number.isFinite(value) ? value : undefined));

/** `true` or `false`, and nothing that is merely truthy. */
export const flag = /* @__PURE__ */ check("true or false", (value) => (typeof value === "boolean" ? value : undefined));

export const text = /* @__PURE__ */ check("a well-formed string", textOf);

/**
 * A string or a list of strings, as a list.
 *
 * @type {Check}
 */
export function texts(value, name) {
  if (Array.isArray(value) && value.length === 0) throw refused(`option \`${name}\`: the list is empty`);
  return anyTexts(value, name);
}

/**
 * The same where an empty list asks for nothing.
 *
 * @type {Check}
 */
export const anyTexts = (value, name) =>
  Array.isArray(value) ? Array.from(value, (each) => text(each, name)) : [text(value, name)];

/** The bytes of a string's UTF-8, or a copy of those given. */
const secretBytes = /* @__PURE__ */ check("a well-formed string or a Uint8Array that is not detached", bytesOf);

const listOfBytes = /* @__PURE__ */ check("a list of well-formed strings and Uint8Arrays", (value, name) =>
  Array.isArray(value) ? Array.from(value, (each) => bytesOf(each, name)) : undefined,
);

/** @type {Check} */
export const secret = (value, name) => longEnough(secretBytes(value, name), name);

/** @type {Check} */
export const secrets = (value, name) =>
  listOfBytes(value, name).map((/** @type {Uint8Array} */ each) => longEnough(each, name));

/**
 * @param {Uint8Array} secret
 * @param {string} name
 */
function longEnough(secret, name) {
  if (secret.length >= MIN_SECRET_LENGTH) return secret;
  throw refused(
    `option \`${name}\`: a secret has at least ${MIN_SECRET_LENGTH} bytes, this one has ${secret.length}: make one with \`openssl rand -hex 32\`; hashes made with a shorter one are not verified`,
  );
}

/** Bytes and nothing else: of a text it would not be clear how it is meant. */
export const bytes = /* @__PURE__ */ check("a Uint8Array that is not detached", copyOf);

/** The JSON text of an object. */
export const json = /* @__PURE__ */ check("an object that JSON can express", (value, name) =>
  jsonOf(value, name, "a plain object"),
);

/**
 * Options within an option.
 *
 * @param {Table} table
 * @returns {Check}
 */
export const nested = (table) => (value, name) => {
  const found = entries(value);
  if (!found) throw wrong(name, "a plain object", value);
  return checked(found, table);
};
