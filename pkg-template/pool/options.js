// How a pool is made.
import { wrongOption } from "./reply.js";
import { plain } from "./input.js";

/** As many threads as libuv has by default: enough for logins, and each may hold 100 MiB. */
const MOST_BY_DEFAULT = 4;
/** Milliseconds. */
const IDLE_TIMEOUT = 30_000;

/**
 * Checks the options of `new Pool`, and fills in the defaults: one thread for each processor but one.
 *
 * @param {unknown} options
 * @param {() => number} cores
 */
export function poolOptions(options, cores) {
  const { size, idleTimeout, ...others } = plain(options, "options") ?? {};
  for (const name of Object.keys(others)) throw wrongOption(`unknown option \`${name}\`: expected size, idleTimeout`);
  return {
    size: whole(size, "size", 1) ?? Math.max(1, Math.min(MOST_BY_DEFAULT, cores() - 1)),
    idleTimeout: whole(idleTimeout, "idleTimeout", 0) ?? IDLE_TIMEOUT,
  };
}

/**
 * @param {any} value
 * @param {string} name
 * @param {number} least
 * @returns {number | undefined}
 */
function whole(value, name, least) {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return value;
  throw wrongOption(`option \`${name}\`: expected a whole number of at least ${least}`);
}
