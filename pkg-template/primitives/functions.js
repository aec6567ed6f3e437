// `hash`, `verify`, `verifyAndUpdate`, `needsRehash` and `identify` for Argon2 and bcrypt: the wasm computes, and the text
// around it is read and written here.
import * as glue from "../generated/primitives/glue.js";
import { bytes, text } from "../internal/arguments.js";
import { MAX_PASSWORD_LENGTH } from "../internal/constants.js";
import { KeywardError } from "../internal/error.js";
import { read as readOptions } from "../internal/options.js";
import { HASH, VERIFY } from "../internal/password-options.js";
import { TextEncoder } from "../internal/text.js";
import { encode } from "./base64.js";
import { instance } from "./instance.js";
import { hashOptions, saltOf, verifyOptions } from "./options.js";
import { NOTHING, argon2Range, isSalt, read, within } from "./stored.js";

export { KeywardError };

const argon2 = /* @__PURE__ */ instance.guarded(glue.argon2);
const bcrypt = /* @__PURE__ */ instance.guarded(glue.bcrypt);

/**
 * @typedef {import("../index.js").Password} Password
 * @typedef {import("./options.js").Secrets} Secrets
 * @typedef {import("./stored.js").Stored} Stored
 * @typedef {ReturnType<typeof hashOptions>} Wanted
 * @typedef {ReturnType<typeof verifyOptions>["limits"]} Limits
 */

const ARGON2ID = 2;

/**
 * @param {Password} password
 * @param {import("../index.js").HashOptions} [options]
 */
export function hash(password, options) {
  return withBytes(password, (key) => {
    const read = readOptions(options, HASH);
    const salt = saltOf(read);
    const how = hashOptions(read);
    checkLength(key);
    return newHash(key, salt, how);
  });
}

/**
 * @param {Password} password
 * @param {string | null} encoded
 * @param {import("../index.js").VerifyOptions} [options]
 */
export function verify(password, encoded, options) {
  return withBytes(password, (key) => {
    const stored = text(encoded === null ? "" : encoded, "encoded");
    const how = verifyOptions(readOptions(options, VERIFY));
    checkLength(key);
    return matches(key, read(stored), how);
  });
}

/**
 * @param {Password} password
 * @param {string | null} encoded
 * @param {import("../index.js").VerifyOptions & import("../index.js").HashOptions} [options]
 * @returns {import("../index.js").Verification}
 */
export function verifyAndUpdate(password, encoded, options) {
  return withBytes(password, (key) => {
    const said = text(encoded === null ? "" : encoded, "encoded");
    const given = readOptions(options, { ...HASH, ...VERIFY });
    const salt = saltOf(given);
    const how = verifyOptions(given);
    const wanted = hashOptions(given);
    checkLength(key);
    const stored = read(said);
    const valid = matches(key, stored, how);
    const updates = valid && !isCurrent(stored, wanted) && provesAllOf(key, stored);
    return { valid, updated: updates ? newHash(key, salt, noWeaker(stored, wanted)) : null };
  });
}

/**
 * @param {string | null} encoded
 * @param {import("../index.js").HashOptions} [options]
 */
export function needsRehash(encoded, options) {
  const stored = text(encoded === null ? "" : encoded, "encoded");
  const wanted = hashOptions(readOptions(options, HASH));
  return !isCurrent(read(stored), wanted);
}

/** @param {string | null} encoded */
export function identify(encoded) {
  const stored = text(encoded === null ? "" : encoded, "encoded");
  try {
    const { scheme, parameters } = read(stored);
    return { scheme, parameters };
  } catch (error) {
    if (error instanceof KeywardError && error.code === "ERR_HASH_UNSUPPORTED") throw error;
    return null;
  }
}

/**
 * Calls `use` with a copy of the password's bytes, and wipes it.
 *
 * @template R
 * @param {Password} password
 * @param {(key: Uint8Array) => R} use
 */
