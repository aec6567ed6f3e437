// The functions for tokens.
import * as glue from "./glue.js";
import { guarded, guardedClass, isLost } from "./restart.js";

export const Key = /* @__PURE__ */ guardedClass(glue.Key);
export const KeySet = /* @__PURE__ */ guardedClass(glue.KeySet);
export const peek = /* @__PURE__ */ guarded(glue.peek);
export const issue = /* @__PURE__ */ guarded(issueWith);
export const decode = /* @__PURE__ */ guarded(decodeWith);
export const decodeComplete = /* @__PURE__ */ guarded(decodeCompleteWith);

// wasm-bindgen lends a Key or KeySet to Rust through functions of their own; every other kind of key Rust reads itself.

function issueWith(claims, key, options) {
  if (is(Key, key)) return glue.issueWithKey(claims, key, options);
  if (isInstance(KeySet, key)) throw new TypeError("key: expected a single key to sign with, got a KeySet");
  return glue.issue(claims, material(key), options);
}

function decodeWith(token, key, options) {
  if (is(Key, key)) return JSON.parse(glue.decodeWithKey(token, key, options));
  if (is(KeySet, key)) return glue.decodeWithKeySet(token, key, options);
  return glue.decode(token, material(key), options);
}

function decodeCompleteWith(token, key, options) {
  if (is(Key, key)) return glue.decodeCompleteWithKey(token, key, options);
  if (is(KeySet, key)) return glue.decodeCompleteWithKeySet(token, key, options);
  return glue.decodeComplete(token, material(key), options);
}

function is(Class, key) {
  if (!isInstance(Class, key)) return false;
  if (!key.__wbg_ptr) throw new TypeError(`key: expected a key that has not been freed`);
  if (isLost(key))
    throw new TypeError("key: expected a key of this instance, got one from before the wasm was restarted");
  return true;
}

/** What Rust reads itself. A Key or KeySet lives in the wasm that made it, and can be read by no other. */
function material(key) {
  if (isForeign(key))
    throw new TypeError("key: expected a Key of this entry point, got one of another, or of another copy of keyward");
  return key;
}

/** Told by what wasm-bindgen's classes have; a plain object with such a property is no key of anybody's. */
function isForeign(key) {
  try {
    return typeof key === "object" && "__wbg_ptr" in key && typeof key.free === "function";
  } catch {
    return false;
  }
}

function isInstance(Class, key) {
  try {
    return key instanceof Class;
  } catch {
    // A Proxy that does not answer is left to Rust, which says what it expects.
    return false;
  }
}
