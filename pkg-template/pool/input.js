// What a caller hands over, as something that may go to another thread: checked as the synchronous functions do it, and
// copied at once, so that the caller may wipe its own bytes as soon as the call returns.
import { bytes, text } from "../internal/arguments.js";
import { entriesOf, wrong } from "../internal/options.js";

/**
 * @typedef {object} Call
 * @property {unknown[]} args what goes to the thread
 * @property {AbortSignal | undefined} signal
 */

/**
 * `args`: the password as bytes, then `stored`, then what `check` makes of the options; and the signal, which was one of
 * these.
 *
 * @param {unknown} password
 * @param {unknown[]} stored
 * @param {unknown} options
 * @param {(options: unknown) => unknown} check
 * @returns {Call}
 */
export function callOf(password, stored, options, check) {
  const key = bytes(password, "password");
  try {
    for (const encoded of stored) if (encoded !== null) text(encoded, "encoded");
    const { signal, others } = split(options);
    return { args: [key, ...stored, check(others)], signal };
  } catch (error) {
    key.fill(0);
    throw error;
  }
}

/**
 * The signal among the options, and the others.
 *
 * @param {unknown} options
 * @returns {{ signal: AbortSignal | undefined, others: Record<string, unknown> }}
 */
export function split(options) {
  const { signal, ...others } = options === undefined ? {} : plain(options);
  return { signal: checkedSignal(signal), others };
}

/**
 * A copy of an options object.
 *
 * @param {unknown} options
 * @returns {Record<string, unknown>}
 */
function plain(options) {
  const found = entriesOf(options);
  return Object.fromEntries(
    Array.from({ length: found.length / 2 }, (_, index) => [found[2 * index], found[2 * index + 1]]),
  );
}

/**
 * @param {any} signal
 * @returns {AbortSignal | undefined}
 */
function checkedSignal(signal) {
  if (signal === undefined || (typeof signal?.addEventListener === "function" && typeof signal.aborted === "boolean"))
    return signal;
  throw wrong("signal", "an AbortSignal", signal);
}
