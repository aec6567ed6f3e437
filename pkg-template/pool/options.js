// How a pool is made.
import { check, read } from "../internal/options.js";

/** As many threads as libuv has by default: enough for logins, and each may hold 100 MiB. */
const MOST_BY_DEFAULT = 4;
/** Milliseconds. */
const IDLE_TIMEOUT = 30_000;

/** @param {number} least */
const atLeast = (least) =>
  check(`a whole number of at least ${least}`, (value) =>
    Number.isSafeInteger(value) && value >= least ? value : undefined,
  );

const POOL = { size: atLeast(1), idleTimeout: atLeast(0) };

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
