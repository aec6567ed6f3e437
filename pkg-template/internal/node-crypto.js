// Signatures by `node:crypto`, in Node, Bun and workerd. Nothing is thrown from here: an exception that goes through a frame of
// the wasm leaves it broken. `undefined` says that there was one.
//
// The module is loaded with the first key, which takes milliseconds, and without an import, at which a bundler would stumble.
// Keys are given as they are, without options: workerd takes none beside them. Signatures of PSS are
// verified by every runtime but workerd, which takes them for PKCS #1 v1.5 without a word, and made by none.

/**
 * @typedef {import("node:crypto").KeyObject} KeyObject
 * @typedef {KeyObject | import("node:crypto").VerifyKeyObjectInput} VerifyKey
 * @typedef {{ key: KeyObject, hash: string | null, verifying: VerifyKey | undefined }} NodeKey
 */

/** @type {Record<string, string | null>} */
const HASHES = { EdDSA: null, Ed25519: null, ES256: "sha256", ES384: "sha384", ES512: "sha512" };

/** RFC 8017 section 5: an operation without a padding. */
const RSA_NO_PADDING = 3;
/** Section 8.1, with a salt that is as long as the hash, no other (RFC 7518 section 3.5). */
const PSS = { padding: 6, saltLength: -1 };

/** @type {typeof import("node:crypto") | null | undefined} */
let crypto;

function load() {
  if (crypto !== undefined) return crypto;
  crypto = null;
  try {
    crypto = globalThis.process.getBuiltinModule("node:crypto");
  } catch {
    // There is none, or reading the function throws, as in Next.js's Edge runtime.
  }
  return crypto;
}

const isWorkerd = () => globalThis.navigator?.userAgent === "Cloudflare-Workers";

/**
 * Whether the runtime is faster than the wasm, as measured.
 *
 * @param {string} algorithm
 * @param {boolean} signs
 */
function isFaster(algorithm, signs) {
  // In a Worker with `no_nodejs_compat` there are none.
  const { deno, bun, node } = globalThis.process.versions ?? /** @type {any} */ ({});
  // Its ECDSA is slower than the wasm, and its RSA rests on a crate that is kept out.
  if (deno) return false;
  if (bun || isWorkerd()) return true;
  const major = Number.parseInt(node, 10);
  if (algorithm.startsWith("Ed")) return major < 24;
  return algorithm !== "ES384" || !signs;
}

/** @type {import("./native.js").NativeEngine["nativeKey"]} */
export function nativeKey(algorithm, signs, type, isPrivate, der) {
  try {
    if (!isFaster(algorithm, signs)) return undefined;
    const loaded = load();
    if (!loaded) return undefined;
    const input = /** @type {any} */ ({ key: der, format: "der", type });
    const key = isPrivate ? loaded.createPrivateKey(input) : loaded.createPublicKey(input);
    const hash = algorithm in HASHES ? HASHES[algorithm] : `sha${algorithm.slice(2)}`;
    const pss = isWorkerd() ? undefined : { key, ...PSS };
    return /** @type {NodeKey} */ ({ key, hash, verifying: algorithm.startsWith("PS") ? pss : key });
  } catch {
    return undefined;
  }
}

/** @type {import("./native.js").NativeEngine["nativeSign"]} */
export function nativeSign({ key, hash }, message) {
  try {
    return crypto?.sign(hash, message, key);
  } catch {
    return undefined;
  }
}

/** @type {import("./native.js").NativeEngine["nativeVerify"]} */
export function nativeVerify({ hash, verifying }, message, signature) {
  try {
    return verifying && crypto?.verify(hash, message, verifying, signature);
  } catch {
    return undefined;
  }
}

/** @type {import("./native.js").NativeEngine["nativeRaw"]} */
export function nativeRaw({ key }, block) {
  try {
    const options = { key, padding: RSA_NO_PADDING };
    return key.type === "private" ? crypto?.privateDecrypt(options, block) : crypto?.publicEncrypt(options, block);
  } catch {
    return undefined;
  }
}
