// The options of the functions for passwords.
import { bytes, flag, nested, read, refused, secret, secrets, whole } from "./options.js";

/** Of `hash` and `needsRehash`. */
export const HASH = { memory: whole, iterations: whole, parallelism: whole, tagLength: whole, salt: bytes, secret };

const LIMITS = {
  memory: whole,
  iterations: whole,
  parallelism: whole,
  cost: whole,
  rounds: whole,
  scryptParallelization: whole,
};

/** Of `verify`, in every entry point. */
export const VERIFY = {
  limits: /* @__PURE__ */ nested(LIMITS),
  allowLegacy: flag,
  secret,
  previousSecrets: secrets,
  acceptWithoutSecret: flag,
};

const FIREBASE = { signerKey: base64, saltSeparator: base64, rounds: whole, memoryCost: whole };

/**
 * Bytes, or the base64 text that Firebase's console shows them in.
 *
 * @type {import("./options.js").Check}
 */
function base64(value, name) {
  if (typeof value !== "string") return bytes(value, name);
  try {
    const decoded = atob(value);
    // Only what is written in the one right way comes back the same.
    if (btoa(decoded) === value) return Uint8Array.from(decoded, (character) => character.charCodeAt(0));
  } catch {
    // No base64 at all.
  }
  throw refused(`option \`${name}\`: expected base64 with padding, or a Uint8Array`);
}

/**
 * All the project's parameters.
 *
 * @type {import("./options.js").Check}
 */
function firebase(value, name) {
  const found = nested(FIREBASE)(value, name);
  const missing = Object.keys(FIREBASE).find((each) => found[each] === undefined);
  if (missing) throw refused(`option \`${name}\`: \`${missing}\` is missing`);
  return found;
}

/** Where hashes of every scheme are read. */
const VERIFY_ANY = /* @__PURE__ */ (() => ({ ...VERIFY, firebase }))();

/** @param {unknown} value */
export const hashOptions = (value) => read(value, HASH);

/** @param {unknown} value */
export const verifyOptions = (value) => read(value, VERIFY_ANY);

/** @param {unknown} value */
export const verifyAndUpdateOptions = (value) => read(value, { ...HASH, ...VERIFY_ANY });
