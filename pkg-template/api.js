// The functions of the package, the same for every entry point.
import * as glue from "./glue.js";

export { Key, hash, identify, needsRehash, peek, verify, verifyAndUpdate } from "./glue.js";

export function issue(claims, key, options) {
  return isKey(key) ? glue.issueWithKey(claims, key, options) : glue.issue(claims, key, options);
}

export function decode(token, key, options) {
  return isKey(key) ? glue.decodeWithKey(token, key, options) : glue.decode(token, key, options);
}

export function decodeComplete(token, key, options) {
  return isKey(key) ? glue.decodeCompleteWithKey(token, key, options) : glue.decodeComplete(token, key, options);
}

/** Whether this is a key already read, which wasm-bindgen can lend to Rust; every other kind of key Rust reads itself. */
function isKey(key) {
  if (!isInstance(key)) return false;
  if (!key.__wbg_ptr) throw new TypeError("key: expected a Key that has not been freed");
  return true;
}

function isInstance(key) {
  try {
    return key instanceof glue.Key;
  } catch {
    // A Proxy that does not answer is left to Rust, which says what it expects.
    return false;
  }
}