function withBytes(password, use) {
  const key = bytes(password, "password");
  try {
    return use(key);
  } finally {
    key.fill(0);
  }
}

/** @param {Uint8Array} key */
function checkLength({ length }) {
  if (length > MAX_PASSWORD_LENGTH)
    throw new KeywardError(
      "ERR_PASSWORD_LENGTH",
      `the password has ${length} bytes, the limit is ${MAX_PASSWORD_LENGTH}`,
    );
}

/**
 * @param {Uint8Array} key
 * @param {Uint8Array} salt
 * @param {Wanted} wanted
 */
function newHash(key, salt, { tagLength, secret, ...parameters }) {
  /** @param {string} message */
  const wrong = (message) => new KeywardError("ERR_OPTION", message);
  const problem = argon2Range(parameters);
  if (problem) throw wrong(problem);
  if (!isSalt(salt)) throw wrong("the salt has 8 to 64 bytes");
  if (tagLength < 4 || tagLength > 128) throw wrong("the tag length is 4 to 128 bytes");
  const { memory, iterations, parallelism } = parameters;
  const tag = compute(
    { type: ARGON2ID, parameters: { version: 19, ...parameters }, salt, data: NOTHING },
    key,
    secret,
    tagLength,
  );
  const keyid = secret.length > 0 ? `,keyid=${encode(keyidOf(secret))}` : "";
  return `$argon2id$v=19$m=${memory},t=${iterations},p=${parallelism}${keyid}$${encode(salt)}$${encode(tag)}`;
}

/**
 * Whether a stored hash is as good as a new one: of its kind, no cheaper, no shorter, and with the same secret.
 *
 * @param {Stored} stored
 * @param {Wanted} wanted
 */
function isCurrent(stored, wanted) {
  const { tag, keyid } = stored;
  return isAsStrong(stored, wanted) && tag.length >= wanted.tagLength && equal(keyid, keyidOf(wanted.secret));
}

/**
 * @param {Stored} stored
 * @param {Wanted} wanted
 */
function isAsStrong({ scheme, parameters: has }, { memory, iterations, parallelism }) {
  return (
    scheme === "argon2id" &&
    has.version === 19 &&
    has.memory >= memory &&
    has.iterations >= iterations &&
    has.parallelism >= parallelism
  );
}

/**
 * Whether a right password is the user's to its last byte, and no other that the hash takes for it: none with a zero byte;
 * bcrypt reads 72 bytes, and what comes after may be anything; under `$2x$` a byte over 127 hides those before it.
 *
 * @param {Uint8Array} key
 * @param {Stored} stored
 */
const provesAllOf = (key, stored) =>
  !key.includes(0) &&
  (!isBcrypt(stored) || key.length <= 72) &&
  !(stored.signExtended && key.some((byte) => byte > 127));

/**
 * Of the kinds that are read here, only bcrypt has no type of Argon2's.
 *
 * @param {{ type?: number }} stored
 */
const isBcrypt = ({ type }) => type === undefined;

/**
 * These options for a rehash, or stronger ones where the stored hash is stronger.
 *
 * @param {Stored} stored
 * @param {Wanted} wanted
 * @returns {Wanted}
 */
function noWeaker(stored, wanted) {
  if (!isAsStrong(stored, wanted)) return wanted;
  const { memory, iterations, parallelism } = /** @type {Wanted} */ (stored.parameters);
  return { ...wanted, memory, iterations, parallelism };
}

/** What the names of secrets begin with: "kw". */
const MARK = new Uint8Array([0x6b, 0x77]);
const LABEL = new TextEncoder().encode("keyward password secret");

/**
 * The `keyid` of hashes with this secret: MARK and a fingerprint, the tag of the smallest Argon2id. Empty for none.
 *
 * @param {Uint8Array} secret
 */
