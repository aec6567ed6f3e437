// What Rust asks about a JavaScript value. Here and not in Rust, because an answer is then one call over the
// boundary, and because what a value's own code throws (a getter, a Proxy, toJSON) has to be caught on this side.

/** What a value is, in a word and never with its content. It throws nothing. */
export function kind(value) {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  try {
    if (Array.isArray(value)) return "an array";
    const name = Object.prototype.toString.call(value).slice(8, -1);
    return name === "Object" ? "an object" : /^\w{1,30}$/.test(name) ? `a value of the class ${name}` : "another object";
  } catch {
    return "a Proxy that does not answer";
  }
}

/** Whether a string has a UTF-8 form: no half of a surrogate pair stands alone in it. */
export function isWellFormed(string) {
  return string.isWellFormed ? string.isWellFormed() : !/\p{Surrogate}/u.test(string);
}

const nameOfTypedArray = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

/** A copy of a Uint8Array of any realm, undefined for anything else. Throws a TypeError where its buffer is detached. */
export function bytes(value) {
  return nameOfTypedArray.call(value) === "Uint8Array" ? new Uint8Array(value) : undefined;
}

/**
 * The JSON text of an object that is no array and none of the built-in classes, whose content JSON would leave out
 * (a Map, a Promise that was not awaited). Undefined for anything else; throws what JSON.stringify throws.
 */
export function json(value) {
  if (kind(value) !== "an object") return undefined;
  const text = JSON.stringify(value);
  return text?.startsWith("{") ? text : undefined;
}

/**
 * The own entries of a plain object, name and value in turn; undefined for anything else. Only own properties, so that
 * nothing comes in by way of Object.prototype, and each is read once.
 */
export function entries(value) {
  if (kind(value) !== "an object") return undefined;
  const prototype = Object.getPrototypeOf(value);
  // A prototype without a prototype is the Object.prototype of some realm.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return undefined;
  return Object.entries(value).flat(1);
}

export const typeError = (message, cause) => new TypeError(message, cause === undefined ? undefined : { cause });
