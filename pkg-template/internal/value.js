// What a JavaScript value is. A value has code of its own (a getter, a Proxy, toJSON), which may throw anything.

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
export function copyOfBytes(value) {
  return nameOfTypedArray.call(value) === "Uint8Array" ? new Uint8Array(value) : undefined;
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
 * Whether `entries` would give the same as `before`. It makes no list to find out.
 *
 * @param {unknown} value
 * @param {unknown[]} before
 */
export function hasEntries(value, before) {
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
 * Every Uint8Array in a value made here.
 *
 * @param {unknown} value
 * @returns {Uint8Array<ArrayBuffer>[]}
 */
export function bytesIn(value) {
  if (value instanceof Uint8Array) return [/** @type {Uint8Array<ArrayBuffer>} */ (value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(bytesIn) : [];
}

/**
 * Zeroes the bytes in a value made here, but for those that have gone to a thread: these are detached.
 *
 * @param {unknown} value
 */
export function wipe(value) {
  for (const array of bytesIn(value)) if (array.length > 0) array.fill(0);
}
