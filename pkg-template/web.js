// Browsers and bundlers: a bundle has the wasm of that half only which it uses.
export { KeywardError } from "./internal/error.js";
export { explain, hash, identify, needsRehash, verify, verifyAndUpdate } from "./schemes/web.js";
export { Key, KeySet, decode, decodeComplete, issue, peek } from "./token/web.js";
