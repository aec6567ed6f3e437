// How a pool is made.
import { check, read } from "../internal/options.js";

/** As many threads as libuv has by default: enough for logins, and each may hold 100 MiB. */
const MOST_BY_DEFAULT = 4;
/** Milliseconds. */
const IDLE_TIMEOUT = 30_000;

/** Milliseconds. What a timer can wait for; with more it does not wait at all. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/**
 * @param {number} least
 * @param {number} most
 */
const whole = (least, most) =>
  check(`a whole number from ${least} to ${most}`, (value) =>
    Number.isInteger(value) && value >= least && value <= most ? value : undefined,
  );

const POOL = { size: whole(1, Number.MAX_SAFE_INTEGER), idleTimeout: whole(0, LONGEST_TIMEOUT) };

/**
 * Checks the options of `new Pool`, and fills in the defaults: one thread for each processor but one.
 *
 * @param {unknown} options
 * @param {() => number} cores
 * @returns {{ size: number, idleTimeout: number }}
 */
export const poolOptions = (options, cores) => ({
  size: Math.max(1, Math.min(MOST_BY_DEFAULT, cores() - 1)),
  idleTimeout: IDLE_TIMEOUT,
  ...read(options, POOL),
});
