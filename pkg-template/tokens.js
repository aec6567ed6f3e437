// The functions for tokens.
import * as glue from "./glue.js";
import { Key, KeySet } from "./glue.js";

export { Key, KeySet, peek } from "./glue.js";

// wasm-bindgen lends a Key or KeySet to Rust through functions of their own; every other kind of key Rust reads itself.

export function issue(claims, key, options) {
  if (is(Key, key)) return glue.issueWithKey(claims, key, options);
  if (isInstance(KeySet, key)) throw new TypeError("key: expected a single key to sign with, got a KeySet");
  return glue.issue(claims, key, options);
}

export function decode(token, key, options) {
  if (is(Key, key)) return JSON.parse(glue.decodeWithKey(token, key, options));
  if (is(KeySet, key)) return glue.decodeWithKeySet(token, key, options);
  return glue.decode(token, key, options);
}

export function decodeComplete(token, key, options) {
  if (is(Key, key)) return glue.decodeCompleteWithKey(token, key, options);
  if (is(KeySet, key)) return glue.decodeCompleteWithKeySet(token, key, options);
  return glue.decodeComplete(token, key, options);
}

function is(Class, key) {
  if (!isInstance(Class, key)) return false;
  if (!key.__wbg_ptr) throw new TypeError(`key: expected a key that has not been freed`);
  return true;
}

function isInstance(Class, key) {
  try {
    return key instanceof Class;
  } catch {
    // A Proxy that does not answer is left to Rust, which says what it expects.
    return false;
  }
}
