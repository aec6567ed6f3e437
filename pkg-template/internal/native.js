// The runtime's own cryptography, which the wasm asks for signatures: what an entry point has found here, or nothing.

/**
 * @typedef {object} NativeEngine
 * @property {(algorithm: string, signs: boolean, type: string, isPrivate: boolean, der: Uint8Array) => unknown} nativeKey the
 *   runtime's key; `undefined` where it has none, or is not faster
 * @property {(key: any, message: Uint8Array) => Uint8Array | undefined} nativeSign
 * @property {(key: any, message: Uint8Array, signature: Uint8Array) => boolean | undefined} nativeVerify
 * @property {(key: any, block: Uint8Array) => Uint8Array | undefined} nativeRaw
 */

/** @type {NativeEngine | undefined} */
let engine;

/** @param {NativeEngine} found */
export const useNative = (found) => {
  engine = found;
};

/** @type {NativeEngine["nativeKey"]} */
export const nativeKey = (...args) => engine?.nativeKey(...args);
/** @type {NativeEngine["nativeSign"]} */
export const nativeSign = (...args) => engine?.nativeSign(...args);
/** @type {NativeEngine["nativeVerify"]} */
export const nativeVerify = (...args) => engine?.nativeVerify(...args);
/** @type {NativeEngine["nativeRaw"]} */
export const nativeRaw = (...args) => engine?.nativeRaw(...args);
