// What a caller hands over, as something that may go to another thread: checked as the synchronous functions do it, and
// copied at once, so that the caller may wipe its own bytes as soon as the call returns.
import { TextEncoder } from "../internal/text.js";
import { bytes, entries, isWellFormed, kind } from "../internal/value.js";
import { wrongOption } from "./reply.js";

/**
 * @typedef {object} Call
 * @property {unknown[]} args what goes to the thread
 * @property {AbortSignal} [signal]
 */

/**
 * `args`: the password as bytes, then `rest`, then the options; and the signal, which was one of these.
 *
 * @param {unknown} password
 * @param {unknown[]} rest
 * @param {unknown} options
 * @returns {Call}
 */
export function callOf(password, rest, options) {
  const key = passwordBytes(password);
  for (const encoded of rest) {
    if (typeof encoded !== "string") throw new TypeError(`encoded: expected a string, got ${kind(encoded)}`);
  }
  const given = plain(options, "options");
  if (given === undefined) return { args: [key, ...rest] };
  const { signal, ...others } = given;
  const copies = Object.entries(others).map(([name, value]) => [name, portable(value, name)]);
  return { args: [key, ...rest, Object.fromEntries(copies)], signal: checkedSignal(signal) };
}

/** @param {unknown} password */
function passwordBytes(password) {
  if (typeof password === "string") {
    if (isWellFormed(password)) return new TextEncoder().encode(password);
    throw new TypeError("password: expected well-formed Unicode, got a string with a lone surrogate");
  }
  let copy;
  try {
    copy = bytes(password);
  } catch (cause) {
    throw new TypeError("password: expected bytes, got a Uint8Array whose buffer is detached", { cause });
  }
  if (copy) return copy;
  throw new TypeError(`password: expected a string or a Uint8Array, got ${kind(password)}`);
}

/**
 * An option's value. Which type it should have is known to the thread; that it can be sent there at all is seen to here.
 *
 * @param {unknown} value
 * @param {string} name
 * @returns {unknown}
 */
function portable(value, name) {
  if (["string", "number", "boolean", "undefined"].includes(typeof value) || value === null) return value;
  try {
    const copy = bytes(value);
    if (copy) return copy;
  } catch {
    throw wrongOption(`option \`${name}\`: expected a Uint8Array that is not detached`);
  }
  const pairs = properties(value);
  if (pairs) return Object.fromEntries(pairs.map(([inner, each]) => [inner, portable(each, inner)]));
  throw wrongOption(`option \`${name}\`: expected another kind of value, got ${kind(value)}`);
}

/**
 * Own properties of a plain object as pairs; undefined for anything else.
 *
 * @param {unknown} value
 * @returns {[string, unknown][] | undefined}
 */
function properties(value) {
  const flat = entries(value);
  return flat && Array.from({ length: flat.length / 2 }, (_, index) => [String(flat[2 * index]), flat[2 * index + 1]]);
}

/**
 * A copy of an argument that may be left out, or else must be a plain object.
 *
 * @param {unknown} value
 * @param {string} name
 * @returns {Record<string, any> | undefined}
 */
export function plain(value, name) {
  if (value === undefined) return undefined;
  const pairs = properties(value);
  if (!pairs) throw new TypeError(`${name}: expected a plain object, got ${kind(value)}`);
  return Object.fromEntries(pairs);
}

/**
 * @param {any} signal
 * @returns {AbortSignal | undefined}
 */
export function checkedSignal(signal) {
  if (signal === undefined || (typeof signal?.addEventListener === "function" && typeof signal.aborted === "boolean"))
    return signal;
  throw wrongOption(`option \`signal\`: expected an AbortSignal, got ${kind(signal)}`);
}

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
 * Zeroes what has not gone to the thread already: what has is detached.
 *
 * @param {unknown} value
 */
export function wipe(value) {
  for (const array of bytesIn(value)) if (array.length > 0) array.fill(0);
}
