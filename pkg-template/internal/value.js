// What Rust asks about a JavaScript value. Here and not in Rust, because an answer is then one call over the
// boundary, and because what a value's own code throws (a getter, a Proxy, toJSON) has to be caught on this side.

/**
 * What a value is, in a word and never with its content. It throws nothing.
 *
 * @param {unknown} value
 */
export function kind(value) {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  try {
    if (Array.isArray(value)) return "an array";
    const name = Object.prototype.toString.call(value).slice(8, -1);
    return name === "Object"
      ? "an object"
      : /^\w{1,30}$/.test(name)
        ? `a value of the class ${name}`
        : "another object";
  } catch {
    return "a Proxy that does not answer";
  }
}

/**
 * Whether a string has a UTF-8 form: no half of a surrogate pair stands alone in it.
 *
 * @param {string} string
 */
export function isWellFormed(string) {
  return string.isWellFormed ? string.isWellFormed() : !/\p{Surrogate}/u.test(string);
}

/** The getter that knows what kind of typed array its `this` is. */
const { get: nameOfTypedArray } = /** @type {{ get(): string | undefined }} */ (
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)
);

/**
 * A copy of a Uint8Array of any realm, undefined for anything else. Throws a TypeError where its buffer is detached.
 *
 * @param {any} value
 */
export function bytes(value) {
  return nameOfTypedArray.call(value) === "Uint8Array" ? new Uint8Array(value) : undefined;
}

/**
 * The JSON text of an object that is no array and none of the built-in classes, whose content JSON would leave out
 * (a Map, a Promise that was not awaited). Undefined for anything else; throws what JSON.stringify throws.
 *
 * @param {unknown} value
 */
export function json(value) {
  if (kind(value) !== "an object") return undefined;
  const text = JSON.stringify(value);
  return text?.startsWith("{") ? text : undefined;
}

// As text.js, which is not imported here: wasm-bindgen copies this file alone to where the crate is tested.
const { TextEncoder } = globalThis.TextEncoder ? globalThis : globalThis.process.getBuiltinModule("node:util");
const encoder = new TextEncoder();
/**
 * A code unit of a string takes three bytes of UTF-8 at most.
 *
 * @param {string} text
 * @param {Uint8Array} memory
 */
const encode = (text, memory) =>
  text.length * 3 <= memory.length ? encoder.encodeInto(text, memory).written : TOO_LONG;
const OF_ANOTHER_TYPE = -1;
const TOO_LONG = -2;

/**
 * Writes a string's UTF-8 to the front of `memory`: how many bytes, or why not.
 *
 * @param {unknown} value
 * @param {Uint8Array} memory
 */
export function writeText(value, memory) {
  return typeof value === "string" ? encode(value, memory) : OF_ANOTHER_TYPE;
}

/**
 * Writes what `json` gives to the front of `memory`: how many bytes, or why not.
 *
 * @param {unknown} value
 * @param {Uint8Array} memory
 */
export function writeJson(value, memory) {
  const text = json(value);
  return text === undefined ? OF_ANOTHER_TYPE : encode(text, memory);
}

/**
 * The own entries of a plain object, name and value in turn; undefined for anything else. Only own properties, so that
 * nothing comes in by way of Object.prototype, and each is read once; so are the elements of a short list.
 *
 * @param {unknown} value
 */
export function entries(value) {
  if (!isPlain(value)) return undefined;
  /** @type {unknown[]} */
  const found = [];
  for (const name of Object.keys(value)) {
    const one = value[name];
    found.push(name, isShortList(one) ? elements(one) : one);
  }
  return found;
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isPlain(value) {
  if (kind(value) !== "an object") return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || isObjectPrototype(prototype);
}

/**
 * Whether it is the Object.prototype of some realm. What has another one may have inherited options, which nobody reads.
 *
 * @param {object} value
 */
const isObjectPrototype = (value) => Object.getPrototypeOf(value) === null && hasOwn.call(value, "isPrototypeOf");
const hasOwn = Object.prototype.hasOwnProperty;

/** @param {unknown[]} list */
function elements(list) {
  const found = [];
  for (let index = 0; index < list.length; index += 1) found.push(list[index]);
  return found;
}

/**
 * `entries`, or null where they are the same as `before`.
 *
 * @param {unknown} value
 * @param {unknown[]} [before]
 */
export function newEntries(value, before) {
  return before !== undefined && hasEntries(value, before) ? null : entries(value);
}

/**
 * Whether `entries` would give the same as `before`. It makes no list to find out.
 *
 * @param {unknown} value
 * @param {unknown[]} before
 */
function hasEntries(value, before) {
  if (!isPlain(value)) return false;
  const names = Object.keys(value);
  if (names.length * 2 !== before.length) return false;
  for (let index = 0; index < names.length; index += 1) {
    if (names[index] !== before[index * 2] || !isSame(value[names[index]], before[index * 2 + 1])) return false;
  }
  return true;
}

/**
 * @param {unknown} one
 * @param {unknown} other
 */
function isSame(one, other) {
  if (one === other) return true;
  if (!isShortList(one) || !isShortList(other) || one.length !== other.length) return false;
  for (let index = 0; index < other.length; index += 1) if (one[index] !== other[index]) return false;
  return true;
}

/**
 * Whether nothing in these entries can change: they are texts, numbers and the like, or short lists of such.
 *
 * @param {unknown[]} entries
 */
export const areFixed = (entries) =>
  entries.every((one) => isPrimitive(one) || (isShortList(one) && one.every(isPrimitive)));

/** @param {unknown} value */
const isPrimitive = (value) => value === null || (typeof value !== "object" && typeof value !== "function");
/**
 * @param {unknown} value
 * @returns {value is unknown[]}
 */
const isShortList = (value) => Array.isArray(value) && value.length <= 100;

/**
 * @param {string} message
 * @param {unknown} [cause]
 */
export const typeError = (message, cause) => new TypeError(message, cause === undefined ? undefined : { cause });
