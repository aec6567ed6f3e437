// The options of the functions for tokens.
import { answerTo } from "./other-options.js";
import { anyTexts, check, checked, entriesOf, flag, json, number, text, texts, wrong } from "./options.js";
import { hasEntries } from "./value.js";

const KEY = { algorithm: text, keyId: text };

const ISSUE = {
  algorithm: text,
  expiresIn: duration,
  notBefore: duration,
  issuer: text,
  audience: texts,
  subject: text,
  jwtId: text,
  keyId: text,
  type: text,
  header: json,
  issuedAt,
};

/** Whether the types are lenient. */
const TYPES = /* @__PURE__ */ new Map([
  ["strict", false],
  ["lenient", true],
]);

const DECODE = {
  algorithms: texts,
  issuer: texts,
  audience: texts,
  subject: text,
  type: text,
  leeway: number,
  requiredClaims: anyTexts,
  maxAge: duration,
  now: number,
  claimTypes: /* @__PURE__ */ check('"strict" or "lenient"', (value) => TYPES.get(value)),
  allowPadding: flag,
};

/** @type {Record<string, number>} */
const UNITS = { s: 1, m: 60, h: 60 * 60, d: 24 * 60 * 60, w: 7 * 24 * 60 * 60 };

/**
 * Whole seconds, or a span as people write it; either way a number.
 *
 * @type {import("./options.js").Check}
 */
function duration(value, name) {
  const seconds = typeof value === "string" ? spanned(value) : exact(value);
  if (seconds === undefined)
    throw wrong(name, 'whole seconds, or a span such as "90s", "30m", "12h", "7d" or "2w"', value);
  return seconds;
}

/** @param {string} span */
function spanned(span) {
  const [, digits, unit = ""] = /^(\d+)([smhdw])$/.exec(span) ?? [];
  const seconds = Number(digits) * (UNITS[unit] ?? Number.NaN);
  return seconds < 2 ** 63 ? seconds : undefined;
}

/**
 * Beyond 2^53 a number is no longer exact.
 *
 * @param {any} value
 */
const exact = (value) => (Number.isInteger(value) && Math.abs(value) <= 2 ** 53 ? value : undefined);

/**
 * `true` for now, or seconds since the epoch.
 *
 * @type {import("./options.js").Check}
 */
function issuedAt(value, name) {
  if (typeof value === "number" || typeof value === "boolean") return value;
  throw wrong(name, "true, or seconds since the epoch", value);
}

/** @param {unknown} value */
export const keyOptions = (value) => checked(value === undefined ? [] : entriesOf(value), KEY, answerTo);

/** @param {unknown[]} entries */
export const issueOptions = (entries) => checked(entries, ISSUE, answerTo);

/** @param {unknown[]} entries */
export const decodeOptions = (entries) => checked(entries, DECODE, answerTo);

/**
 * The entries of an options object, null where they are the same as `before`.
 *
 * @param {unknown} value
 * @param {unknown[] | undefined} before
 */
export const newEntries = (value, before) => (before && hasEntries(value, before) ? null : entriesOf(value));
