// The options of `remoteKeySet`.
import { read, refused, wrong } from "../internal/options.js";
import { entries } from "../internal/value.js";

/** @type {Record<string, number>} */
const UNITS = { s: 1, m: 60, h: 60 * 60, d: 24 * 60 * 60, w: 7 * 24 * 60 * 60 };

/**
 * A span of time in milliseconds, of seconds or of a text as people write it.
 *
 * @param {number} longest seconds
 * @returns {import("../internal/options.js").Check}
 */
export const span = (longest) => (value, name) => {
  const [, digits, unit = ""] = (typeof value === "string" && /^(\d+)([smhdw])$/.exec(value)) || [];
  const seconds = typeof value === "number" ? value : Number(digits) * (UNITS[unit] ?? Number.NaN);
  if (!(seconds >= 0)) throw wrong(name, 'seconds, or a span such as "5s", "10m" or "1h"', value);
  if (seconds > longest) throw refused(`option \`${name}\`: ${seconds} s are more than the ${longest} s it may be`);
  return seconds * 1000;
};

/**
 * How long a request may take: a minute at most, and not so short that no answer comes in time.
 *
 * @type {import("../internal/options.js").Check}
 */
export function patience(value, name) {
  const milliseconds = span(UNITS.m)(value, name);
  if (milliseconds < 1) throw refused(`option \`${name}\`: no request ends within that; expected from 1 ms to 60 s`);
  return milliseconds;
}

/** @type {import("../internal/options.js").Check} */
export function callable(value, name) {
  if (typeof value !== "function") throw wrong(name, "a function like the global `fetch`", value);
  return value;
}

/** @type {import("../internal/options.js").Check} */
export function abortSignal(value, name) {
  if (typeof value?.throwIfAborted !== "function") throw wrong(name, "an AbortSignal", value);
  return value;
}

/**
 * Names and values, or Headers.
 *
 * @type {import("../internal/options.js").Check}
 */
export function headerFields(value, name) {
  const isHeaders = typeof value?.forEach === "function" && typeof value.getSetCookie === "function";
  if (!isHeaders && !entries(value)) throw wrong(name, "a plain object of header fields, or Headers", value);
  try {
    return Object.fromEntries(new Headers(value));
  } catch {
    // What is thrown there repeats the value, which may be a secret.
    throw refused(`option \`${name}\`: a name or a value that no header field may have, as one with a line break`);
  }
}

const TABLE = {
  cacheFor: span(UNITS.w),
  cooldown: span(UNITS.h),
  timeout: patience,
  headers: headerFields,
  fetch: callable,
  signal: abortSignal,
};

/** The global `fetch`, looked up when it is called: tests replace it, and browsers want it called as their own. */
/** @type {import("./fetch.js").Fetch} */
export const globalFetch = (address, init) => globalThis.fetch(address, init);

const DEFAULTS = { cacheFor: 10 * 60_000, cooldown: 30_000, timeout: 5_000, headers: {}, fetch: globalFetch };

/**
 * @typedef {import("./fetch.js").Means & { cacheFor: number, cooldown: number, headers: Record<string, string> }} Options
 * @param {unknown} value
 * @returns {Options}
 */
export const remoteOptions = (value) => ({ ...DEFAULTS, ...read(value, TABLE) });
