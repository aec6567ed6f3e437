// The options of `createGuard`.
import { checked, read, refused, text, texts, wrong } from "../internal/options.js";
import { entries } from "../internal/value.js";
import { address } from "../jwks/fetch.js";
import { abortSignal, callable, globalFetch, headerFields, patience, span } from "../jwks/options.js";

/** @typedef {import("../internal/options.js").Check} Check */

/**
 * For what another function checks.
 *
 * @type {Check}
 */
const asGiven = (value) => value;

/**
 * The same, but not empty. An empty text, or list, is most often a variable of the environment that is not set, and must not be
 * taken for a check that nobody wants.
 *
 * @type {Check}
 */
function filled(value, name) {
  if (value === "" || (Array.isArray(value) && (value.length === 0 || value.includes(""))))
    throw refused(
      `option \`${name}\`: it is empty, as a variable that is not set; leave the option out where that is meant`,
    );
  return value;
}

/**
 * A list of texts that may be empty.
 *
 * @type {Check}
 */
const names = (value, name) => (Array.isArray(value) && value.length === 0 ? value : texts(value, name));

/**
 * Scopes, each of the characters that a scope may have (RFC 6749 section 3.3): so they can stand in a header.
 *
 * @type {Check}
 */
function scopes(value, name) {
  const every = names(value, name).flatMap((/** @type {string} */ each) => each.split(" ").filter(Boolean));
  if (!every.every((/** @type {string} */ each) => /^[!#-[\]-~]+$/.test(each)))
    throw refused(`option \`${name}\`: a scope consists of printable ASCII characters, without " and \\`);
  return every;
}

/**
 * What can stand between quotes in a header.
 *
 * @type {Check}
 */
function quotable(value, name) {
  if (!/^[ !#-[\]-~]{1,200}$/.test(text(value, name)))
    throw refused(`option \`${name}\`: expected 1 to 200 printable ASCII characters, without " and \\`);
  return value;
}

/** @type {Check} */
const metadata = (value, name) => address(value, name).href.replaceAll("\\", "%5C");

/** @type {Check} */
function count(value, name) {
  if (!Number.isInteger(value) || value < 1 || value > 1_000_000)
    throw wrong(name, "a whole number from 1 to 1000000", value);
  return value;
}

const INTROSPECT = {
  url: address,
  clientId: text,
  clientSecret: text,
  cacheFor: span(60 * 60),
  cacheSize: count,
  timeout: patience,
  headers: headerFields,
  fetch: callable,
  signal: abortSignal,
};

const INTROSPECT_DEFAULTS = { cacheFor: 30_000, cacheSize: 1000, timeout: 5_000, headers: {}, fetch: globalFetch };

/** @type {Check} */
function introspect(value, name) {
  const found = entries(value);
  if (!found) throw wrong(name, "{ url, clientId, clientSecret }", value);
  const given = checked(found, INTROSPECT);
  for (const needed of ["url", "clientId", "clientSecret"])
    if (given[needed] === undefined) throw refused(`option \`${name}\`: \`${needed}\` is missing`);
  return { ...INTROSPECT_DEFAULTS, ...given };
}

/** What goes to `decode`, which checks it. */
const DECODE = {
  issuer: filled,
  audience: filled,
  algorithms: texts,
  type: filled,
  leeway: asGiven,
  maxAge: filled,
  requiredClaims: names,
};

const GUARD = {
  keys: asGiven,
  jwks: filled,
  scopes,
  introspect,
  realm: quotable,
  resourceMetadata: metadata,
  ...DECODE,
};

/**
 * @param {unknown} value
 * @returns {any}
 */
export const guardOptions = (value) => read(value, GUARD);

/**
 * The options of `decode` among those of a guard. A token without an end is good for ever, for whoever gets hold of it; so it
 * has one unless the caller says otherwise.
 *
 * @param {any} options
 */
export function decodeOptions(options) {
  const given = { requiredClaims: ["exp"], ...options };
  const used = Object.keys(DECODE).filter((name) => given[name] !== undefined);
  return Object.fromEntries(used.map((name) => [name, given[name]]));
}

/**
 * The options of one request.
 *
 * @param {unknown} value
 * @returns {{ scopes?: string[] }}
 */
export const requestOptions = (value) => read(value, { scopes });
