// Browsers and bundlers: a bundle has the wasm of that half only which it uses.
export { KeywardError } from "./error.js";
export { hash, identify, needsRehash, verify, verifyAndUpdate } from "./passwords/web.js";
export { Key, KeySet, decode, decodeComplete, issue, peek } from "./token/web.js";
