// The arguments of the functions, for every entry point: strict about types, because a password that was silently turned
// into another is worse than an error. What is wrong is a TypeError that names the argument and never its value.
import { TextEncoder } from "./text.js";
import { copyOfBytes, isWellFormed, kind } from "./value.js";

const encoder = /* @__PURE__ */ new TextEncoder();
/** A code unit of a string takes so many bytes of UTF-8 at most. */
const MOST_BYTES = 3;

/**
 * @param {string} name
 * @param {string} expected
 * @param {unknown} value
 */
export const wrongType = (name, expected, value) => new TypeError(`${name}: expected ${expected}, got ${kind(value)}`);

/**
 * The string itself. A lone surrogate has no UTF-8; to take a replacement character for it would make different
 * passwords equal.
 *
 * @param {unknown} value
 * @param {string} name
 * @returns {string}
 */
export function text(value, name) {
  if (typeof value !== "string") throw wrongType(name, "a string", value);
  if (!isWellFormed(value))
    throw new TypeError(`${name}: expected well-formed Unicode, got a string with a lone surrogate`);
  return value;
}

/**
 * The bytes of a password or a secret: a string's UTF-8, or a copy of the bytes given.
 *
 * @param {unknown} value
 * @param {string} name
 * @returns {Uint8Array}
 */
export function bytes(value, name) {
  if (typeof value === "string") return utf8(text(value, name));
  const copy = copyOf(value, name);
  if (!copy) throw wrongType(name, "a string or a Uint8Array", value);
  return copy;
}

/**
 * In an array made here: where a test runner has realms of its own, that of `encode` would be of another one.
 *
 * @param {string} text
 */
function utf8(text) {
  const room = new Uint8Array(text.length * MOST_BYTES);
  return room.subarray(0, encoder.encodeInto(text, room).written);
}

/**
 * A copy of the bytes of a Uint8Array, undefined for anything else.
 *
 * @param {unknown} value
 * @param {string} name
 * @returns {Uint8Array | undefined}
 */
export function copyOf(value, name) {
  try {
    return copyOfBytes(value);
  } catch (cause) {
    throw new TypeError(`${name}: expected bytes, got a Uint8Array whose buffer is detached`, { cause });
  }
}

/**
 * The JSON text of an object that is no array and none of the built-in classes, whose content JSON would leave out (a
 * Map, a Promise that was not awaited).
 *
 * @param {unknown} value
 * @param {string} name
 * @param {string} expected what would have been right
 * @returns {string}
 */
export function json(value, name, expected) {
  /** @type {string | undefined} */
  let text;
  try {
    text = kind(value) === "an object" ? JSON.stringify(value) : undefined;
  } catch (cause) {
    throw new TypeError(`${name}: expected an object that JSON can express, see the cause`, { cause });
  }
  if (!text?.startsWith("{")) throw wrongType(name, expected, value);
  return text;
}

/**
 * The JSON text of claims.
 *
 * @param {unknown} value
 */
export const claims = (value) => json(value, "claims", "a plain object");

/**
 * A token as it is. It comes from anybody, so that a lone surrogate in it is not the caller's mistake: where it becomes
 * UTF-8 that is a replacement character, which is in no token.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function token(value) {
  if (typeof value !== "string") throw wrongType("token", "a string", value);
  return value;
}

/** Nothing was written. */
const NOT_WRITTEN = -1;

/**
 * @param {string} text
 * @param {Uint8Array} memory
 */
const write = (text, memory) =>
  text.length * MOST_BYTES <= memory.length ? encoder.encodeInto(text, memory).written : NOT_WRITTEN;

/**
 * Writes a token to the front of `memory`: how many bytes, or -1 for what is no string or may not fit.
 *
 * @param {unknown} value
 * @param {Uint8Array} memory
 */
export const writeToken = (value, memory) => (typeof value === "string" ? write(value, memory) : NOT_WRITTEN);

/**
 * Writes the JSON text of claims to the front of `memory`: how many bytes, or -1 where it may not fit.
 *
 * @param {unknown} value
 * @param {Uint8Array} memory
 */
export const writeClaims = (value, memory) => write(claims(value), memory);
