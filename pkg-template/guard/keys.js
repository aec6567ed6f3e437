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
  if (typeof given !== "string" && !(given instanceof Uint8Array)) return given;
  const pem = unlessNoKey(() => Key.fromPem(given));
  if (pem) return pem;
  // A secret is for one algorithm; for several it is read each time. So is a key in another form, as the text of a JWK, which
  // is never a secret.
  const isForOne = !algorithms || algorithms.length === 1;
  if (isForOne && unlessNoKey(() => Key.secret(given))) return Key.secret(given, { algorithm: algorithms?.[0] });
  return given;
}

/**
 * What `read` gives, `undefined` where there is no key of that kind.
 *
 * @template T
 * @param {() => T} read
 */
function unlessNoKey(read) {
  try {
    return read();
  } catch (error) {
    if (/** @type {any} */ (error).code !== "ERR_KEY") throw error;
    return undefined;
  }
}

/** @param {any} value */
export const isRemote = (value) => typeof value?.for === "function";