function keyidOf(secret) {
  if (secret.length === 0) return NOTHING;
  const smallest = { version: 19, memory: 8, iterations: 1, parallelism: 1 };
  return new Uint8Array([
    ...MARK,
    ...compute({ type: ARGON2ID, parameters: smallest, salt: LABEL, data: NOTHING }, LABEL, secret, 6),
  ]);
}

/**
 * The secrets that a stored hash can have been made with, in the order to try them.
 *
 * @param {Stored} stored
 * @param {Secrets} secrets
 */
function candidates({ type, keyid }, { secret, previousSecrets, acceptWithoutSecret }) {
  if (type === undefined) return [NOTHING];
  if (keyid[0] === MARK[0] && keyid[1] === MARK[1]) {
    const named = [secret, ...previousSecrets].find((secret) => equal(keyidOf(secret), keyid));
    if (!named)
      throw new KeywardError(
        "ERR_HASH_SECRET",
        "the hash was made with a secret that is neither the one given nor one from before",
      );
    return [named];
  }
  return keyid.length === 0 && acceptWithoutSecret && secret.length > 0 ? [secret, NOTHING] : [secret];
}

/**
 * Whether the password is the right one.
 *
 * @param {Uint8Array} key
 * @param {Stored} stored
 * @param {ReturnType<typeof verifyOptions>} how
 */
function matches(key, stored, { limits, allowLegacy, ...secrets }) {
  // Of an account that has no password, none is right.
  if (stored.tag.length === 0) return false;
  check(stored, limits, allowLegacy);
  return candidates(stored, secrets).some((secret) =>
    equal(compute(stored, key, secret, stored.tag.length), stored.tag),
  );
}

/**
 * Refuses what is broken or costs too much, before any work.
 *
 * @param {Stored} stored
 * @param {Limits} limits
 * @param {boolean} allowLegacy
 * @returns {void}
 */
function check(stored, limits, allowLegacy) {
  const { parameters, signExtended } = stored;
  if (signExtended && !allowLegacy) {
    throw new KeywardError(
      "ERR_HASH_LEGACY",
      "bcrypt hashes marked $2x$ come from a version that ignores parts of passwords with non-ASCII bytes; `allowLegacy: true`",
    );
  }
  if (isBcrypt(stored)) return bcryptWithin(parameters.cost, limits.cost);
  within("memory", "KiB of memory", parameters.memory, limits.memory);
  within("iterations", "iterations", parameters.iterations, limits.iterations);
  within("parallelism", "lanes", parameters.parallelism, limits.parallelism);
}

/**
 * @param {number} cost
 * @param {number} limit
 */
function bcryptWithin(cost, limit) {
  if (cost > limit)
    throw new KeywardError(
      "ERR_HASH_LIMIT",
      `bcrypt cost ${cost} is over the limit of ${limit}: each step doubles the work; \`limits.cost\``,
    );
}

/**
 * @param {Pick<Stored, "parameters" | "salt" | "data"> & { type?: number, signExtended?: boolean }} stored
 * @param {Uint8Array} key
 * @param {Uint8Array} secret
 * @param {number} length
 * @returns {Uint8Array}
 */
function compute(stored, key, secret, length) {
  const { type, parameters, salt, data, signExtended } = stored;
  if (type === undefined)
    return /** @type {Uint8Array} */ (bcrypt(parameters.cost, salt, key, signExtended === true)).subarray(0, length);
  const { version, memory, iterations, parallelism } = parameters;
  const tag = argon2(type, version, memory, iterations, parallelism, key, salt, secret, data, length);
  if (!tag) throw new KeywardError("ERR_HASH_LIMIT", `argon2 needs ${memory} KiB of memory, which could not be had`);
  return tag;
}

/**
 * In a time that does not tell where they differ.
 *
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
function equal(one, other) {
  let difference = one.length ^ other.length;
  for (let at = 0; at < other.length; at += 1) difference |= one[at] ^ other[at];
  return difference === 0;
}
