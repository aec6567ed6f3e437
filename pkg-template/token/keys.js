// Key and KeySet as wasm-bindgen makes them, made safe: no function of theirs is called on what is no longer there.

const GONE = "expected a key of this instance, got one from before the wasm was restarted";
const FREED = "expected a key that has not been freed";

/** Where a property's function is: a method, a getter. */
const FUNCTIONS = /** @type {const} */ (["value", "get"]);
/** On each object: how often the wasm had been restarted when it was made. */
const BORN = Symbol("born");
/** A method of each object, for whoever keeps it: whether it can be used, or has to be made again. */
export const LIVES = Symbol.for("keyward.lives");

/** @typedef {{ instance: import("../internal/instance.js").Instance, Key: BoundClass, KeySet: BoundClass }} Own */

/**
 * @param {Own["instance"]} instance
 * @param {BoundObject} object
 */
const isLost = (instance, object) => object[BORN] !== instance.restarts;

/**
 * A class of wasm-bindgen's, all of whose functions are guarded, and which `using` frees.
 *
 * @template {BoundClass} C
 * @param {Own["instance"]} instance
 * @param {C} Class
 * @returns {C}
 */
export function guardedClass(instance, Class) {
  /**
   * The method of an object that is still there: wasm-bindgen says of another only that its address is null.
   *
   * @param {(this: BoundObject, ...args: unknown[]) => unknown} call
   * @returns {typeof call}
   */
  const ofLiving = (call) =>
    function (...args) {
      if (!this.__wbg_ptr) throw new TypeError(FREED);
      if (isLost(instance, this)) throw new TypeError(GONE);
      return call.apply(this, args);
    };

  const { __wrap: wrap } = Class;
  Class.__wrap = (address) => {
    const object = wrap(address);
    object[BORN] = instance.restarts;
    return object;
  };
  for (const owner of [Class, Class.prototype]) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
      if (name === "constructor" || name === "prototype") continue;
      const field = FUNCTIONS.find((field) => typeof descriptor[field] === "function");
      if (!field) continue;
      const call = instance.guarded(descriptor[field]);
      // wasm-bindgen's own begin with underscores, and know what they do.
      const needsLife = owner !== Class && !name.startsWith("__");
      Object.defineProperty(owner, name, { ...descriptor, [field]: needsLife ? ofLiving(call) : call });
    }
  }
  Class.prototype[LIVES] = function () {
    return this.__wbg_ptr !== 0 && !isLost(instance, this);
  };
  const { free } = Class.prototype;
  // What lived in an instance that is gone has gone with it; in the new one something else is at its place.
  Class.prototype.free = function () {
    if (!this.__wbg_ptr) return;
    if (isLost(instance, this)) this.__destroy_into_raw();
    else free.call(this);
  };
  // wasm-bindgen has this too, but in a way that keeps the class in every bundle.
  if (Symbol.dispose) Class.prototype[Symbol.dispose] = Class.prototype.free;
  return Class;
}

// wasm-bindgen lends a Key or KeySet to Rust through functions of their own; every other kind of key Rust reads itself.

/**
 * `issue`, of the two functions of the wasm for it.
 *
 * @template C, O
 * @param {Own} own
 * @param {(claims: C, key: any, options?: O) => string} withKey
 * @param {(claims: C, key: unknown, options?: O) => string} withOther
 * @returns {(claims: C, key: unknown, options?: O) => string}
 */
export const issueWith =
  ({ instance, Key, KeySet }, withKey, withOther) =>
  (claims, key, options) => {
    if (isLiving(instance, Key, key)) return withKey(claims, key, options);
    if (isInstance(KeySet, key)) throw new TypeError("key: expected a single key to sign with, got a KeySet");
    return withOther(claims, material(key), options);
  };

/**
 * `decode` or `decodeComplete`, of the three functions of the wasm for it.
 *
 * @template O, R
 * @param {Own} own
 * @param {(token: string, key: any, options?: O) => R} withKey
 * @param {(token: string, key: any, options?: O) => R} withKeySet
 * @param {(token: string, key: unknown, options?: O) => R} withOther
 * @returns {(token: string, key: unknown, options?: O) => R}
 */
export const decodeWith =
  ({ instance, Key, KeySet }, withKey, withKeySet, withOther) =>
  (token, key, options) => {
    if (isLiving(instance, Key, key)) return withKey(token, key, options);
    if (isLiving(instance, KeySet, key)) return withKeySet(token, key, options);
    return withOther(token, material(key), options);
  };

/**
 * @param {Own["instance"]} instance
 * @param {BoundClass} Class
 * @param {unknown} key
 */
function isLiving(instance, Class, key) {
  if (!isInstance(Class, key)) return false;
  if (!key.__wbg_ptr) throw new TypeError(`key: ${FREED}`);
  if (isLost(instance, key)) throw new TypeError(`key: ${GONE}`);
  return true;
}

/**
 * What Rust reads itself. A Key or KeySet lives in the wasm that made it, and can be read by no other.
 *
 * @param {unknown} key
 */
function material(key) {
  if (isForeign(key))
    throw new TypeError("key: expected a Key of this entry point, got one of another, or of another copy of keyward");
  return exported(key);
}

/** What Node calls the DER of a half of a pair. */
const DER = { private: "pkcs8", public: "spki" };

/**
 * What a KeyObject of `node:crypto` holds, and what else is given as it is. A CryptoKey gives its own only in a promise.
 *
 * @param {any} key
 */
function exported(key) {
  const tag = tagOf(key);
  if (tag === "CryptoKey")
    throw new TypeError(
      'key: expected what can be read at once, got a CryptoKey: give what `await crypto.subtle.exportKey("jwk", key)` exports, or in Node `KeyObject.from(key)`',
    );
  if (tag === "Promise") throw new TypeError("key: expected a key, got a Promise of one: await it");
  if (!isKeyObject(key)) return key;
  const type = /** @type {keyof typeof DER | "secret"} */ (key.type);
  const bytes = key.export(type === "secret" ? undefined : { format: "der", type: DER[type] });
  const copy = new Uint8Array(bytes);
  bytes.fill(0);
  return copy;
}

/**
 * Told by what it has, because its class is nobody's global. A JWK has no functions.
 *
 * @param {any} key
 */
function isKeyObject(key) {
  try {
    return (
      typeof key === "object" && typeof key.export === "function" && ["secret", ...Object.keys(DER)].includes(key.type)
    );
  } catch {
    return false;
  }
}

/** @param {unknown} value */
function tagOf(value) {
  try {
    return Object.prototype.toString.call(value).slice(8, -1);
  } catch {
    return "Proxy";
  }
}

/**
 * Told by what wasm-bindgen's classes have; a plain object with such a property is no key of anybody's.
 *
 * @param {any} key
 */
function isForeign(key) {
  try {
    return typeof key === "object" && "__wbg_ptr" in key && typeof key.free === "function";
  } catch {
    return false;
  }
}

/**
 * @param {BoundClass} Class
 * @param {unknown} key
 * @returns {key is BoundObject}
 */
function isInstance(Class, key) {
  try {
    return key instanceof Class;
  } catch {
    // A Proxy that does not answer is left to Rust, which says what it expects.
    return false;
  }
}
