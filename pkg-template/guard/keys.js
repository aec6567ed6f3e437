// What a guard verifies with: keys at hand, or those of another server.

/**
 * @typedef {import("./core.js").Entry} Entry
 * @typedef {{ for(token: string): Promise<any> }} Keys
 */

/**
 * @param {any} given `keys` of the options
 * @param {string[] | undefined} algorithms
 * @param {Entry} entry
 * @returns {any} a Key or KeySet where it can be read once, and what was given where `decode` has to read it
 */
export function ownKeys(given, algorithms, { Key, KeySet }) {
  if (given instanceof Key || given instanceof KeySet) return given;
  if (Array.isArray(given?.keys)) return KeySet.fromJwkSet(given);
  if (typeof given?.kty === "string") return Key.fromJwk(given);
  if (typeof given === "string") {
    try {
      return Key.fromPem(given);
    } catch {
      // A secret, or nothing: that is for the next lines to say.
    }
  }
  // A secret is for one algorithm; for several it is read each time.
  const isSecret = typeof given === "string" || given instanceof Uint8Array;
  if (isSecret && !(algorithms && algorithms.length > 1)) return Key.secret(given, { algorithm: algorithms?.[0] });
  return given;
}

/** @param {any} value */
export const isRemote = (value) => typeof value?.for === "function";
